"""Reliability of scores, checked against the definition."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.evaluation import JudgedHit, Outcome
from app.labelled import LabelledQuery
from app.reliability import EDGES, Bin, Reliability, reliabilities, reliability


def _hits(*scored: tuple[float, int]) -> list[JudgedHit]:
    return [JudgedHit("m:1", score, grade) for score, grade in scored]


def test_bins_have_mean_score_and_share_that_answers() -> None:
    found = reliability(_hits((0.6, 2), (0.5, 0), (0.69, 1), (0.95, 2)))
    middle = Bin(0.5, 0.7, 3, (0.6 + 0.5 + 0.69) / 3, 1 / 3)
    assert found.bins == (middle, Bin(0.9, 1.0, 1, 0.95, 1.0))
    assert found.error == pytest.approx((3 * abs(middle.mean_score - 1 / 3) + 1 * abs(0.95 - 1)) / 4)


@pytest.mark.parametrize(
    ("score", "low"), [(0.0, 0.0), (0.1, 0.1), (0.3, 0.3), (0.299, 0.1), (0.7, 0.7), (0.9, 0.9), (1.0, 0.9)]
)
def test_a_bin_holds_its_lower_edge_and_the_last_one_holds_one(score: float, low: float) -> None:
    assert [each.low for each in reliability(_hits((score, 2))).bins] == [low]


def test_scores_that_mean_what_they_say_have_no_error() -> None:
    assert reliability(_hits(*[(0.75, 2)] * 3, (0.75, 0))).error == 0


def test_without_hits_there_is_nothing_to_tell() -> None:
    assert reliability([]) == Reliability((), 0.0)


@given(st.lists(st.tuples(st.floats(0, 1), st.sampled_from([0, 1, 2]))))
def test_every_hit_is_in_one_bin_and_the_error_is_a_distance(scored: list[tuple[float, int]]) -> None:
    found = reliability(_hits(*scored))
    assert sum(each.hits for each in found.bins) == len(scored)
    assert 0 <= found.error <= 1 + 1e-9
    assert {each.low for each in found.bins} <= set(EDGES)


def test_first_hits_and_all_hits_are_told_apart() -> None:
    labelled = LabelledQuery("q", "query", "en", (), ())
    outcomes = [Outcome(labelled, tuple(_hits(*hits)), 0.5, "none", 1.0, {}) for hits in ([(0.6, 2), (0.2, 0)], [])]
    found = reliabilities(outcomes)
    assert found == {
        "first hits": reliability(_hits((0.6, 2))),
        "first ten hits": reliability(_hits((0.6, 2), (0.2, 0))),
    }
