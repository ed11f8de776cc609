"""BM25 as Lucene weighs it, for many passages at a time: what each gram is worth in each row."""

from array import array
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.retrieval.grams import grams
from app.retrieval.ports import Rows, Vectors
from app.retrieval.postings import Postings
from app.retrieval.ragged import offsets_of

_QUESTION_REPEATS = 2
"""A gram of the question counts this often beside one of the text (BM25F's field weight, Robertson et al. 2004)."""

_K1, _B = 1.5, 0.75
"""How soon repetitions stop to count, and how much a long text counts against itself: the usual values."""

_BLOCK = 1 << 22
"""Grams weighed at a time."""

_WORDS = 1 << 16
"""Words whose grams are remembered while passages are counted: most of a text are words seen before."""


@dataclass(frozen=True, slots=True)
class Counts:
    """The grams of rows, numbered; `grams` are each row's distinct ones, `times` how often it has each.

    `lengths` (rows,) are how many distinct ones a row has, `totals` (rows,) how many with repetitions.
    """

    numbers: Mapping[str, int]
    grams: NDArray[np.int32]
    times: NDArray[np.int32]
    lengths: Rows
    totals: Rows


def count_grams(passages: Iterable[tuple[str | None, str]]) -> Counts:
    """Of (question, text) pairs, in flat arrays: a million rows of Python numbers would take some 10 GB."""
    numbers: dict[str, int] = {}

    @lru_cache(_WORDS)
    def numbered(word: str) -> NDArray[np.int32]:
        return np.array([numbers.setdefault(gram, len(numbers)) for gram in grams(word)], np.int32)

    held, times, lengths, totals = array("i"), array("i"), array("q"), array("q")
    for question, text in passages:
        words = (question or "").split() * _QUESTION_REPEATS + text.split()  # no gram reaches over white space
        row = np.concatenate([np.zeros(0, np.int32), *map(numbered, words)])
        distinct, counts = np.unique(row, return_counts=True)
        held.frombytes(distinct.tobytes())
        times.frombytes(counts.astype(np.int32).tobytes())
        lengths.append(len(distinct))
        totals.append(len(row))
    return Counts(numbers, *map(_flat, (held, times, lengths, totals)))


def _flat(values: "array[int]") -> NDArray[Any]:  # Any: as many bits as the values have
    """The values where they are: a copy of all grams would be large."""
    return np.frombuffer(values, values.typecode) if values else np.zeros(0, values.typecode)


def idf(found_in: NDArray[np.number], rows: int) -> Vectors:
    """Lucene's inverse document frequency, never negative, of grams that are found in so many of the rows."""
    return np.asarray(np.log(1 + (rows - found_in + 0.5) / (found_in + 0.5)), np.float32)


def weigh(counts: Counts) -> Postings:
    """Each row's grams with their BM25 scores, rounded as bm25s rounds them."""
    rare = idf(np.bincount(counts.grams, minlength=len(counts.numbers)), len(counts.lengths))
    worth = np.empty(len(counts.grams), np.float32)
    damped = _K1 * ((1 - _B) + _B * counts.totals / (counts.totals.mean() if counts.totals.any() else 1))
    ends = np.cumsum(counts.lengths)
    for start in range(0, len(worth), _BLOCK):
        here = slice(start, min(start + _BLOCK, len(worth)))
        owners = np.searchsorted(ends, np.arange(here.start, here.stop), side="right")
        share = counts.times[here] / (damped[owners] + counts.times[here])
        worth[here] = rare[counts.grams[here]] * share
    return Postings(counts.grams, worth, offsets_of(counts.lengths))
