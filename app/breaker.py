"""A circuit breaker (Nygard, "Release It!", 2007): what fails again and again is left alone, and tried now and then."""

import threading
import time
from collections.abc import Callable


class Breaker:
    """Closed until `most` failures come in a row; then open: every `rest` seconds one caller may try. Thread-safe.

    Of the libraries, pybreaker holds its lock during the call, so that one query would wait for another, and purgatory
    and circuitbreaker have none, so that after the rest all callers would try at the same time.
    """

    def __init__(self, most: int, rest: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._most, self._rest, self._clock = most, rest, clock
        self._lock = threading.Lock()
        self._failures, self._next_trial = 0, 0.0

    @property
    def is_open(self) -> bool:
        """Whether callers are kept away, but for a trial now and then."""
        return self._failures >= self._most

    def admits(self) -> bool:
        """Whether to ask now; whoever is told so says what became of it."""
        with self._lock:
            now = self._clock()
            if self.is_open:
                if now < self._next_trial:
                    return False
                self._next_trial = now + self._rest
            return True

    def succeeded(self) -> None:
        """Closes it."""
        with self._lock:
            self._failures = 0

    def failed(self) -> None:
        """Counts a failure; the rest begins with the last one."""
        with self._lock:
            self._failures += 1
            self._next_trial = self._clock() + self._rest
