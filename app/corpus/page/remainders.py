"""Lines that are no content though nothing encloses them: links within the page, menus, the copyright at its end."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from app.corpus.elements import Dropped, Reason
from app.corpus.page.comparing import asks
from app.corpus.page.lines import Closing, Line, Opening, Shown
from app.domain import Place

_COPYRIGHT = re.compile(r"©|\(c\)\s*\d{4}|\bcopyright\b", re.IGNORECASE)
_LAST = 3
"""So many lines at the end of a page may be its footer."""
_SHORT = 200
"""Characters."""


class Remainders:
    """Sorts lines; `dropped` are those that were left out."""

    def __init__(self) -> None:
        self.dropped: list[Dropped] = []

    def kept(self, shown: Sequence[Shown]) -> list[Shown]:
        """What is shown without them."""
        footer = _footer(shown)
        end = _links_at_end(shown[:footer])
        return [
            *self._without_links(shown[:end]),
            *self._without_lines(shown[end:footer], "navigation"),
            *self._without_lines(shown[footer:], "footer"),
        ]

    def _without_links(self, shown: Sequence[Shown]) -> Iterator[Shown]:
        first = next((i for i, each in enumerate(shown) if not isinstance(each, Line) or each.level), len(shown))
        for i, each in enumerate(shown):
            if isinstance(each, Line) and (each.is_jump or (each.is_link and i < first)):
                self._drop(each, "navigation")
            else:
                yield each

    def _without_lines(self, shown: Sequence[Shown], reason: Reason) -> Iterator[Shown]:
        for each in shown:
            if isinstance(each, Line):
                self._drop(each, reason)
            else:
                yield each

    def _drop(self, line: Line, reason: Reason) -> None:
        self.dropped.append(Dropped(line.text, reason, Place(anchor=line.anchor)))


def _footer(shown: Sequence[Shown]) -> int:
    """The index from which on the page says whose it is, if it does at its end, below all headings and questions."""
    after = max((i + 1 for i, each in enumerate(shown) if isinstance(each, Opening) or _is_heading(each)), default=0)
    lines = [(i, each) for i, each in enumerate(shown) if i >= after and isinstance(each, Line)][-_LAST:]
    told = (i for i, line in lines if len(line.text) <= _SHORT and _COPYRIGHT.search(line.text))
    return next(told, len(shown))


def _links_at_end(shown: Sequence[Shown]) -> int:
    """The index from which on nothing but lines of links follow, two or more, and nothing announces them.

    A heading that asks nothing goes with them, unless others head lines of links too.
    """
    last = max((i for i, each in enumerate(shown) if not isinstance(each, Closing) and not _is_links(each)), default=-1)
    if sum(map(_is_links, shown[last + 1 :])) < 2 or last < 0 or _announces(shown[last]):
        return len(shown)
    if not _is_heading(shown[last]):
        return last + 1
    return last if _heads_of_links(shown) == 1 else len(shown)


def _heads_of_links(shown: Sequence[Shown]) -> int:
    return sum(_is_heading(each) and _is_links(below) for each, below in pairwise(shown))


def _is_links(shown: Shown) -> bool:
    return isinstance(shown, Line) and shown.is_link and not shown.level


def _announces(shown: Shown) -> bool:
    return isinstance(shown, Opening | Closing) or asks(shown.text) or shown.text.endswith((":", "："))


def _is_heading(shown: Shown) -> bool:
    return isinstance(shown, Line) and shown.level > 0
