"""The steps of an ingestion as the system sees them, counted, so that one can be stopped exactly before each."""

import os
import re
import signal
import sys
from collections.abc import Callable
from pathlib import Path

_NAMES = {
    "open": "write",
    "os.mkdir": "make folder",
    "os.rename": "rename",
    "os.remove": "remove",
    "os.rmdir": "remove",
}
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT


def watch_steps(index: Path, at: Callable[[str], None]) -> None:
    """From now on, and until this process ends, calls `at` before each change of the index folder, with its name.

    Python's audit events tell of every file that is opened, made, renamed or removed; `os.fsync` has none.
    """
    inside = str(index.resolve())

    def audit(event: str, arguments: tuple[object, ...]) -> None:
        if event in _NAMES and _changes(event, arguments) and (path := _path(event, arguments)).startswith(inside):
            at(f"{_NAMES[event]} {_told(path, inside)}")

    def fsync(descriptor: int) -> None:
        at(f"sync {_told(str(Path(f'/proc/self/fd/{descriptor}').readlink()), inside)}")
        synced(descriptor)

    synced = os.fsync
    os.fsync = fsync  # type: ignore[assignment]  # only ever given numbers here
    sys.addaudithook(audit)


def _path(event: str, arguments: tuple[object, ...]) -> str:
    """Where it takes place: a tree is removed by names within folders that are open."""
    path, folder = str(arguments[0]), arguments[-1]
    if event in ("os.remove", "os.rmdir") and isinstance(folder, int) and folder >= 0:
        return str(Path(f"/proc/self/fd/{folder}").readlink() / path)
    return path


def _changes(event: str, arguments: tuple[object, ...]) -> bool:
    return event != "open" or (isinstance(arguments[2], int) and bool(arguments[2] & _WRITING))


def _told(path: str, inside: str) -> str:
    """A path without the generation's name: the same step of every ingestion has the same name."""
    return re.sub(r"[0-9TZ]{19,24}-[0-9a-f]{8}", "<id>", path.removeprefix(inside).lstrip("/"))


def record(index: Path) -> list[str]:
    """The names of the steps of what this process does from now on, as they come."""
    steps: list[str] = []
    watch_steps(index, steps.append)
    return steps


def die_before(index: Path, step: int) -> None:
    """Has this process killed before the step of that number, from 0."""
    steps = iter(range(step))

    def at(_: str) -> None:
        if next(steps, None) is None:
            os.kill(os.getpid(), signal.SIGKILL)

    watch_steps(index, at)
