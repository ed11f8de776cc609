"""Threads for searches, so that computing one never blocks the event loop, and a bound on how many may wait."""

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from app.api.problems import Overloaded

Argument = TypeVar("Argument")
Result = TypeVar("Result")


class Workers:
    """At most `workers` calls run and `queue` more wait; whoever comes then is refused."""

    def __init__(self, workers: int, queue: int) -> None:
        self._threads = ThreadPoolExecutor(workers, thread_name_prefix="search")
        self._places = threading.BoundedSemaphore(workers + queue)

    async def run(self, work: Callable[[Argument], Result], argument: Argument) -> Result:
        """`work(argument)`, computed in a thread. Raises Overloaded at once when every place is taken.

        Cancelling gives up the place: at once while the call waits, at its end once it runs.
        """
        if not self._places.acquire(blocking=False):
            raise Overloaded("Too many searches are waiting. Try again in a second.")
        future = self._threads.submit(work, argument)
        future.add_done_callback(lambda _: self._places.release())
        return await asyncio.wrap_future(future)

    def close(self) -> None:
        """Lets running calls end; waiting ones are cancelled."""
        self._threads.shutdown(wait=False, cancel_futures=True)
