"""A bounded memory of what was asked last, which counts how often it helps."""

import threading
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

from cachetools import LRUCache

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class Cache(Generic[Key, Value]):
    """Holds values of at most `size` bytes in all; the one used longest ago goes first. Safe from many threads.

    `bytes_of` says what a value takes. With a size of 0 nothing is kept.
    """

    def __init__(self, size: int, bytes_of: Callable[[Value], int]) -> None:
        self._kept: LRUCache[Key, Value] = LRUCache(size, getsizeof=bytes_of)
        self._size, self._bytes_of = size, bytes_of
        self._lock = threading.Lock()
        self.hits = self.misses = 0

    @property
    def bytes(self) -> int:
        """What the values take now."""
        return int(self._kept.currsize)

    def get(self, key: Key) -> Value | None:
        """The value kept under a key, or None."""
        with self._lock:
            found = self._kept.get(key)
            self.hits += found is not None
            self.misses += found is None
        return found

    def put(self, key: Key, value: Value) -> None:
        """Keeps a value, unless it alone is too large."""
        if self._bytes_of(value) <= self._size:
            with self._lock:
                self._kept[key] = value
