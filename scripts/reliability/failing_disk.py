"""A disk that fails: of the calls on files below a folder one is refused, or all from one on.

Those are Python's own, and NumPy's and FAISS's of a whole file, which count as one each: what a library reads within
such a call is refused from its start or not at all. What is mapped into memory is not covered; nothing of an index is.
"""

import builtins
import io
import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast
from unittest.mock import patch

import faiss
import numpy as np

_BY_PATH = ("open", "mkdir", "rename", "replace", "unlink", "rmdir", "stat", "scandir", "listdir")
_BY_DESCRIPTOR = ("fsync", "pread", "preadv")


@dataclass(slots=True)
class FailingDisk:
    """Refuses call number `at` (from 1; 0: none) on what is below `folder`, or with `for_good` every one from it on."""

    folder: Path
    at: int = 0
    error: int = 5
    for_good: bool = False
    calls: list[str] = field(default_factory=list)

    def called(self, what: str, path: str) -> None:
        """Counts a call. Raises OSError where it is refused."""
        if Path(path).is_relative_to(self.folder):
            self.calls.append(f"{what} {Path(path).relative_to(self.folder)}")
            if self.at and (len(self.calls) == self.at or (self.for_good and len(self.calls) > self.at)):
                raise OSError(self.error, os.strerror(self.error), path)

    @contextmanager
    def inserted(self) -> Iterator[None]:
        """Stands between this process and its files, meanwhile."""
        with ExitStack() as patches:
            for name in (*_BY_PATH, *_BY_DESCRIPTOR):
                patches.enter_context(patch.object(os, name, self._counted(name, getattr(os, name))))
            opened = self._opened(io.open)
            patches.enter_context(patch.object(np, "fromfile", self._counted("fromfile", np.fromfile)))
            patches.enter_context(patch.object(faiss, "read_index", self._read_by_faiss(faiss.read_index)))
            for module in (io, builtins):
                patches.enter_context(patch.object(module, "open", opened))
            yield

    def _counted(self, name: str, real: Callable[..., Any]) -> Callable[..., Any]:  # Any: each has its own
        def call(path: Any, *arguments: Any, **options: Any) -> Any:
            self.called(name, _path(path, options.get("dir_fd")))
            return real(path, *arguments, **options)

        return call

    def _read_by_faiss(self, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(path: str) -> Any:
            try:
                self.called("read_index", path)
            except OSError as exc:
                raise RuntimeError(f"Error in faiss: {exc}") from exc  # as FAISS tells it
            return real(path)

        return call

    def _opened(self, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(file: Any, mode: str = "r", buffering: int = -1, *arguments: Any, **options: Any) -> Any:
            path = _path(file, None)
            if not Path(path).is_relative_to(self.folder):
                return real(file, mode, buffering, *arguments, **options)
            self.called("open", path)
            raw = _FailingFile(file, mode.translate({ord("b"): None, ord("t"): None}), disk=self)
            buffered = cast("Any", io.BufferedReader if mode.startswith("r") else io.BufferedWriter)(raw)
            return buffered if "b" in mode else io.TextIOWrapper(buffered, *arguments, **options)

        return call


class _FailingFile(io.FileIO):
    """A file whose reads and writes are counted."""

    def __init__(self, file: Any, mode: str, *, disk: FailingDisk) -> None:
        super().__init__(file, mode)
        self._disk, self._path = disk, _path(file, None)

    def readinto(self, buffer: Any, /) -> int:
        """As FileIO's."""
        self._disk.called("read", self._path)
        return super().readinto(buffer)

    def readall(self) -> bytes:
        """As FileIO's."""
        self._disk.called("read", self._path)
        return super().readall()

    def write(self, buffer: Any, /) -> int:
        """As FileIO's."""
        self._disk.called("write", self._path)
        return super().write(buffer)


def _path(given: Any, folder: int | None) -> str:
    """The path that a call is about: given as one, as a name in an opened folder, or as a descriptor."""
    if isinstance(given, int):
        return _real_path(given)
    path = os.fspath(given)
    within = os.getcwd() if folder is None else _real_path(folder)  # noqa: PTH109 - Path would call what is counted
    return os.path.join(within, path)  # noqa: PTH118 - as above


def _real_path(descriptor: int) -> str:
    return os.readlink(f"/proc/self/fd/{descriptor}")  # noqa: PTH115 - as above
