"""Dense retrieval: each passage by its own row and by its question's row, combined into one score."""

from dataclasses import dataclass

import numpy as np

from app.retrieval.ports import Ranking, Rows, Selection, VectorIndex, Vectors

QUESTION_WEIGHT = 0.25
"""Share of the question's row where candidates are taken; chosen on public FAQ sets (README, 'Measured')."""


@dataclass(frozen=True, slots=True)
class DenseRetriever:
    """Two indexes over the same rows: `passages` (question and text) and `questions` (the question alone)."""

    passages: VectorIndex
    questions: VectorIndex
    question_weight: float = QUESTION_WEIGHT

    def rank(self, vector: Vectors, limit: int, selection: Selection | None = None) -> Ranking:
        """The best of the selected rows that are among the `limit` best of either index.

        A row's score is the weighted mean of its two inner products, both exact.
        """
        by_passage = self.passages.search(vector, limit, selection)
        by_question = self.questions.search(vector, limit, selection)
        rows = np.union1d(by_passage.rows, by_question.rows)
        whole, asked = self.scores(vector, rows)
        scores = np.asarray((1 - self.question_weight) * whole + self.question_weight * asked, np.float32)
        order = np.lexsort((rows, -scores))[:limit]
        return Ranking(rows[order], scores[order])

    def scores(self, vector: Vectors, rows: Rows) -> tuple[Vectors, Vectors]:
        """The inner products with the passage rows and with the question rows, each float32 in the order of `rows`."""
        return self.passages.scores(vector, rows), self.questions.scores(vector, rows)
