"""Whether scores mean what they say: how often hits of about one score really answer."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from app.evaluation import JudgedHit, Outcome
from app.measures import ANSWERS, mean

EDGES = (0.0, 0.1, 0.3, 0.5, 0.7, 0.9, 1.0)
"""Bins hold their lower edge and not their upper one, but for the last, which holds 1."""


@dataclass(frozen=True, slots=True)
class Bin:
    """The hits with a score from `low` to `high`: how many, their mean score, and the share that answers."""

    low: float
    high: float
    hits: int
    mean_score: float
    answering: float


@dataclass(frozen=True, slots=True)
class Reliability:
    """The bins that hold a hit, and the expected calibration error.

    The error is the mean over all hits of the distance between mean score and share of their bin (Naeini, Cooper and
    Hauskrecht 2015); 0 is perfect.
    """

    bins: tuple[Bin, ...]
    error: float


def reliability(hits: Iterable[JudgedHit]) -> Reliability:
    """The reliability of these hits' scores; no bins and no error without hits."""
    judged = list(hits)
    bins = tuple(
        _bin(low, high, found) for low, high in pairwise(EDGES) if (found := [h for h in judged if _in(h, low, high)])
    )
    total = sum(each.hits for each in bins)
    error = sum(each.hits * abs(each.mean_score - each.answering) for each in bins) / total if total else 0.0
    return Reliability(bins, error)


def _in(hit: JudgedHit, low: float, high: float) -> bool:
    return low <= hit.score < high or hit.score == high == EDGES[-1]


def _bin(low: float, high: float, hits: Sequence[JudgedHit]) -> Bin:
    answering = mean([float(hit.grade == ANSWERS) for hit in hits])
    return Bin(low, high, len(hits), mean([hit.score for hit in hits]), answering)


def reliabilities(outcomes: Sequence[Outcome]) -> dict[str, Reliability]:
    """Of the first hits, and of all hits that are judged; those of unanswerable queries answer nothing."""
    return {
        "first hits": reliability(hit for outcome in outcomes for hit in outcome.hits[:1]),
        "first ten hits": reliability(hit for outcome in outcomes for hit in outcome.hits),
    }
