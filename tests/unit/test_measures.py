"""Measures, with expected values as formulas or by brute force."""

from math import log2

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.measures import auroc, first_answer, mean, ndcg, percentile, reciprocal_rank, share, success_at


def test_success_counts_answers_among_the_first_k() -> None:
    assert [success_at(k, (1, 0, 2)) for k in (1, 2, 3)] == [0, 0, 1]


def test_reciprocal_rank_is_of_the_first_answer_among_ten() -> None:
    assert reciprocal_rank((0, 1, 2, 2)) == 1 / 3
    assert reciprocal_rank((0, 1)) == 0
    assert reciprocal_rank((0,) * 10 + (2,)) == 0


@given(st.lists(st.sampled_from([0, 1, 2]), max_size=12))
def test_the_rank_of_the_first_answer_counts_from_one(grades: list[int]) -> None:
    assert first_answer(grades) == (grades.index(2) + 1 if 2 in grades[:10] else None)


def test_ndcg_discounts_by_rank() -> None:
    assert ndcg((1, 2), (2, 1)) == pytest.approx((1 / log2(2) + 3 / log2(3)) / (3 / log2(2) + 1 / log2(3)))


def test_ndcg_is_one_for_the_ideal_order_and_zero_without_labels() -> None:
    assert ndcg((2, 1, 0), (2, 1)) == 1
    assert ndcg((2, 2), (2,)) == 1
    assert ndcg((0, 0), ()) == 0


def test_auroc_is_the_share_of_pairs_in_order() -> None:
    assert auroc([0.9, 0.5], [0.5, 0.1]) == (1 + 1 + 0.5 + 1) / 4
    assert auroc([0.9], []) is None
    assert auroc([], [0.9]) is None


def test_a_mean_of_nothing_is_zero_and_a_share_of_nothing_unknown() -> None:
    assert (mean([1, 2]), mean([])) == ((1 + 2) / 2, 0)
    assert (share([True, False, False, True]), share([])) == (2 / 4, None)


@given(st.lists(st.integers(0, 50), min_size=1), st.sampled_from([50, 95]))
def test_a_percentile_is_the_smallest_value_that_so_many_do_not_exceed(values: list[int], percent: int) -> None:
    enough = [v for v in values if sum(other <= v for other in values) * 100 >= percent * len(values)]
    assert percentile(values, percent) == min(enough)
