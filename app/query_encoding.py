"""A query as both encoders see it: side by side, and kept for whoever asks the same again."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.caching import Cache
from app.encoders.ports import EncodedQuery, QueryEncoder, SecondEncoder, Vectors


@dataclass(frozen=True, slots=True)
class UnderstoodQuery:
    """What the encoders make of a query; `second` is None where the second has no say. Arrays are read-only."""

    first: EncodedQuery
    second: Vectors | None

    @property
    def bytes(self) -> int:
        """Memory that its arrays take."""
        return sum(array.nbytes for array in self._arrays)

    def frozen(self) -> "UnderstoodQuery":
        """Itself, its arrays protected: several searches will read them."""
        for array in self._arrays:
            array.flags.writeable = False
        return self

    @property
    def _arrays(self) -> list[NDArray[np.generic]]:
        first = self.first
        return [first.vector, first.tokens, first.spans, *([] if self.second is None else [self.second])]


_MOST_THREADS = 256
"""As many as there may be searches at a time; they are started when they are needed."""

EmbeddingCache = Cache[tuple[str, str | None], UnderstoodQuery]


def embedding_cache(size: int) -> EmbeddingCache:
    """A cache of `size` bytes, for one pair of encoders: its keys are a query's text and its language."""
    return Cache(size, lambda understood: understood.bytes)


class QueryEncoders:
    """The encoder and the second encoder, run at the same time in two threads. Safe to use from many threads."""

    def __init__(self, encoder: QueryEncoder, second: SecondEncoder | None, cache: EmbeddingCache) -> None:
        self._encoder, self._second, self._cache = encoder, second, cache
        self._beside = ThreadPoolExecutor(_MOST_THREADS, thread_name_prefix="encoder")

    def encode(self, text: str, language: str | None) -> UnderstoodQuery:
        """The embedding of a query, cleaned and normalised, in `language` (None: not known)."""
        kept = self._cache.get((text, language))
        if kept is None:
            kept = self._encoded(text, language).frozen()
            self._cache.put((text, language), kept)
        return kept

    def _encoded(self, text: str, language: str | None) -> UnderstoodQuery:
        if self._second is None:
            return UnderstoodQuery(self._encoder.encode_query(text), None)
        first = self._beside.submit(self._encoder.encode_query, text)
        second = self._second.encode_query(text, language)
        return UnderstoodQuery(first.result(), second)
