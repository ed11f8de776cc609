"""The handful of numbers that retrieval weighs by, read from `weights.toml` beside this file."""

import tomllib
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class FusionWeights:
    """What each part's score counts in the fused score."""

    late_interaction: float
    question_tokens: float
    passage_row: float
    question_row: float
    lexical: float
    second_window: float
    second_question: float


@dataclass(frozen=True, slots=True, kw_only=True)
class PreferenceWeights:
    """What is added to a fused score for the reader's language and a named merchant, and taken away for crowding."""

    own_language: float
    named_merchant: float
    crowding: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfidenceWeights:
    """A logistic regression's coefficients for the signs that some passage answers."""

    fused: float
    margin: float
    bias: float
    second: float = 0.0
    foreign: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreWeights:
    """A logistic regression's coefficients for one hit's chance to answer."""

    confidence: float
    behind: float
    bias: float


@dataclass(frozen=True, slots=True, kw_only=True)
class VerdictBounds:
    """The least confidence of "answer" and of "weak"; below is "none"."""

    answer: float
    weak: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """All of them; `with_second` and `alone` say whether the second encoder had an opinion.

    `letters` and `score_by_letters` are for what letters alone ranked.
    """

    fusion: FusionWeights
    preference: PreferenceWeights
    with_second: ConfidenceWeights
    alone: ConfidenceWeights
    letters: ConfidenceWeights
    score: ScoreWeights
    score_by_letters: ScoreWeights
    verdict: VerdictBounds


_SHIPPED = Path(__file__).with_name("weights.toml")


def read_weights(path: Path = _SHIPPED) -> Weights:
    """The weights of a file. Raises TypeError for a name too many or too few: the file is part of the program."""
    told = tomllib.loads(path.read_text(encoding="utf-8"))
    by_second = {name: ConfidenceWeights(**weights) for name, weights in told["confidence"].items()}
    return Weights(
        fusion=FusionWeights(**told["fusion"]),
        preference=PreferenceWeights(**told["preference"]),
        score=ScoreWeights(**told["score"]),
        score_by_letters=ScoreWeights(**told["score_by_letters"]),
        verdict=VerdictBounds(**told["verdict"]),
        **by_second,
    )
