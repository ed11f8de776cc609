"""The load: a closed loop of visitors, or calls at an open rate.

In a closed loop each visitor waits for an answer before the next call, so a slow server is asked less. In an open one
calls come when they come (Poisson), whether or not the earlier ones were answered.
"""

import gc
import random
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice

from scripts.benchmark.calls import Call
from scripts.benchmark.runs import Outcome, Run
from scripts.benchmark.transfers import Transfers

_SEED = 11
_NEVER = float("inf")


def closed_loop(
    address: str, calls: Iterator[Call], *, visitors: int, seconds: float, with_timing: bool = False
) -> Run:
    """Visitors who each wait for the answer before they ask again, until `seconds` are over or no call is left."""
    with _measured(seconds) as run, Transfers(address, with_timing=with_timing) as transfers:
        for call in islice(calls, visitors):
            transfers.start(call, run.began)
        while len(transfers):
            run.outcomes += (ended := transfers.ended(_NEVER))
            now = time.perf_counter()
            for call in islice(calls, len(ended) if now < run.end else 0):
                transfers.start(call, now)
    return run.finished()


def open_loop(address: str, calls: Iterator[Call], *, rate: float, seconds: float) -> Run:
    """Calls that come at random times, `rate` a second on average, for `seconds`; then their answers are awaited."""
    with _measured(seconds) as run, Transfers(address) as transfers:
        due = _arrivals(run.began, rate)
        following = next(due)
        while len(transfers) or following < run.end:
            while following < min(run.end, time.perf_counter()):
                transfers.start(next(calls), following)
                following = next(due)
            run.outcomes += transfers.ended(following if following < run.end else _NEVER)
    return run.finished()


def _arrivals(began: float, rate: float) -> Iterator[float]:
    draw = random.Random(_SEED)  # noqa: S311 - a reproducible choice
    due = began
    while True:
        due += draw.expovariate(rate)
        yield due


class _Measured:
    """A run while it lasts."""

    def __init__(self, seconds: float) -> None:
        self.outcomes: list[Outcome] = []
        self.began, self._seconds, self._cpu = time.perf_counter(), seconds, time.process_time()
        self.end = self.began + seconds

    def finished(self) -> Run:
        """The run, with the CPU seconds that this process took for it."""
        return Run(self.outcomes, self.began, self._seconds, generator_cpu=time.process_time() - self._cpu)


@contextmanager
def _measured(seconds: float) -> Iterator[_Measured]:
    """Without the garbage collector, whose pauses would count as the server's."""
    gc.collect()
    gc.disable()
    try:
        yield _Measured(seconds)
    finally:
        gc.enable()
