"""The lines of a PDF column or table, from the segments of each baseline."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import floor

from app.corpus.line_joining import is_unspaced
from app.corpus.pdf_text import Segment

_SAME_LINE = 0.4
"""Of the font's size."""
_ALIGNED = 3.0
"""Points."""


@dataclass(frozen=True, slots=True)
class PdfLine:
    """A line of a page: the room before it and behind it in its column, in the direction of reading, and its width."""

    text: str
    indent: float
    width: float
    room: float
    y: float
    size: float
    bold: bool
    page: int
    is_row: bool = False

    @property
    def opening_width(self) -> float:
        """The width of what would have to fit on the line above: its first word, about."""
        first = self.text[:2] if is_unspaced(self.text[0]) else self.text.split(maxsplit=1)[0]
        return self.width * len(first) / len(self.text)


def lines_in(region: Sequence[Segment], page: int) -> list[PdfLine]:
    """The lines of a region from the top down; of a table, the cells of a row on one line."""
    rows = list(_rows(region))
    edges = min(segment.x0 for segment in region), max(segment.x1 for segment in region)
    return [_line(row, edges, page, is_row=is_row) for row, is_row in zip(rows, _tabular(rows), strict=True)]


def _rows(region: Sequence[Segment]) -> Iterator[list[Segment]]:
    row: list[Segment] = []
    for segment in region:
        if row and row[0].y - segment.y > _SAME_LINE * max(row[0].size, segment.size):
            yield _in_order(row)
            row = []
        row.append(segment)
    yield _in_order(row)


def _in_order(row: Sequence[Segment]) -> list[Segment]:
    return sorted(row, key=lambda segment: segment.x0, reverse=not _is_rightward(row))


def _tabular(rows: Sequence[Sequence[Segment]]) -> list[bool]:
    """Of each row whether it is one of a table: a cell behind the first stands below or above another."""
    aligned = [_are_aligned(above, below) for above, below in pairwise(rows)]
    return [before or after for before, after in zip([False, *aligned], [*aligned, False], strict=True)]


def _are_aligned(above: Sequence[Segment], below: Sequence[Segment]) -> bool:
    return not _edges(above).isdisjoint(_edges(below))


def _edges(row: Sequence[Segment]) -> set[tuple[str, int]]:
    """Where its cells behind the first begin, end and have their middles, on two grids: near is the same on one."""
    return {
        (f"{edge} {shift}", floor(place / _ALIGNED + shift))
        for cell in row[1:]
        for edge, place in (("left", cell.x0), ("right", cell.x1), ("middle", (cell.x0 + cell.x1) / 2))
        for shift in (0.0, 0.5)
    }


def _line(row: Sequence[Segment], edges: tuple[float, float], page: int, *, is_row: bool) -> PdfLine:
    left, right = min(segment.x0 for segment in row), max(segment.x1 for segment in row)
    before, behind = left - edges[0], edges[1] - right
    return PdfLine(
        text=(" | " if is_row else " ").join(segment.text for segment in row),
        indent=before if _is_rightward(row) else behind,
        width=right - left,
        room=behind if _is_rightward(row) else before,
        y=row[0].y,
        size=max(segment.size for segment in row),
        bold=all(segment.bold for segment in row),
        page=page,
        is_row=is_row,
    )


def _is_rightward(row: Sequence[Segment]) -> bool:
    return sum(segment.rightward for segment in row) * 2 >= len(row)
