"""The other questions that a merchant answers with the same words."""

from itertools import islice

import numpy as np

from app.content import StoredContent
from app.domain import Alternate
from app.scope import Scope
from app.text import fold

MOST = 10

_LOOKED_AT = 50
"""Passages with the same answer that are read: most are alone with theirs, a few say "Yes." a thousand times."""


class Alternates:
    """Those of one generation's passages. Safe to use from many threads."""

    def __init__(self, content: StoredContent) -> None:
        self._passages, same = content.passages, content.columns.same
        self._rows = np.argsort(same, kind="stable").astype(np.int32)
        self._same = same
        self._sorted = same[self._rows]

    def of(self, row: int, scope: Scope) -> tuple[Alternate, ...]:
        """At most `MOST` for the passage of this row, each question once, in languages of the scope.

        They are the merchant's own, so that whoever may see the passage may see them, but for their language.
        """
        first, last = (np.searchsorted(self._sorted, self._same[row], side) for side in ("left", "right"))
        if last - first < 2:
            return ()
        told: dict[str, Alternate] = {fold(self._passages[row].question or ""): Alternate("", "")}
        for other in islice(self._rows[first:last].tolist(), _LOOKED_AT):
            passage = self._passages[other]
            if passage.question and scope.has_language(passage.language):
                told.setdefault(fold(passage.question), Alternate(passage.id, passage.question))
        return tuple(islice(told.values(), 1, 1 + MOST))
