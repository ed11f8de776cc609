"""The index folder as it is written: one writer at a time, and every change whole or not there, after a crash too."""

import errno
import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from app.errors import IndexUnwritable, IngestBusy

UNFINISHED = ".new-"
_LEAVING = ".old-"


_REMEDIES = {
    errno.ENOSPC: "Free space there",
    errno.EDQUOT: "Free space within the quota",
    errno.EFBIG: "Allow larger files",
    errno.EROFS: "Mount it writable, or name another folder in FAQ_INDEX_DIR",
    errno.EACCES: "Give this user the right to write there, or name another folder in FAQ_INDEX_DIR",
    errno.EPERM: "Give this user the right to write there, or name another folder in FAQ_INDEX_DIR",
    errno.EIO: "Check the disk",
}


@contextmanager
def writable(index: Path) -> Iterator[None]:
    """Tells what to do where the disk refuses what is written. Raises IndexUnwritable."""
    try:
        yield
    except OSError as exc:
        if exc.errno not in _REMEDIES:
            raise
        path, remedy = Path(exc.filename or index), _REMEDIES[exc.errno]
        told = (
            f"{path} could not be written ({exc.strerror}); what is served stays as it was. {remedy}, then run again."
        )
        raise IndexUnwritable(told, path) from exc


@contextmanager
def writing(index: Path) -> Iterator[None]:
    """Holds the index folder's lock, and clears what a writer left that was killed.

    Raises IngestBusy at once while another process holds it, IndexUnwritable where the disk refuses.
    """
    with writable(index):
        index.mkdir(parents=True, exist_ok=True)
        lock = (index / ".lock").open("w")
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as exc:
            told = f"Another ingestion is writing to {index}. Wait until it has ended, or stop it: nothing is lost."
            raise IngestBusy(told, index) from exc
        with writable(index):
            _clear_unfinished(index)
        yield


def _clear_unfinished(index: Path) -> None:
    """The caller holds the lock, so nobody is writing there."""
    for pattern in (f"{UNFINISHED}*", f"{_LEAVING}*"):
        for left in (index / "generations").glob(pattern):
            shutil.rmtree(left, ignore_errors=True)
    with suppress(OSError):
        _beside_current(index).unlink()


def appear(folder: Path, name: str) -> None:
    """Gives a generation that is written its name; what is in it is on disk before: after a power cut too."""
    for path in (*folder.iterdir(), folder):
        _fsync(path)
    folder.rename(folder.with_name(name))
    _fsync(folder.parent)


def remove(index: Path, name: str) -> None:
    """Takes a generation away; nobody ever sees a part of it."""
    folder = index / "generations" / name
    leaving = folder.with_name(f"{_LEAVING}{name}")
    folder.rename(leaving)
    shutil.rmtree(leaving, ignore_errors=True)


def switch(index: Path, name: str) -> None:
    """Makes `CURRENT` name another generation. Raises OSError, and `CURRENT` is then as it was."""
    beside = _beside_current(index)
    try:
        with beside.open("w", encoding="ascii") as file:
            file.write(f"{name}\n")
            file.flush()
            os.fsync(file.fileno())
        beside.replace(index / "CURRENT")
    except BaseException:
        with suppress(OSError):
            beside.unlink()
        raise
    with suppress(OSError):  # it is done; at worst a power cut brings the name before back, and that is still there
        _fsync(index)


def _beside_current(index: Path) -> Path:
    return index / ".CURRENT.new"


def _fsync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
