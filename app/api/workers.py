"""Threads for searches, so that computing one never blocks the event loop; a bound on how many wait, and how long."""

import asyncio
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextvars import copy_context
from typing import TypeVar

from app.api.problems import Overloaded

Argument = TypeVar("Argument")
Result = TypeVar("Result")


_WEIGHT_OF_LAST = 0.3
"""Of the last call's time in the running mean that tells how long a wait will be: calls may be slow all of a sudden."""

_EXPECTED = 0.5
"""The share of the patience that a call may expect to wait: what is expected is wrong by less than twice, mostly, and
one that waits in vain has kept its client waiting, too."""


class Workers:
    """At most `workers` calls run and `queue` more wait, for `patience` seconds; whoever comes then is refused."""

    def __init__(self, workers: int, queue: int, *, patience: float) -> None:
        self._threads, self._workers = ThreadPoolExecutor(workers, thread_name_prefix="search"), workers
        self._lock, self._patience, self._usual = threading.Lock(), patience, 0.0
        self._closed = False
        self.places, self.taken = workers + queue, 0
        """Calls that may run or wait, and that do."""

    async def run(self, work: Callable[[Argument], Result], argument: Argument) -> Result:
        """`work(argument)`, computed in a thread, where lines that are logged have the request's id as well.

        Raises Overloaded at once when every place is taken, or when it would wait too long, as far as the time of the
        last calls tells. It does so later when its turn comes too late all the same: whoever asked has given up, and
        computing it would only make the next one late too.

        Cancelling gives up the place: at once while the call waits, at its end once it runs.
        """
        self._take_place()
        until, context = time.monotonic() + self._patience, copy_context()
        try:
            future = self._threads.submit(lambda: context.run(self._in_time, until, work, argument))
        except RuntimeError:  # closed, or the system allows this process no more threads
            self._give_up_place()
            reason = "The service is ending." if self._closed else "No thread could be started for this."
            raise Overloaded(f"{reason} Try again in a second.") from None
        future.add_done_callback(self._give_up_place)
        return await asyncio.wrap_future(future)

    @property
    def is_full(self) -> bool:
        """Whether one more call would be refused at once."""
        wait = max(0, self.taken + 1 - self._workers) * self._usual / self._workers
        return self.taken == self.places or wait > self._patience * _EXPECTED

    def _take_place(self) -> None:
        with self._lock:
            if self.is_full:
                raise Overloaded("Too many searches are waiting. Try again in a second.")
            self.taken += 1

    def _give_up_place(self, _: "Future[Result] | None" = None) -> None:
        with self._lock:
            self.taken -= 1

    def _in_time(self, until: float, work: Callable[[Argument], Result], argument: Argument) -> Result:
        started = time.monotonic()
        if started > until:
            raise Overloaded("This search waited too long for its turn. Try again in a second.")
        try:
            return work(argument)
        finally:
            with self._lock:
                self._usual += _WEIGHT_OF_LAST * (time.monotonic() - started - self._usual)

    def close(self) -> None:
        """Lets running calls end; waiting ones are cancelled."""
        self._closed = True
        self._threads.shutdown(wait=False, cancel_futures=True)
