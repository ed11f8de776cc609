"""Scores that mean the same for every query, and whether the best of them answers it."""

import math

from app.domain import Answerability, Verdict

# A logistic curve over the fused score: the share of first results that answer their query. Fitted on public data
# (README, 'Measured'); another model's inner products spread otherwise, so for another model this is only monotone.
_SLOPE, _MIDDLE = 11.0, 0.894

_ANSWER, _WEAK = 0.5, 0.15
"""Verdicts by confidence: from `_ANSWER` on "answer", from `_WEAK` on "weak", below it "none"."""


def score_of(fused: float) -> float:
    """A fused score (see `app.retrieval.fusion`) as an estimated probability of answering, 0..1."""
    return round(1 / (1 + math.exp(-_SLOPE * (fused - _MIDDLE))), 4)


def answerability(best: float | None) -> Answerability:
    """The verdict on the best fused score in scope; None where the scope is empty."""
    if best is None:
        return Answerability("none", 0.0)
    confidence = score_of(best)
    verdict: Verdict = "answer" if confidence >= _ANSWER else "weak" if confidence >= _WEAK else "none"
    return Answerability(verdict, confidence)
