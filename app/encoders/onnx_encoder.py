"""Encodes queries with a built model folder: ONNX Runtime, no torch."""

from pathlib import Path
from typing import Self

from app.encoders.background import load_background, without_background
from app.encoders.model_folder import CARD, REMEDY, ModelCard, read_card, served, verify
from app.encoders.onnx_graph import OnnxGraph
from app.encoders.ports import EncodedQuery, Vectors
from app.errors import ModelIntegrityError

LONGEST_QUERY = 128
"""Tokens, about a hundred words: one character can be 18 tokens, and time grows with their number."""


class OnnxQueryEncoder:
    """A `QueryEncoder` over the graph of a built model. Thread-safe."""

    def __init__(self, graph: OnnxGraph, card: ModelCard, background: Vectors) -> None:
        self._graph, self._card = graph, card
        self._mean = background

    @classmethod
    def load(cls, folder: Path, *, threads: int = 1) -> Self:
        """The encoder of `models/<fingerprint>/`; raises ModelMissing or ModelIntegrityError."""
        card = read_card(folder)
        verify(folder, card, served(folder, card))
        query_mean, _ = load_background(folder)
        try:
            encoder = cls(OnnxGraph.load(folder, threads=threads, max_tokens=card.max_tokens), card, query_mean)
            tried = encoder.encode_query("warm up")
        except Exception as exc:
            raise ModelIntegrityError(f"{folder} holds no model that can be run ({exc}). {REMEDY}") from exc
        if {tried.vector.shape, tried.tokens.shape[1:]} != {(card.dimension,)}:
            raise ModelIntegrityError(f"{folder} holds a model of another dimension than {CARD} says. {REMEDY}")
        return encoder

    @property
    def fingerprint(self) -> str:
        """The model's, from its card."""
        return self._card.fingerprint

    @property
    def dimension(self) -> int:
        """Length of every vector."""
        return self._card.dimension

    def encode_query(self, query: str) -> EncodedQuery:
        """The query's embedding, computed alone; what stands behind the first `LONGEST_QUERY` tokens does not count."""
        (encoded,) = self._graph.encode([query], prefix=self._card.query_prefix, longest=LONGEST_QUERY)
        return EncodedQuery(encoded.vector, without_background(encoded.tokens, self._mean), encoded.spans)
