"""Dense retrieval: each passage by its own row and by its question's row, combined into one score."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from app.retrieval.exact import ExactRows
from app.retrieval.ports import Ranking, Rows, Selection, VectorIndex, Vectors, best_of

QUESTION_WEIGHT = 0.25
"""Share of the question's row where candidates are taken; chosen on public FAQ sets (README, 'Measured')."""

_RESCORED = 200
"""Rows that an index found whose scores are made exact; what stands behind them is shown by nobody's first page."""

_OF_SEVERAL = 3
"""Times as many rows as passages are taken, where one may have several rows."""

_SURE = 40
"""Passages that are found however many rows those before them have: all that `fusion` takes its candidates from."""

_SELECTED, _IN_A_RUN = 2048, 16_384
"""Selected rows that are all scored: wherever they lie, and following one another, as a merchant's do.

Left in their files, rows that lie apart take 7 microseconds each, those of a run less than one: 15 and 10 ms.
"""


def mixed(passages: Vectors, questions: Vectors) -> Vectors:
    """The rows whose inner product with a query is the weighted mean of the two: one search instead of two."""
    return np.asarray((1 - QUESTION_WEIGHT) * passages + QUESTION_WEIGHT * questions, np.float32)


@dataclass(frozen=True, slots=True)
class DenseRetriever:
    """The rows of passages (question and text), of their `questions` alone, and an index of `mixed` ones.

    Where several rows stand for one passage, `stands_for` tells it by row, and only the best of them counts: other
    words for one passage take no other passage's place.
    """

    passages: ExactRows
    questions: ExactRows
    nearest: VectorIndex
    stands_for: NDArray[np.int32] | None = None
    _most: int = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        most = 1 if self.stands_for is None else int(np.bincount(self.stands_for).max())
        object.__setattr__(self, "_most", most)

    def rank(self, vector: Vectors, limit: int, selection: Selection | None = None) -> Ranking:
        """The `limit` best of the selected rows, of each passage one; see `_ranked`."""
        if self.stands_for is None:
            return self._ranked(vector, limit, selection)
        ranked = self._ranked(vector, self.rows_for(limit), selection)
        first = self.first_of_each(ranked.rows)[:limit]
        return Ranking(ranked.rows[first], ranked.scores[first])

    def rows_for(self, passages: int) -> int:
        """How many of the best rows are to be taken, to have so many passages."""
        return min(passages * self._most, max(_OF_SEVERAL * passages, _SURE * self._most))

    def first_of_each(self, rows: Rows) -> Rows:
        """Places in these rows, in order, of each passage one."""
        if self.stands_for is None:
            return np.arange(len(rows))
        return np.sort(np.unique(self.stands_for[rows], return_index=True)[1])

    def _ranked(self, vector: Vectors, limit: int, selection: Selection | None) -> Ranking:
        """The `limit` best of the selected rows, by the weighted mean of their two inner products.

        All selected rows are scored where they are few; otherwise those that the index finds. The scores of the first
        200 are exact, and none behind them is above the last of these.
        """
        if selection is not None and len(selection) <= (_IN_A_RUN if selection.is_run else _SELECTED):
            return best_of(selection.rows, self._means(vector, selection.rows), limit)
        found = self.nearest.search(vector, limit, selection)
        first, behind = found.rows[:_RESCORED], slice(_RESCORED, None)
        best = best_of(first, self._means(vector, first), limit)
        rest = np.minimum(found.scores[behind], best.scores.min(initial=np.inf))
        return Ranking(np.concatenate([best.rows, found.rows[behind]]), np.concatenate([best.scores, rest]))

    def with_own_rows(self, rows: Rows) -> Rows:
        """The rows, in order, with those of the passages that they stand for: its own words may match as well."""
        return rows if self.stands_for is None else np.union1d(rows, self.stands_for[rows])

    def _means(self, vector: Vectors, rows: Rows) -> Vectors:
        whole, asked = self.scores(vector, rows)
        return np.asarray((1 - QUESTION_WEIGHT) * whole + QUESTION_WEIGHT * asked, np.float32)

    def scores(self, vector: Vectors, rows: Rows) -> tuple[Vectors, Vectors]:
        """The inner products with the passage rows and with the question rows, each float32 in the order of `rows`."""
        return self.passages.scores(vector, rows), self.questions.scores(vector, rows)
