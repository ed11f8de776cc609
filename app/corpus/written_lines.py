"""The non-blank lines of a text, trimmed, with their numbers; one that holds a question and its answer in two."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise

from app.domain import Span
from app.text import lines_of, trim


class WrittenLines:
    """Finds lines by offsets; `cuts`, sorted, are where else than at a line's start one is to begin."""

    def __init__(self, text: str, cuts: Sequence[int] = ()) -> None:
        self.text = text
        lines = lines_of(text)
        parts = ((n, part) for n, line in enumerate(lines, 1) for part in _parts(line, cuts))
        trimmed = ((n, trim(text, part.start, part.end)) for n, part in parts)
        self._all_starts = [line.start for line in lines]
        self.numbered = [(n, line) for n, line in trimmed if line.start < line.end]
        self._starts = [line.start for _, line in self.numbered]

    def within(self, span: Span) -> list[Span]:
        """The lines that begin within a span."""
        first, last = bisect_left(self._starts, span.start), bisect_left(self._starts, span.end)
        return [line for _, line in self.numbered[first:last]]

    def number_at(self, offset: int) -> int:
        """The number of the last line that begins at an offset or before."""
        return self.numbered[bisect_right(self._starts, offset) - 1][0]

    def above(self, offset: int) -> int:
        """How many lines, blank ones too, begin before an offset."""
        return bisect_left(self._all_starts, offset)

    def text_of(self, line: Span) -> str:
        """What stands there."""
        return self.text[line.start : line.end]


def _parts(line: Span, cuts: Sequence[int]) -> Iterator[Span]:
    inside = cuts[bisect_right(cuts, line.start) : bisect_left(cuts, line.end)]
    for start, end in pairwise([line.start, *inside, line.end]):
        yield Span(start, end)
