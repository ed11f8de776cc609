"""A file of the corpus folder that is changed by one at a time, whole or not at all."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from app.errors import CorpusError


@contextmanager
def locked(corpus: Path, *, error: type[CorpusError]) -> Iterator[None]:
    """Nobody else changes the folder's lists meanwhile: it is locked itself, so that no file is left in it.

    Raises `error` at once where somebody else does.
    """
    try:
        folder = os.open(corpus, os.O_RDONLY | os.O_DIRECTORY)
    except OSError as exc:
        raise error(
            f"{corpus} cannot be opened as a folder ({exc.strerror}). Make it, or name another in FAQ_CORPUS_DIR."
        ) from exc
    try:
        _take(folder, corpus, error)
        yield
    finally:
        os.close(folder)


def _take(folder: int, corpus: Path, error: type[CorpusError]) -> None:
    try:
        fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as exc:
        raise error(f"Another command is changing a list in {corpus}. Run this again.") from exc


def replace(path: Path, content: bytes) -> None:
    """Puts the content in the file's place: whoever reads finds all of the old or of the new, after a power cut too.

    Mode and owner stay, and a link stays a link. Raises OSError; it is then as it was.
    """
    path = path.resolve()
    beside = path.with_name(f".{path.name}.new")
    try:
        with beside.open("wb") as file:
            if path.exists():
                _make_like(path, file.fileno())
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _make_like(path: Path, descriptor: int) -> None:
    status = path.stat()
    os.fchmod(descriptor, status.st_mode)
    with suppress(PermissionError):  # not everybody may give a file away
        os.fchown(descriptor, status.st_uid, status.st_gid)
