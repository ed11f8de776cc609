"""Encoders that encode each query once, however many searches it is part of."""

from collections.abc import Sequence

from app.encoders.ports import EncodedQuery, Progress, QueryEncoder, SecondEncoder, Vectors


class RememberedQueries:
    """A `QueryEncoder` that encodes each query once."""

    def __init__(self, encoder: QueryEncoder) -> None:
        self._encoder = encoder
        self._known: dict[str, EncodedQuery] = {}

    @property
    def fingerprint(self) -> str:
        """The encoder's."""
        return self._encoder.fingerprint

    @property
    def dimension(self) -> int:
        """The encoder's."""
        return self._encoder.dimension

    def encode_query(self, query: str) -> EncodedQuery:
        """What the encoder said the first time."""
        if query not in self._known:
            self._known[query] = self._encoder.encode_query(query)
        return self._known[query]


class RememberedOpinions:
    """A `SecondEncoder` that encodes each query once in each language."""

    def __init__(self, encoder: SecondEncoder) -> None:
        self._encoder = encoder
        self._known: dict[tuple[str, str | None], Vectors | None] = {}

    @property
    def fingerprint(self) -> str:
        """The encoder's."""
        return self._encoder.fingerprint

    def knows(self, language: str | None) -> bool:
        """Whether the encoder does."""
        return self._encoder.knows(language)

    def encode_query(self, query: str, language: str | None) -> Vectors | None:
        """What the encoder said the first time."""
        asked = (query, language)
        if asked not in self._known:
            self._known[asked] = self._encoder.encode_query(query, language)
        return self._known[asked]

    def encode_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """The encoder's, not remembered."""
        return self._encoder.encode_passages(texts, progress)
