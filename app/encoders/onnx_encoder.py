"""Encodes queries with a built model folder: ONNX Runtime, no torch."""

from collections.abc import Sequence
from pathlib import Path
from typing import Self

from app.encoders.background import load_background, without_background
from app.encoders.batches import by_length
from app.encoders.model_folder import SERVED, ModelCard, read_card, verify
from app.encoders.onnx_graph import OnnxGraph
from app.encoders.ports import EncodedPassage, EncodedQuery, Progress, Vectors

LONGEST_QUERY = 128
"""Tokens, about a hundred words: one character can be 18 tokens, and time grows with their number."""


class OnnxQueryEncoder:
    """A `QueryEncoder`, and the `TokenEncoder` of the same model, from the same graph. Thread-safe."""

    def __init__(self, graph: OnnxGraph, card: ModelCard, background: tuple[Vectors, Vectors]) -> None:
        self._graph, self._card = graph, card
        self._query_mean, self._passage_mean = background

    @classmethod
    def load(cls, folder: Path, *, threads: int = 1) -> Self:
        """The encoder of `models/<fingerprint>/`; raises ModelMissing or ModelIntegrityError."""
        card = read_card(folder)
        verify(folder, card, SERVED)
        return cls(OnnxGraph.load(folder, threads), card, load_background(folder))

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
        return EncodedQuery(encoded.vector, without_background(encoded.tokens, self._query_mean), encoded.spans)

    def encode_tokens(self, texts: Sequence[str], progress: Progress | None = None) -> list[EncodedPassage]:
        """See `TokenEncoder`; long texts go together, so that little is padded."""
        passages: dict[int, EncodedPassage] = {}
        for rows in by_length(texts, progress):
            encoded = self._graph.encode([texts[row] for row in rows], prefix=self._card.passage_prefix)
            for row, one in zip(rows, encoded, strict=True):
                passages[row] = EncodedPassage(without_background(one.tokens, self._passage_mean), one.spans)
        return [passages[row] for row in range(len(texts))]
