"""Token buckets: how often somebody may ask, with a burst, in memory that is bounded whoever asks."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from cachetools import LRUCache

_SECOND = 1_000_000_000
"""Time is counted in whole nanoseconds, so that no rounding adds up over many calls."""


@dataclass(frozen=True, slots=True)
class Rate:
    """`per_second` tokens come back each second, to a bucket that holds `burst`, at least one."""

    per_second: float
    burst: int


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of taking a token: how many are left, and the seconds until the bucket is full again.

    `retry_after` is the seconds until there is one to take; 0 for a token that was given.
    """

    allowed: bool
    remaining: int
    reset_seconds: float
    retry_after: float


class Buckets:
    """The buckets of `most` names, the ones asked for longest ago forgotten first. Safe from several threads.

    Of a bucket only the moment is kept when it will be full again (the generic cell rate algorithm of ITU-T I.371):
    one that is full, or forgotten, is the same as one that never was.
    """

    def __init__(self, most: int, clock: Callable[[], int] = time.monotonic_ns) -> None:
        self._full_at: LRUCache[str, int] = LRUCache(most)
        self._clock, self._lock = clock, threading.Lock()

    def __len__(self) -> int:
        return len(self._full_at)

    def take(self, name: str, rate: Rate) -> Taken:
        """Takes a token out of a name's bucket, where there is one; a refusal costs nothing."""
        one = round(_SECOND / rate.per_second)
        whole = one * rate.burst
        with self._lock:
            now = self._clock()
            filling = min(whole, max(0, self._full_at.get(name, now) - now))  # the name's rate may have been lower
            lacking = max(0, filling + one - whole)
            if not lacking:
                filling += one
                self._full_at[name] = now + filling
        return Taken(
            allowed=not lacking,
            remaining=(whole - filling) // one,
            reset_seconds=filling / _SECOND,
            retry_after=lacking / _SECOND,
        )
