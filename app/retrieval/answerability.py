"""Scores that mean the same for every query, and whether the best of them answers it: logistic regressions."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from app.domain import Answerability, Verdict
from app.retrieval.weights import ConfidenceWeights, ScoreWeights, VerdictBounds, Weights

_NEIGHBOURS = 5
"""Hits after the first whose mean the first is compared with."""

_USUAL_MARGIN = 0.15
"""The mean margin over public sets: a lone passage has nothing to stand above, which says nothing against it."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a ranking says about its best hit.

    `fused` is its score before preferences, `others` those of the hits behind it that every part looked at, `second`
    the second encoder's opinion of it, None where it has none; `foreign`: it is in another language than the query;
    `by_letters`: letters alone ranked.
    """

    fused: float
    others: Sequence[float]
    second: float | None
    foreign: bool = False
    by_letters: bool = False

    @property
    def margin(self) -> float:
        """How far the best hit stands above the mean of the next five; at most the usual distance without any."""
        behind = self.others[:_NEIGHBOURS]
        return self.fused - sum(behind) / len(behind) if behind else min(self.fused, _USUAL_MARGIN)


def confidence(evidence: Evidence, weights: Weights) -> float:
    """The estimated probability that a passage in scope answers the query; of letters alone, that the best hit does."""
    by = _weights_for(evidence, weights)
    told = by.fused * evidence.fused + by.margin * evidence.margin + by.second * (evidence.second or 0.0)
    return _logistic(told + by.foreign * evidence.foreign + by.bias)


def _weights_for(evidence: Evidence, weights: Weights) -> ConfidenceWeights:
    if evidence.by_letters:
        return weights.letters
    return weights.alone if evidence.second is None else weights.with_second


def answerability(confident: float, bounds: VerdictBounds) -> Answerability:
    """The verdict that goes with a confidence."""
    verdict: Verdict = "answer" if confident >= bounds.answer else "weak" if confident >= bounds.weak else "none"
    return Answerability(verdict, round(confident, 4))


def score_of(confident: float, behind: float, weights: ScoreWeights) -> float:
    """The estimated probability that a hit answers which stays `behind` the best hit's fused score (0 for the best)."""
    return round(_logistic(weights.confidence * _logit(confident) - weights.behind * behind + weights.bias), 4)


def _logistic(x: float) -> float:
    return 1 / (1 + math.exp(-x)) if x > -50 else 0.0


def _logit(p: float) -> float:
    bounded = min(max(p, 1e-6), 1 - 1e-6)
    return math.log(bounded / (1 - bounded))
