"""The memory of a server while it is asked, sample by sample."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from scripts.benchmark.processes import resident_mebibytes

EVERY = 0.5
"""Seconds between two samples."""

Item = TypeVar("Item")


class Counted(Iterator[Item], Generic[Item]):
    """An iterator that knows how many it has given out."""

    def __init__(self, items: Iterator[Item]) -> None:
        self._items, self.count = items, 0

    def __next__(self) -> Item:
        item = next(self._items)
        self.count += 1
        return item


@dataclass(frozen=True, slots=True)
class Memory:
    """MiB of a server, each with the number of calls that had been sent before."""

    samples: list[tuple[int, float]] = field(default_factory=list)

    def after(self, calls: float) -> float:
        """The first sample after so many calls, or the last one."""
        return next((mebibytes for sent, mebibytes in self.samples if sent >= calls), self.samples[-1][1])

    def growth(self, calls: float) -> float:
        """From when so many calls had been sent until the end, as a share."""
        return self.samples[-1][1] / self.after(calls) - 1


@contextmanager
def watched(pid: int, calls: Counted[Item]) -> Iterator[Memory]:
    """The memory of a process and its descendants, sampled by a thread until the block ends, and once more then."""
    memory, over = Memory(), threading.Event()

    def sample() -> None:
        memory.samples.append((calls.count, resident_mebibytes(pid)))

    def watch() -> None:
        while not over.wait(EVERY):
            sample()

    thread = threading.Thread(target=watch, name="memory")
    thread.start()
    try:
        yield memory
        sample()
    finally:
        over.set()
        thread.join()
