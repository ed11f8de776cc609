"""The reading order of a PDF page: side-by-side columns one after the other, rows of a table as rows."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from statistics import median

from app.corpus.pdf_text import Segment

_FEWEST_LINES, _MOST_GUTTERS = 3, 8
_DEEPEST = 5
"""How many times columns are looked for within columns."""
_NARROWEST, _FULLNESS = 9.0, 0.6
"""Of a column: its width in sizes of its font, and how much of it a line of running text fills. Cells do not."""
_MANY_LINES, _SAME_BASELINE, _FEW = 8, 0.5, 0.25
"""Of columns of short lines: how many each has; points; the share of them that stand on the baseline of another."""
_GRAIN = 2.0
"""Points: columns begin at the same place, but not exactly."""


def regions(segments: Sequence[Segment]) -> list[list[Segment]]:
    """The segments of a page from the top down, a region for each column or full width, in reading order."""
    falling = sorted(segments, key=lambda segment: (-segment.y, segment.x0))
    return [region for region in _ordered(falling, _DEEPEST) if region]


def _ordered(segments: Sequence[Segment], depth: int) -> Iterator[list[Segment]]:
    gutter = _gutter(segments) if depth else None
    if gutter is None:
        yield list(segments)
        return
    full: list[Segment] = []
    for sides in _bands(segments, gutter):
        left, right = _sides(sides, gutter)
        if not _are_columns(left, right):
            full += sides
            continue
        yield full
        full = []
        rightward = sum(segment.rightward for segment in sides) * 2 >= len(sides)
        for side in (left, right) if rightward else (right, left):
            yield from _ordered(side, depth - 1)
    yield full


def _gutter(segments: Sequence[Segment]) -> float | None:
    """Where a right column begins, such that most lines stand beside it; None where there are no columns."""
    starts = Counter(round(segment.x0 / _GRAIN) * _GRAIN for segment in segments)
    likely = [start - _GRAIN for start, count in starts.most_common(_MOST_GUTTERS) if count >= _FEWEST_LINES]
    lines = {x: sum(_lines_beside(segments, x)) for x in likely}
    best = max(likely, key=lambda x: lines[x], default=None)
    return best if best is not None and lines[best] else None


def _lines_beside(segments: Sequence[Segment], x: float) -> Iterator[int]:
    for band in _bands(segments, x):
        left, right = _sides(band, x)
        if _are_columns(left, right):
            yield min(len(left), len(right))


def _bands(segments: Sequence[Segment], x: float) -> Iterator[list[Segment]]:
    """Runs of segments that do not cross `x`, and each that does."""
    return _runs(segments, lambda segment: segment.x0 < x < segment.x1)


def _runs(segments: Sequence[Segment], crosses: Callable[[Segment], bool]) -> Iterator[list[Segment]]:
    run: list[Segment] = []
    for segment in segments:
        if crosses(segment):
            yield run
            yield [segment]
            run = []
        else:
            run.append(segment)
    yield run


def _sides(band: Sequence[Segment], x: float) -> tuple[list[Segment], list[Segment]]:
    return [segment for segment in band if segment.x1 <= x], [segment for segment in band if segment.x0 >= x]


def _are_columns(left: Sequence[Segment], right: Sequence[Segment]) -> bool:
    """Whether both are wide enough, and lines fill them or keep to baselines of their own. Cells of rows do neither."""
    if min(len(left), len(right)) < _FEWEST_LINES or not (_is_wide(left) and _is_wide(right)):
        return False
    return (_is_full(left) and _is_full(right)) or _are_set_apart(left, right)


def _is_wide(side: Sequence[Segment]) -> bool:
    return _width(side) >= _NARROWEST * median(segment.size for segment in side)


def _is_full(side: Sequence[Segment]) -> bool:
    return median(segment.x1 - segment.x0 for segment in side) >= _FULLNESS * _width(side)


def _width(side: Sequence[Segment]) -> float:
    return max(segment.x1 for segment in side) - min(segment.x0 for segment in side)


def _are_set_apart(left: Sequence[Segment], right: Sequence[Segment]) -> bool:
    """Whether many lines stand beside one another with few on one baseline."""
    fewer, more = sorted((_baselines(left), _baselines(right)), key=len)
    return len(fewer) >= _MANY_LINES and len(fewer & more) < _FEW * len(fewer)


def _baselines(side: Sequence[Segment]) -> set[int]:
    return {round(segment.y / _SAME_BASELINE) for segment in side}
