"""Lines that are no content though nothing encloses them: links within the page, menus, the copyright at its end."""

import re
from collections.abc import Iterator, Sequence

from app.corpus.elements import Dropped, Reason
from app.corpus.page.lines import Line, Opening, Shown
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
        return [*self._without_links(shown[:footer]), *self._footer(shown[footer:])]

    def _without_links(self, shown: Sequence[Shown]) -> Iterator[Shown]:
        first = next((i for i, each in enumerate(shown) if not isinstance(each, Line) or each.level), len(shown))
        for i, each in enumerate(shown):
            if isinstance(each, Line) and (each.is_jump or (each.is_link and i < first)):
                self._drop(each, "navigation")
            else:
                yield each

    def _footer(self, shown: Sequence[Shown]) -> Iterator[Shown]:
        for each in shown:
            if isinstance(each, Line):
                self._drop(each, "footer")
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


def _is_heading(shown: Shown) -> bool:
    return isinstance(shown, Line) and shown.level > 0
