"""What can become of a file on a disk that is not to be trusted: each damage once, and the file as it was after it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

HEADER, STRIDE = 256, 4096
"""Bytes from the start of a file that are damaged each; after them, one every so many."""


@dataclass(frozen=True, slots=True)
class Damage:
    """One damage of one file: its kind, and the bytes that it leaves, None where it leaves no file."""

    kind: str
    left: bytes | None


def damages(content: bytes, other: bytes | None) -> Iterator[Damage]:
    """Those of a file that holds `content`, and whose namesake in another generation holds `other`."""
    size = len(content)
    for place in (*range(min(size, HEADER)), *range(HEADER, size, STRIDE)):
        flipped = content[place] ^ (1 << place % 8)
        yield Damage("flip", b"".join((content[:place], bytes([flipped]), content[place + 1 :])))
    for length in sorted({size - 1, size // 2, min(size // 2, HEADER), 1} - {size}):
        yield Damage("cut", content[:length])
    yield Damage("emptied", b"")
    yield Damage("missing", None)
    yield Damage("appended", content + b"\0")
    if other not in (None, content):
        yield Damage("swapped", other)


@contextmanager
def damaged(path: Path, damage: Damage) -> Iterator[None]:
    """The file, damaged."""
    content = path.read_bytes()
    if damage.left is None:
        path.unlink()
    else:
        path.write_bytes(damage.left)
    try:
        yield
    finally:
        path.write_bytes(content)
