"""A marked-up text in pieces: what stands where in it, and which of it heads, asks or answers."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Kind = Literal["heading", "question", "text", "end"]

BOLD = 7
"""The level of a bold line that stands for a heading: below those that are marked as such."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text that begins on `line`, from 1.

    A *question* is told by the markup itself (`<summary>`, a definition's term), a *heading* is one by its `level`;
    an *end* closes the question above it.
    """

    kind: Kind
    line: int
    text: str = ""
    level: int = 0
    anchor: str | None = None


def text_of(pieces: Sequence[Piece]) -> str:
    """Pieces as one text, as many lines apart as they stand in the source."""
    written: list[str] = []
    line = pieces[0].line if pieces else 0
    for piece in pieces:
        gap = max(1, piece.line - line) if written else 0
        written += ["\n" * gap, piece.text]
        line += gap + piece.text.count("\n")
    return "".join(written)
