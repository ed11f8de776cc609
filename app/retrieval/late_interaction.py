"""Late interaction: every token of the query finds its best token of a passage (MaxSim, Khattab and Zaharia 2020)."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from app.retrieval.archive import save_arrays
from app.retrieval.ports import Rows, Vectors
from app.retrieval.ragged import gathered

Spans = NDArray[np.int32]

_STEPS = 127
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

    `vectors` is (tokens, dimension) int8, `scales` (tokens,) float32: vector = scale x integers. `spans` (tokens, 2)
    are half-open code-point offsets into the text that was embedded. `heads` (rows,) are how many of a row's tokens,
    the first ones, are its question's; all, where it has none.
    """

    vectors: NDArray[np.int8]
    scales: Vectors
    offsets: NDArray[np.int64]
    spans: Spans
    heads: NDArray[np.int64]

    @classmethod
    def build(
        cls, passages: Sequence[Vectors], dimension: int, *, spans: Sequence[Spans], questions: Sequence[str | None]
    ) -> Self:
        """From each passage's (tokens, dimension) float32 unit rows, their spans, and the question they begin with.

        The largest component of a vector takes all 127 steps.
        """
        vectors = np.concatenate([np.zeros((0, dimension), np.float32), *passages])
        scales = np.abs(vectors).max(axis=1, initial=1e-9) / _STEPS
        offsets = np.cumsum([0, *map(len, passages)], dtype=np.int64)
        integers = np.rint(vectors / scales[:, None]).astype(np.int8)
        placed = np.concatenate([np.zeros((0, 2), np.int32), *spans])
        heads = [_head(place[:, 1], question) for place, question in zip(spans, questions, strict=True)]
        return cls(integers, scales.astype(np.float32), offsets, placed, np.array(heads, np.int64))

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
            block[: len(here)] = self.vectors[here]
            np.matmul(query, block[: len(here)].T, out=found[:, start : start + _BLOCK])
        found *= self.scales[places]
        return found

    def spans_of(self, row: int) -> Spans:
        """Where a passage's tokens stand in its embedded text, (tokens, 2)."""
        return self.spans[self.offsets[row] : self.offsets[row + 1]]

    def save(self, path: Path) -> None:
        """One NumPy archive, uncompressed, without objects in it."""
        save_arrays(path, {name: getattr(self, name) for name in TOKEN_ARRAYS})


def _mean_of_best(similarity: Vectors, starts: Rows, heads: Rows) -> Vectors:
    """For `heads` columns from `starts` on: the mean of their best values."""
    sums = np.concatenate([[0], np.cumsum(similarity.max(axis=0), dtype=np.float64)])
    return np.asarray((sums[starts + heads] - sums[starts]) / heads, np.float32)


def _head(ends: NDArray[np.int32], question: str | None) -> int:
    """How many tokens end within the question; all where there is none, or none of its tokens is known."""
    return int((ends <= len(question or "")).sum()) or len(ends)


TOKEN_ARRAYS = ("vectors", "scales", "offsets", "spans", "heads")
