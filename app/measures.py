"""Measures of rankings, confidences and times: pure functions of grades and numbers."""

import math
from collections.abc import Sequence

DEPTH = 10
"""Hits that are judged."""

ANSWERS = 2
"""The grade of a passage that answers its query; grade 1 is useful, 0 is neither."""


def first_answer(grades: Sequence[int]) -> int | None:
    """The rank, from 1, of the first hit that answers, among the first ten."""
    return next((rank for rank, value in enumerate(grades[:DEPTH], 1) if value == ANSWERS), None)


def success_at(k: int, grades: Sequence[int]) -> float:
    """1 if one of the first `k` hits answers, else 0."""
    return float(ANSWERS in grades[:k])


def reciprocal_rank(grades: Sequence[int]) -> float:
    """1 / rank of the first hit that answers, among the first ten; 0 without one."""
    rank = first_answer(grades)
    return 1 / rank if rank else 0.0


def ndcg(grades: Sequence[int], ideal: Sequence[int]) -> float:
    """nDCG@10 with gain 2^grade - 1 and discount log2(rank + 1) (Jarvelin and Kekalainen 2002), at most 1.

    `ideal` are the labels' grades. Parts of one split answer can each earn their label's grade, so the ideal is the
    better of the labels and the hits themselves, sorted.
    """
    best = max(_dcg(sorted(ideal, reverse=True)), _dcg(sorted(grades, reverse=True)))
    return _dcg(grades) / best if best else 0.0


def _dcg(grades: Sequence[int]) -> float:
    return sum((2.0**value - 1) / math.log2(rank + 1) for rank, value in enumerate(grades[:DEPTH], 1))


def auroc(positive: Sequence[float], negative: Sequence[float]) -> float | None:
    """Probability that a positive's value is above a negative's, ties counting half; None without both."""
    if not positive or not negative:
        return None
    wins = sum((p > n) + 0.5 * (p == n) for p in positive for n in negative)
    return wins / (len(positive) * len(negative))


def mean(values: Sequence[float]) -> float:
    """The arithmetic mean; 0 of nothing."""
    return sum(values) / len(values) if values else 0.0


def share(flags: Sequence[bool]) -> float | None:
    """The share that is true; None of nothing."""
    return sum(flags) / len(flags) if flags else None


def percentile(values: Sequence[float], percent: int) -> float:
    """The nearest rank: the smallest of `values` (at least one) that `percent` % of them do not exceed."""
    return sorted(values)[max(0, math.ceil(len(values) * percent / 100) - 1)]
