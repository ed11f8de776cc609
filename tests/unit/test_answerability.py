"""Confidence and scores by the formula of logistic regression, and the verdicts that follow."""

from dataclasses import replace
from math import exp, log

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.retrieval.answerability import Evidence, answerability, confidence, score_of
from app.retrieval.weights import (
    ConfidenceWeights,
    FusionWeights,
    PreferenceWeights,
    ScoreWeights,
    VerdictBounds,
    Weights,
    read_weights,
)

WEIGHTS = Weights(
    fusion=FusionWeights(
        late_interaction=1,
        question_tokens=0,
        passage_row=0,
        question_row=0,
        lexical=0,
        second_window=0,
        second_question=0,
    ),
    preference=PreferenceWeights(own_language=0, named_merchant=0, crowding=0),
    with_second=ConfidenceWeights(fused=2, margin=3, second=5, bias=-4),
    alone=ConfidenceWeights(fused=6, margin=7, bias=-5),
    letters=ConfidenceWeights(fused=1, margin=8, foreign=-2, bias=-1),
    score_by_letters=ScoreWeights(confidence=1, behind=9, bias=0),
    score=ScoreWeights(confidence=0.8, behind=4, bias=0.3),
    verdict=VerdictBounds(answer=0.6, weak=0.2),
)


def _logistic(x: float) -> float:
    return 1 / (1 + exp(-x))


@pytest.mark.parametrize(
    ("others", "margin"),
    [
        ([0.7], 0.9 - 0.7),
        ([0.8, 0.6], 0.9 - 0.7),
        ([0.8, 0.7, 0.6, 0.5, 0.4, 0.1], 0.9 - 0.6),
        ([1.0], 0.9 - 1.0),
    ],
)
def test_the_margin_is_the_best_hit_s_lead_over_the_mean_of_the_next_five(others: list[float], margin: float) -> None:
    assert Evidence(0.9, others, None).margin == pytest.approx(margin)


def test_a_lone_hit_has_the_usual_margin_unless_its_score_is_smaller() -> None:
    assert Evidence(0.2, [], None).margin == Evidence(0.9, [], None).margin > Evidence(0.01, [], None).margin == 0.01


def test_confidence_is_logistic_in_the_score_the_margin_and_the_second_opinion() -> None:
    told = Evidence(0.9, [0.7], second=0.5)
    assert confidence(told, WEIGHTS) == pytest.approx(_logistic(2 * 0.9 + 3 * 0.2 + 5 * 0.5 - 4))


def test_without_a_second_opinion_other_weights_are_taken() -> None:
    told = Evidence(0.9, [0.7], second=None)
    assert confidence(told, WEIGHTS) == pytest.approx(_logistic(6 * 0.9 + 7 * 0.2 - 5))


def test_a_second_opinion_of_zero_is_one() -> None:
    assert confidence(Evidence(0.9, [0.7], 0.0), WEIGHTS) == pytest.approx(_logistic(2 * 0.9 + 3 * 0.2 - 4))


def test_a_lead_over_the_others_raises_confidence() -> None:
    ahead, level = Evidence(0.9, [0.1], None), Evidence(0.9, [0.9], None)
    assert confidence(ahead, WEIGHTS) > confidence(level, WEIGHTS)


@given(st.floats(-1e6, 1e6), st.lists(st.floats(-1e6, 1e6), max_size=7), st.none() | st.floats(-1, 1))
def test_confidence_and_score_are_between_zero_and_one_whatever_is_found(
    fused: float, others: list[float], second: float | None
) -> None:
    confident = confidence(Evidence(fused, others, second), WEIGHTS)
    assert 0 <= confident <= 1
    assert 0 <= score_of(confident, abs(fused), WEIGHTS.score) <= 1


@pytest.mark.parametrize(
    ("confident", "verdict"), [(0.0, "none"), (0.1999, "none"), (0.2, "weak"), (0.5999, "weak"), (0.6, "answer")]
)
def test_verdicts_follow_the_confidence(confident: float, verdict: str) -> None:
    told = answerability(confident, WEIGHTS.verdict)
    assert (told.verdict, told.confidence) == (verdict, confident)


def test_confidence_is_told_with_four_decimals() -> None:
    assert answerability(0.123456, WEIGHTS.verdict).confidence == 0.1235


@pytest.mark.parametrize(("confident", "behind"), [(0.7, 0.0), (0.7, 0.25), (0.05, 0.1)])
def test_a_score_is_logistic_in_the_confidence_s_logit_and_the_distance_to_the_best(
    confident: float, behind: float
) -> None:
    expected = _logistic(0.8 * log(confident / (1 - confident)) - 4 * behind + 0.3)
    assert score_of(confident, behind, WEIGHTS.score) == pytest.approx(expected, abs=5e-5)


@pytest.mark.parametrize("confident", [0.0, 0.3, 1.0])
def test_the_further_behind_the_lower_the_score(confident: float) -> None:
    by = replace(WEIGHTS.score, confidence=0.1)
    scores = [score_of(confident, behind, by) for behind in (0.0, 0.2, 0.4)]
    assert scores == sorted(set(scores), reverse=True)


def test_a_hit_in_another_language_is_weighed_by_its_own_coefficient() -> None:
    weights = replace(WEIGHTS, alone=ConfidenceWeights(fused=6, margin=7, foreign=0.5, bias=-5))
    told = Evidence(0.9, [0.7], second=None, foreign=True)
    assert confidence(told, weights) == pytest.approx(_logistic(6 * 0.9 + 7 * 0.2 + 0.5 - 5))


def test_what_letters_alone_ranked_is_weighed_by_its_own_weights() -> None:
    told = Evidence(0.5, [0.2], second=None, foreign=True, by_letters=True)
    assert confidence(told, WEIGHTS) == pytest.approx(_logistic(1 * 0.5 + 8 * 0.3 - 2 - 1))


def test_as_shipped_letters_that_several_passages_share_alike_answer_nothing() -> None:
    weights = read_weights()
    told = answerability(confidence(Evidence(0.6, [0.6, 0.6], None, by_letters=True), weights), weights.verdict)
    assert told.verdict == "none"


def test_as_shipped_a_passage_that_stands_out_by_its_letters_answers() -> None:
    weights = read_weights()
    told = answerability(confidence(Evidence(0.6, [0.2, 0.2], None, by_letters=True), weights), weights.verdict)
    assert told.verdict == "answer"
