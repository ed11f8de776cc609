"""A query as both encoders see it: side by side, in bounded time, and kept for whoever asks the same again."""

import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.caching import Cache
from app.encoders.ports import EncodedQuery, QueryEncoder, SecondEncoder, Vectors
from app.guarded import Answered, Guarded

TIME_LIMIT = 0.8
"""Seconds that both encoders together may take, where nothing else is set."""

NOTHING = EncodedQuery(np.zeros(0, np.float32), np.zeros((0, 0), np.float32), np.zeros((0, 2), np.int32))
"""What is known of a query whose encoder failed: a vector without a dimension, no tokens."""


@dataclass(frozen=True, slots=True)
class UnderstoodQuery:
    """What the encoders make of a query; `second` is None where the second has no say. Arrays are read-only.

    `degraded`: one of them failed or was too slow; where it was the first, `first` is `NOTHING`.
    """

    first: EncodedQuery
    second: Vectors | None
    degraded: bool = False

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


EmbeddingCache = Cache[tuple[str, str, str | None], UnderstoodQuery]


def embedding_cache(size: int) -> EmbeddingCache:
    """A cache of `size` bytes, for one pair of encoders: its keys are a scope's, a query's text and its language."""
    return Cache(size, lambda understood: understood.bytes)


class QueryEncoders:
    """The encoder and the second encoder, run at the same time for at most `seconds`. Safe to use from many threads.

    One that fails or is too slow is missing from what they say, and after some times in a row it is left alone for a
    while: see `app.guarded`.
    """

    def __init__(
        self,
        encoder: QueryEncoder,
        second: SecondEncoder | None,
        cache: EmbeddingCache,
        *,
        seconds: float = TIME_LIMIT,
    ) -> None:
        self._cache, self._seconds = cache, seconds
        self._encoder = encoder
        self._first = Guarded("query encoder", encoder.encode_query)
        self._second = Guarded("second encoder", _by_language(second)) if second else None

    @property
    def problem(self) -> str | None:
        """What is wrong with an encoder, as its last call told; None where nothing is."""
        return self._first.problem or (self._second.problem if self._second else None)

    def encode(self, text: str, language: str | None, scope_key: str) -> UnderstoodQuery:
        """The embedding of a query, cleaned and normalised, in `language` (None: not known).

        Whole ones are kept, for callers of the same `scope_key` only: the time that a reply takes would tell others
        what has been asked.
        """
        key = scope_key, text, language
        kept = self._cache.get(key)
        if kept is None:
            kept = self._encoded(text, language).frozen()
            if not kept.degraded:
                self._cache.put(key, kept)
        return kept

    def vector(self, text: str) -> Vectors:
        """The first encoder's vector of a cleaned query, however long it takes, and not kept: no search waits for it.

        Raises as the encoder does.
        """
        return self._encoder.encode_query(text).vector

    def _encoded(self, text: str, language: str | None) -> UnderstoodQuery:
        until = time.monotonic() + self._seconds
        first = self._first.ask(text)
        second = self._second.ask((text, language)) if self._second else None
        encoded = self._first.answer(first, until)
        opinion = self._second.answer(second, until) if self._second else Answered(None)
        return UnderstoodQuery(
            first=encoded.value if encoded else NOTHING,
            second=opinion.value if opinion else None,
            degraded=encoded is None or opinion is None,
        )


def _by_language(second: SecondEncoder) -> Callable[[tuple[str, str | None]], Vectors | None]:
    return lambda asked: second.encode_query(*asked)
