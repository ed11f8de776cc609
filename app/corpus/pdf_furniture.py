"""Running headers, footers and page numbers of a PDF file: what stands at the same height of several pages."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from app.corpus.pdf_text import PageText, Segment

_ROWS = 3
"""From the top and from the bottom of a page."""
_FEW_PAGES = 4
"""Of so few, what stands on two repeats: headers of left and right pages differ."""
_GRAIN = 4.0
"""Points."""


def running_titles(pages: Sequence[PageText], body_size: float) -> list[frozenset[Segment]]:
    """Of each page, the segments that repeat over pages; digits may differ where they are not larger than the body."""
    margins = [set(_in_margins(page)) for page in pages]
    keys = [{segment: _key(segment, body_size) for segment in margin} for margin in margins]
    counts = Counter(key for of_page in keys for key in set(of_page.values()))
    least = 2 if len(pages) <= _FEW_PAGES else 3
    return [
        frozenset(segment for segment, key in of_page.items() if len(pages) > 1 and counts[key] >= least)
        for of_page in keys
    ]


def _in_margins(page: PageText) -> Iterator[Segment]:
    for layer in page.layers:
        heights = sorted({segment.y for segment in layer})
        outer = {*heights[:_ROWS], *heights[-_ROWS:]}
        yield from (segment for segment in layer if segment.y in outer)


def _key(segment: Segment, body_size: float) -> tuple[str, int]:
    """What it has in common with its likes: its height, and its words."""
    small = segment.size <= body_size and not segment.bold
    return re.sub(r"\d+", "#", segment.text) if small else segment.text, round(segment.y / _GRAIN)
