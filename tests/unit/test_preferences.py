"""What is added to scores: the reader's language, a named merchant, and room for every merchant."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from app.columns import Column
from app.preferences import Preferences
from app.retrieval.weights import PreferenceWeights

WEIGHTS = PreferenceWeights(own_language=0.01, named_merchant=0.2, crowding=0.05)


def _preferences(merchants: str, languages: Sequence[str | None] | None = None) -> Preferences:
    """Of passages of merchants with names of one letter, all in English unless told otherwise."""
    spoken = languages or ["en"] * len(merchants)
    return Preferences(Column.of(merchants), Column.of(spoken), WEIGHTS)


def _order(scores: Sequence[float], added: Sequence[float]) -> list[int]:
    return [int(row) for row in np.argsort(-(np.array(scores) + np.array(added)), kind="stable")]


def test_passages_in_the_query_s_language_gain_and_others_lose_nothing() -> None:
    prefer = _preferences("aabb", ["en", "de", None, "de"]).towards("de", frozenset())
    assert_allclose(prefer(np.arange(4), np.zeros(4, np.float32)), [0, 0.01, 0, 0.01])


@pytest.mark.parametrize(("other", "order"), [(0.509, [1, 0]), (0.511, [0, 1])])
def test_the_own_language_decides_between_near_equals_only(other: float, order: list[int]) -> None:
    scores = np.array([other, 0.5], np.float32)
    prefer = _preferences("ab", ["en", "de"]).towards("de", frozenset())
    assert _order(scores.tolist(), prefer(np.arange(2), scores).tolist()) == order


def test_a_query_in_no_known_language_prefers_none() -> None:
    prefer = _preferences("ab", ["en", None]).towards(None, frozenset())
    assert prefer(np.arange(2), np.zeros(2, np.float32)).tolist() == [0, 0]


def test_named_merchants_gain_and_nothing_is_left_out() -> None:
    prefer = _preferences("abc").towards(None, frozenset("ac"))
    assert_allclose(prefer(np.array([2, 1, 0]), np.zeros(3, np.float32)), [0.2, 0, 0.2])


def test_a_named_merchant_comes_before_one_that_is_a_little_better() -> None:
    scores = np.array([0.6, 0.5], np.float32)
    prefer = _preferences("ab").towards(None, frozenset("b"))
    assert _order(scores.tolist(), prefer(np.arange(2), scores).tolist()) == [1, 0]


def test_each_passage_of_a_merchant_beyond_its_third_best_loses_once_more() -> None:
    scores = np.array([0.5, 0.9, 0.6, 0.8, 0.7, 0.1], np.float32)
    prefer = _preferences("aaaaab").towards(None, frozenset())
    assert_allclose(prefer(np.arange(6), scores), [-0.1, 0, -0.05, 0, 0, 0])


@pytest.mark.parametrize(("other", "order"), [(0.56, [0, 1, 2, 4, 3]), (0.54, [0, 1, 2, 3, 4])])
def test_a_fourth_passage_gives_way_to_another_merchant_s_near_equal(other: float, order: list[int]) -> None:
    scores = np.array([0.9, 0.8, 0.7, 0.6, other], np.float32)
    prefer = _preferences("aaaab").towards(None, frozenset())
    assert _order(scores.tolist(), prefer(np.arange(5), scores).tolist()) == order


def test_nothing_crowds_within_one_merchant() -> None:
    prefer = _preferences("aaaaa").towards(None, frozenset())
    assert prefer(np.arange(5), np.ones(5, np.float32)).tolist() == [0] * 5


def test_a_named_merchant_may_crowd_and_others_may_not() -> None:
    scores = np.ones(8, np.float32)
    prefer = _preferences("aaaabbbb").towards(None, frozenset("a"))
    assert_allclose(prefer(np.arange(8), scores), [0.2] * 4 + [0, 0, 0, -0.05])


def test_the_language_counts_for_who_is_crowded_out() -> None:
    prefer = _preferences("aaaab", ["en", "en", "en", "de", "en"]).towards("de", frozenset())
    assert_allclose(prefer(np.arange(5), np.ones(5, np.float32)), [0, 0, -0.05, 0.01, 0], atol=1e-7)


@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(-100_000, 100_000)), max_size=20))
def test_crowding_never_reorders_passages_of_one_merchant(passages: list[tuple[str, int]]) -> None:
    merchants, scores = "".join(m for m, _ in passages), np.array([n / 1e5 for _, n in passages], np.float32)
    prefer = _preferences(merchants).towards("en", frozenset())
    order = _order(scores.tolist(), prefer(np.arange(len(scores)), scores).tolist())
    before = _order(scores.tolist(), [0] * len(scores))
    assert sorted(order, key=lambda row: merchants[row]) == sorted(before, key=lambda row: merchants[row])


@given(st.permutations(range(9)))
def test_the_order_of_candidates_does_not_matter(rows: list[int]) -> None:
    scores = np.array([0.9, 0.1, 0.5, 0.3, 0.8, 0.2, 0.7, 0.6, 0.4], np.float32)
    prefer = _preferences("aaaaaabbc", ["en", "de"] * 4 + [None]).towards("de", frozenset("b"))
    assert_allclose(prefer(np.array(rows), scores[rows]), prefer(np.arange(9), scores)[rows])


def test_weights_of_zero_add_nothing() -> None:
    none = replace(WEIGHTS, own_language=0, named_merchant=0, crowding=0)
    prefer = Preferences(Column.of("aaaaa"), Column.of(["en"] * 5), none).towards("en", frozenset("a"))
    assert prefer(np.arange(5), np.ones(5, np.float32)).tolist() == [0] * 5
