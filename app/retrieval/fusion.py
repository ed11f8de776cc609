"""From candidates to one ranking: a weighted sum of what each part says, for the best candidates of two of them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np

from app.retrieval.dense import DenseRetriever
from app.retrieval.late_interaction import TokenRows
from app.retrieval.lexical import AskedLetters, LexicalIndex
from app.retrieval.ports import Ranking, Rows, Selection, Vectors
from app.retrieval.second_opinion import Opinion, SecondRows
from app.retrieval.weights import FusionWeights
from app.stopwatch import Stopwatch

RERANKED = 40
"""Candidates by vectors that every part looks at; the score of those behind is a floor.

50 find one more of 81 facts among 896 passages, and take a search of this corpus over 5 ms.
"""

RERANKED_BY_LETTERS = 10
"""Candidates by letters beside them: what only the lexical index finds is a name or a number, and those are few."""

RERANKED_FAVOURED = 10
"""Candidates of the merchants that a query names, beside both."""

_DECIMALS = 5
"""Beyond them a score depends on where its row lies in a matrix product, and equal passages would come in any order."""


@dataclass(frozen=True, slots=True)
class RetrievalQuery:
    """A query as the parts take it: its words, its vector (dimension,) and its tokens' (tokens, dimension), unit rows.

    `sentences` are slices of the tokens (see `parts_of`); `second` is the second encoder's vector, None where it has no
    say. Where the encoder failed, the vector has no dimension, and there are no tokens.
    """

    text: str
    vector: Vectors
    tokens: Vectors
    sentences: Sequence[slice]
    second: Vectors | None = None


@dataclass(frozen=True, slots=True)
class Grounds:
    """What the parts say of the rows that all of them looked at, (rows,) each.

    `plain` are the scores before preferences, `semantic` the query's side of late interaction, None where the encoder
    failed, `lexical` the share of the query's letters that a passage has, and `second` the second encoder's opinion,
    None where it has no say.
    """

    plain: Vectors
    semantic: Vectors | None
    lexical: Vectors
    second: Vectors | None

    def __len__(self) -> int:
        return len(self.plain)

    @property
    def by_letters(self) -> bool:
        """Whether letters alone ranked."""
        return self.semantic is None

    def take(self, which: Rows | slice) -> Self:
        """Those of some rows, by their places."""
        semantic, second = (None if part is None else part[which] for part in (self.semantic, self.second))
        return type(self)(self.plain[which], semantic, self.lexical[which], second)


@dataclass(frozen=True, slots=True)
class Fused:
    """Rows, best first, with their scores, and the grounds of the first ones, which every part has looked at."""

    rows: Rows
    scores: Vectors
    grounds: Grounds

    @property
    def looked_at(self) -> int:
        """How many rows every part has looked at."""
        return len(self.grounds)


Prefer = Callable[[Rows, Vectors], Vectors]
"""What to add to the scores of these rows: (rows,) and their scores to (rows,)."""


@dataclass(frozen=True, slots=True)
class Retriever:
    """The parts of retrieval over the same rows, and their weights."""

    dense: DenseRetriever
    tokens: TokenRows
    lexical: LexicalIndex
    second: SecondRows | None
    weights: FusionWeights

    def rank(
        self,
        query: RetrievalQuery,
        limit: int,
        *,
        prefer: Prefer | None = None,
        selection: Selection | None = None,
        favoured: Selection | None = None,
        watch: Stopwatch | None = None,
    ) -> Fused:
        """The best selected rows; those that the parts did not look at stay below, in the order of their vectors.

        `selection` is applied before any part takes its best; the best of the `favoured` rows, which it holds, are
        looked at however many others are nearer. `watch` is told the stages. Where the encoder failed, letters alone
        rank, and rows that have none of the query's are left out.
        """
        watch, letters = watch or Stopwatch(), self.lexical.asked(query.text)
        if not len(query.vector):
            fused = self._by_letters(letters, limit, prefer, selection=selection, favoured=favoured)
            watch.lap("lexical")
            return fused
        dense = self.dense.rank(query.vector, limit, selection)
        watch.lap("dense")
        candidates = np.union1d(dense.rows[:RERANKED], self._best(letters, RERANKED_BY_LETTERS, selection))
        if favoured is not None:
            candidates = np.union1d(candidates, self.dense.rank(query.vector, RERANKED_FAVOURED, favoured).rows)
        candidates = self.dense.with_own_rows(candidates)
        by_letters = letters.scores(candidates)
        watch.lap("lexical")
        opinion = None if self.second is None or query.second is None else self.second.opinion(query.second, candidates)
        watch.lap("second opinion")
        grounds = self._grounds(query, candidates, by_letters, opinion=opinion)
        watch.lap("late interaction")
        fused = _ordered(candidates, grounds, prefer)
        watch.lap("fusion")
        return _with_rest(fused, dense, limit)

    def _grounds(self, query: RetrievalQuery, rows: Rows, letters: Vectors, *, opinion: Opinion | None) -> Grounds:
        weights = self.weights
        matches = self.tokens.matches_by_part(query.tokens, rows, query.sentences)
        late = [weights.late_interaction * m.passages + weights.question_tokens * m.questions for m in matches]
        whole, asked = self.dense.scores(query.vector, rows)
        fused = (
            np.max(late, axis=0)  # a passage answers the sentence that it answers best
            + weights.passage_row * whole
            + weights.question_row * asked
            + weights.lexical * letters
        )
        if opinion:
            fused += weights.second_window * opinion.windows + weights.second_question * opinion.questions
        return Grounds(
            plain=np.asarray(np.round(fused, _DECIMALS), np.float32),
            semantic=np.max([match.passages for match in matches], axis=0),
            lexical=letters,
            second=opinion.windows if opinion else None,
        )

    def _by_letters(
        self,
        letters: AskedLetters,
        limit: int,
        prefer: Prefer | None,
        *,
        selection: Selection | None,
        favoured: Selection | None,
    ) -> Fused:
        rows = np.sort(self._best(letters, limit, selection))
        if favoured is not None:
            rows = np.union1d(rows, self._best(letters, RERANKED_FAVOURED, favoured))
        scores = np.asarray(np.round(letters.scores(rows), _DECIMALS), np.float32)
        fused = _ordered(rows, Grounds(scores, semantic=None, lexical=scores, second=None), prefer)
        return Fused(fused.rows[:limit], fused.scores[:limit], fused.grounds.take(slice(limit)))

    def _best(self, letters: AskedLetters, limit: int, selection: Selection | None) -> Rows:
        """The best rows by letters, of each passage one: other words for one take no other passage's place."""
        rows = letters.best(self.dense.rows_for(limit), selection)
        return rows[self.dense.first_of_each(rows)[:limit]]


def _ordered(rows: Rows, grounds: Grounds, prefer: Prefer | None) -> Fused:
    scores = grounds.plain + prefer(rows, grounds.plain) if prefer else grounds.plain
    order = np.lexsort((rows, -scores))
    return Fused(rows[order], scores[order], grounds.take(order))


def _with_rest(fused: Fused, dense: Ranking, limit: int) -> Fused:
    """The ranking with the candidates behind it that no other part looked at, none better than its last."""
    behind = ~np.isin(dense.rows, fused.rows)
    floor = fused.scores.min(initial=np.inf)
    rows = np.concatenate([fused.rows, dense.rows[behind]])[:limit]
    scores = np.concatenate([fused.scores, np.minimum(floor, dense.scores[behind])])[:limit]
    return Fused(rows, scores.astype(np.float32), fused.grounds.take(slice(limit)))
