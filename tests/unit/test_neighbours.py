"""Pairs of near rows, against all pairs compared one by one."""

import numpy as np
import pytest

from app import neighbours as under_test
from app.encoders.ports import Vectors
from app.nearest_pairs import nearest_pairs
from app.neighbours import Neighbours, neighbours


def units(seed: int, count: int = 12) -> Vectors:
    rows = np.random.default_rng(seed).normal(size=(count, 3)).astype(np.float32)
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), np.float32)


def expected(wholes: Vectors, questions: Vectors, rows: range) -> list[tuple[int, int]]:
    return [
        (a, b)
        for a in rows
        for b in rows
        if a < b and (wholes[a] @ wholes[b] + questions[a] @ questions[b]) / 2 >= 0.85
    ]


@pytest.mark.parametrize("block", [1, 5, 256])
@pytest.mark.parametrize("rows", [range(12), range(3, 10), range(4, 5)])
def test_near_pairs_are_those_that_brute_force_finds(block: int, rows: range, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(under_test, "_BLOCK", block)
    wholes = questions = units(3)
    assert [(pair.first, pair.second) for pair in neighbours(wholes, questions, rows)] == expected(
        wholes, questions, rows
    )


def test_a_pair_has_both_cosines() -> None:
    wholes, questions = np.eye(2, dtype=np.float32)[[0, 0]], np.array([[1, 0], [0.8, 0.6]], np.float32)
    (pair,) = neighbours(wholes, questions, range(2))
    assert (pair.questions, pair.wholes, pair.nearness) == pytest.approx((0.8, 1.0, (0.8 + 1.0) / 2))


def test_of_many_near_ones_some_are_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(under_test, "_NEAREST", 2)
    same = np.ones((5, 1), np.float32)
    pairs = [(pair.first, pair.second) for pair in neighbours(same, same, range(5))]
    assert [sum(first == row for first, _ in pairs) for row in range(5)] == [2, 2, 2, 1, 0]


def near(first: int, second: int, nearness: float) -> Neighbours:
    return Neighbours(first, second, nearness, nearness)


def test_each_other_s_nearest_by_a_margin_are_found_in_every_language() -> None:
    languages = ["en", "fr", "fr", "de"]
    pairs = [near(0, 1, 0.9), near(0, 2, 0.87), near(0, 3, 0.88), near(1, 2, 0.95)]
    assert nearest_pairs(pairs, languages.__getitem__) == {pairs[0], pairs[2], pairs[3]}


def test_where_another_is_as_near_neither_is_the_nearest() -> None:
    pairs = [near(0, 1, 0.9), near(0, 2, 0.89)]
    assert nearest_pairs(pairs, ["en", "fr", "fr"].__getitem__) == set()


def test_a_pair_counts_only_where_both_have_no_nearer_one() -> None:
    pairs = [near(0, 2, 0.9), near(1, 2, 0.95)]
    assert nearest_pairs(pairs, ["en", "en", "fr"].__getitem__) == {pairs[1]}
