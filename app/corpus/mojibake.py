"""UTF-8 that was read as another encoding and saved again ("Ã©" for "é"): undone, and what cannot be is reported."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from app.text import lines_of

if TYPE_CHECKING:
    from ftfy import TextFixerConfig

_PIECE = re.compile(r".{1,10000}(?=[A-Za-z]|$)|.{1,10000}", re.DOTALL)
"""What is repaired at once: ftfy takes the square of the length for some lines. No damaged sequence holds a letter."""

_LOST = "\ufffd"


def repaired(text: str) -> tuple[str, tuple[str, ...]]:
    """The text with its damaged lines repaired, all others untouched; and a note for each kind of damage."""
    if text.isascii():
        return text, ()
    kept, end = [], 0
    changed, lost = [], []
    for number, span in enumerate(lines_of(text), 1):
        line = text[span.start : span.end]
        whole = _repaired_line(line)
        kept += [text[end : span.start], whole]
        end = span.end
        changed += [number] * (whole != line)
        lost += [number] * (_LOST in whole)
    notes = (
        *_noted(changed, "UTF-8 read as another encoding and saved again; repaired"),
        *_noted(lost, f"characters that were lost ({_LOST}); write them again"),
    )
    return "".join([*kept, text[end:]]), notes


def _noted(lines: Sequence[int], what: str) -> Iterator[str]:
    if lines:
        rest = f" and {len(lines) - 1:,} more" if len(lines) > 1 else ""
        yield f"line {lines[0]}{rest}: {what}"


def _repaired_line(line: str) -> str:
    if line.isascii():
        return line
    from ftfy import fix_encoding  # noqa: PLC0415 - only ingestion needs it, and the serve-only install leaves it out

    return "".join(fix_encoding(piece, _only_encoding()) for piece in _PIECE.findall(line))


@lru_cache(1)
def _only_encoding() -> "TextFixerConfig":
    """None of the other improvements: a text that is fine stays as it is."""
    from ftfy import TextFixerConfig  # noqa: PLC0415 - as above

    return TextFixerConfig(replace_lossy_sequences=False)
