"""Encodes queries with a built model folder: ONNX Runtime, no torch."""

from collections.abc import Sequence
from pathlib import Path
from typing import Self

from app.encoders.model_folder import SERVED, ModelCard, read_card, verify
from app.encoders.onnx_graph import OnnxGraph
from app.encoders.ports import EncodedQuery

LONGEST_QUERY = 128
"""Tokens, about a hundred words: one character can be 18 tokens, and time grows with their number."""


class OnnxQueryEncoder:
    """A `QueryEncoder`; also gives passages' token vectors, from the same graph. Thread-safe."""

    def __init__(self, graph: OnnxGraph, card: ModelCard) -> None:
        self._graph = graph
        self._card = card

    @classmethod
    def load(cls, folder: Path, *, threads: int = 1) -> Self:
        """The encoder of `models/<fingerprint>/`; raises ModelMissing or ModelIntegrityError."""
        card = read_card(folder)
        verify(folder, card, SERVED)
        return cls(OnnxGraph.load(folder, threads), card)

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
        return self._graph.encode([query], prefix=self._card.query_prefix, longest=LONGEST_QUERY)[0]

    def encode_passages_with_tokens(self, texts: Sequence[str]) -> list[EncodedQuery]:
        """Passages in one batch, with the passage prefix: vectors from the quantised graph, and token vectors."""
        return self._graph.encode(texts, prefix=self._card.passage_prefix)
