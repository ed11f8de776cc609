"""What became of a document: its passages, and the role of each of its lines."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from app.corpus.elements import Dropped
from app.corpus.outline import Role
from app.domain import Document, Passage, Span
from app.text import lines_of


@dataclass(frozen=True, slots=True)
class LineRole:
    """What became of one non-blank line; `asks`: it is (part of) a question, or a label with nothing behind it."""

    number: int
    role: Role
    text: str
    asks: bool = False


@dataclass(frozen=True, slots=True)
class Chunked:
    """A document's passages, its own title, and what became of each of its non-blank lines.

    `dropped` and `notes` are what its reader left out of its text, and said of it.
    """

    document: Document
    passages: tuple[Passage, ...]
    title: str | None
    roles: tuple[LineRole, ...]
    dropped: tuple[Dropped, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def lost(self) -> tuple[int, ...]:
        """Numbers of non-blank lines that nothing accounts for, counted anew from the text. Always empty, or a bug.

        A line of a passage counts where a span touches it, or where it asks.
        """
        spans = sorted((span.start, span.end) for passage in self.passages for span in passage.spans)
        elsewhere = {line.number for line in self.roles if line.role is not Role.PASSAGE or line.asks}
        return tuple(
            number
            for number, line in enumerate(lines_of(self.document.text), 1)
            if number not in elsewhere and _holds(self.document.text, line) and not _touched(spans, line)
        )


def _touched(spans: Sequence[tuple[int, int]], line: Span) -> bool:
    """Whether one of the spans, sorted and apart, holds a character of the line."""
    before = bisect_left(spans, (line.end, 0))
    return before > 0 and spans[before - 1][1] > line.start


def _holds(text: str, span: Span) -> bool:
    return bool(text[span.start : span.end].strip())
