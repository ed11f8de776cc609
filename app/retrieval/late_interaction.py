"""Late interaction: every token of the query finds its best token of a passage (MaxSim, Khattab and Zaharia 2020)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from threadpoolctl import threadpool_limits

from app.retrieval.array_files import Parts
from app.retrieval.passage_tokens import PassageTokens, Spans
from app.retrieval.ports import Rows, Takeable, Vectors
from app.retrieval.ragged import gathered

_BLOCK = 512
"""Tokens compared at a time: as float32 they fit a core's cache, a quarter faster than all of them at once."""


def use_one_thread() -> None:
    """Keeps matrix products in the calling thread, in the whole process and for good.

    They are small: BLAS threads that wait for each other while others want the cores cost ten times what they save.
    """
    threadpool_limits(1, user_api="blas")


@dataclass(frozen=True, slots=True)
class Matches:
    """How well a query and passages meet, one number a passage, 0 where either has no tokens.

    `passages`: the mean over the query's tokens of their best inner product with one of the passage's. `questions`: the
    mean over the question's tokens of theirs with one of the query's; of a passage without a question, over all tokens.
    """

    passages: Vectors
    questions: Vectors


@dataclass(frozen=True, slots=True)
class TokenRows:
    """The token vectors of passages as 8-bit integers; row n's are `vectors[offsets[n]:offsets[n + 1]]`.

    `vectors` is (tokens, dimension) int8, `scales` (tokens,) float32, `spans` (tokens, 2) int32: see `PassageTokens`;
    of a large index they stay in files. `heads` (rows,) are how many of a row's tokens, the first ones, are its
    question's; all, where it has none.
    """

    vectors: Takeable
    scales: Takeable
    offsets: Rows
    spans: Takeable
    heads: Rows

    @classmethod
    def build(
        cls, passages: Sequence[Vectors], dimension: int, *, spans: Sequence[Spans], questions: Sequence[str | None]
    ) -> Self:
        """From each passage's (tokens, dimension) float32 unit rows, their spans, and the question they begin with."""
        return cls.of([PassageTokens.of(*told) for told in zip(passages, spans, questions, strict=True)], dimension)

    @classmethod
    def of(cls, passages: Sequence[PassageTokens], dimension: int) -> Self:
        """The rows of these passages."""
        return cls(
            np.concatenate([np.zeros((0, dimension), np.int8), *(p.vectors for p in passages)]),
            np.concatenate([np.zeros(0, np.float32), *(p.scales for p in passages)]),
            np.cumsum([0, *map(len, passages)], dtype=np.int64),
            np.concatenate([np.zeros((0, 2), np.int32), *(p.spans for p in passages)]),
            np.array([p.head for p in passages], np.int64),
        )

    def at(self, row: int) -> PassageTokens:
        """The tokens of one row."""
        places = np.arange(*self.offsets[row : row + 2])
        vectors, scales, spans = (array.take(places, axis=0) for array in (self.vectors, self.scales, self.spans))
        return PassageTokens(vectors, scales, spans, int(self.heads[row]))

    def __len__(self) -> int:
        return len(self.offsets) - 1

    @property
    def dimension(self) -> int:
        """Length of every token vector."""
        return int(self.vectors.shape[1])

    def matches(self, query: Vectors, rows: Rows) -> Matches:
        """How well the query's tokens, (tokens, dimension) of unit rows, and each of `rows` meet."""
        return self.matches_by_part(query, rows, [slice(0, len(query))])[0]

    def matches_by_part(self, query: Vectors, rows: Rows, parts: Sequence[slice]) -> list[Matches]:
        """As `matches`, for each of these parts of the query's tokens, none of them empty unless the query is."""
        lengths = self.offsets[rows + 1] - self.offsets[rows]
        found = [Matches(np.zeros(len(rows), np.float32), np.zeros(len(rows), np.float32)) for _ in parts]
        told = np.flatnonzero(lengths)
        if len(query) and len(told):
            met = self._met(
                query, parts, firsts=self.offsets[rows[told]], lengths=lengths[told], heads=self.heads[rows[told]]
            )
            for whole, (asked, answered) in zip(found, met, strict=True):
                whole.passages[told], whole.questions[told] = asked, answered
        return found

    def run_scores(self, query: Vectors, firsts: Rows, lengths: Rows, *, share: float) -> Vectors:
        """For runs of `lengths` tokens from `firsts` on: the query's side, plus `share` times the run's side.

        There are a run and a query token at least, and a token in each run.
        """
        ((asked, told),) = self._met(query, [slice(0, len(query))], firsts=firsts, lengths=lengths, heads=lengths)
        return np.asarray(asked + share * told, np.float32)

    def _met(
        self, query: Vectors, parts: Sequence[slice], *, firsts: Rows, lengths: Rows, heads: Rows
    ) -> list[tuple[Vectors, Vectors]]:
        """The query's side and the side of each run's first `heads` tokens, for each part of the query."""
        places, starts = gathered(firsts, lengths)
        similarity = self._similarity(query, places)
        best = np.maximum.reduceat(similarity, starts, axis=1)
        return [(best[part].mean(axis=0), _mean_of_best(similarity[part], starts, heads)) for part in parts]

    def _similarity(self, query: Vectors, places: Rows) -> Vectors:
        """Inner products of the query's tokens with those at `places`, (query tokens, places)."""
        found = np.empty((len(query), len(places)), np.float32)
        block = np.empty((min(_BLOCK, len(places)), self.dimension), np.float32)
        for start in range(0, len(places), _BLOCK):
            here = places[start : start + _BLOCK]
            block[: len(here)] = self.vectors.take(here, axis=0)
            np.matmul(query, block[: len(here)].T, out=found[:, start : start + _BLOCK])
        found *= self.scales.take(places, axis=0)
        return found

    def spans_of(self, row: int) -> Spans:
        """Where a passage's tokens stand in its embedded text, (tokens, 2)."""
        return np.asarray(self.spans.take(np.arange(*self.offsets[row : row + 2]), axis=0), np.int32)

    @property
    def parts(self) -> Parts:
        """The arrays to write, each growing where rows are appended; they are in memory."""
        lengths = np.diff(self.offsets).astype(np.int32)
        told = {"vectors": self.vectors, "scales": self.scales, "spans": self.spans}
        held = {name: array.take(np.arange(array.shape[0]), axis=0) for name, array in told.items()}
        return {**held, "lengths": lengths, "heads": self.heads.astype(np.int32)}


def _mean_of_best(similarity: Vectors, starts: Rows, heads: Rows) -> Vectors:
    """For `heads` columns from `starts` on: the mean of their best values."""
    sums = np.concatenate([[0], np.cumsum(similarity.max(axis=0), dtype=np.float64)])
    return np.asarray((sums[starts + heads] - sums[starts]) / heads, np.float32)
