"""Work in forked children of a process that has loaded everything: each starts in milliseconds, and may be killed."""

import json
import os
import select
import signal
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NoReturn

LONGEST = 600.0
"""Seconds after which a child that is not to be killed hangs."""


@dataclass(frozen=True, slots=True)
class Ended:
    """How a child ended: killed, with what its work `told` (as JSON keeps it), or with the `trouble` that it had."""

    seconds: float
    killed: bool = False
    told: Any = None  # Any: JSON as it comes
    trouble: str = ""


def in_child(work: Callable[[], object], *, kill_after: float | None = None) -> Ended:
    """Does `work` in a child process, which is killed after so many seconds if it still runs; it may kill itself."""
    started = time.perf_counter()
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(reading)
        _work(work, writing)
    os.close(writing)
    try:
        received = _received(reading, LONGEST if kill_after is None else kill_after)
    finally:
        os.close(reading)
        os.kill(pid, signal.SIGKILL)  # not yet waited for, so it is this one, ended or not
        os.waitpid(pid, 0)
    seconds = time.perf_counter() - started
    if received is None and kill_after is None:
        return Ended(seconds, trouble=f"no end after {LONGEST:.0f} s")
    return Ended(seconds, **json.loads(received)) if received else Ended(seconds, killed=True)


def _work(work: Callable[[], object], writing: int) -> NoReturn:
    try:
        told = {"told": work()}
    except BaseException:  # noqa: BLE001 - whatever it is, the parent is told
        told = {"trouble": traceback.format_exc()}
    with os.fdopen(writing, "w") as pipe:
        json.dump(told, pipe)
    os._exit(0)


def _received(reading: int, seconds: float) -> bytes | None:
    """What the child sent until it ended; None if it still runs after so many seconds."""
    until, received = time.monotonic() + seconds, b""
    while True:
        ready, _, _ = select.select([reading], [], [], max(0.0, until - time.monotonic()))
        if not ready:
            return None
        part = os.read(reading, 1 << 16)
        if not part:
            return received
        received += part
