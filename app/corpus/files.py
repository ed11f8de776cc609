"""Files of a corpus folder as bytes: nothing from outside the folder, no pipe, no device, nothing without an end."""

import os
import stat
from dataclasses import dataclass
from pathlib import Path

from app.errors import CorpusError


@dataclass(frozen=True, slots=True)
class File:
    """What a file held when it was read, and what all of its names have in common: device and inode."""

    content: bytes
    identity: tuple[int, int]


def read_file(corpus: Path, path: str, largest: int, *, where: str, error: type[CorpusError]) -> File:
    """The file at `path` in the folder, opened once, so that what was checked is what is read.

    Raises `error`, beginning with `where`, for one that is missing, outside, unreadable, over `largest` bytes, no file.
    """
    try:
        real = (corpus / path).resolve(strict=True)
        if not real.is_relative_to(corpus.resolve()):
            raise error(f"{where}: leads out of the corpus folder. Put a copy of the file there.")
        content, status = _read(real, largest)
    except (FileNotFoundError, NotADirectoryError) as exc:
        raise error(f"{where}: no such file. Add it, or remove it from the registry.") from exc
    except (OSError, RuntimeError, ValueError) as exc:  # RuntimeError: links that lead in a circle
        raise error(f"{where}: cannot be read ({getattr(exc, 'strerror', None) or exc}). Make it readable.") from exc
    if content is None:
        raise error(f"{where}: not a file but a folder, pipe or device. Put a text file there.")
    if len(content) > largest:
        raise error(f"{where}: over {largest:,} bytes. Split it into several documents.")
    return File(content, (status.st_dev, status.st_ino))


def _read(path: Path, largest: int) -> tuple[bytes | None, os.stat_result]:
    """At most one byte over `largest`; None of what is no regular file, which is not waited for."""
    descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_CLOEXEC)
    with open(descriptor, "rb") as file:  # noqa: PTH123 - a descriptor has no path
        status = os.fstat(descriptor)
        return (file.read(largest + 1) if stat.S_ISREG(status.st_mode) else None), status
