"""What the service says of its refusals, read and compared."""

from collections import Counter

import pytest

from scripts.reliability.server_figures import Figures, quantile, refused_between

INFINITE = float("inf")


def figures(*within: tuple[float, float]) -> Figures:
    return Figures(within, Counter())


def test_refusals_between_two_moments_are_told_bucket_by_bucket() -> None:
    before = figures((0.01, 5), (INFINITE, 6))
    after = figures((0.005, 1), (0.01, 9), (INFINITE, 16))
    assert refused_between(before, after) == [(0.005, 1), (0.01, 9 - 5), (INFINITE, 16 - 6)]


def test_a_quantile_lies_within_its_bucket_as_if_that_were_filled_evenly() -> None:
    within = [(0.01, 80.0), (0.02, 100.0), (INFINITE, 100.0)]
    assert quantile(within, 0.9) == pytest.approx(0.01 + (0.02 - 0.01) * (90 - 80) / (100 - 80))
    assert quantile(within, 0.4) == pytest.approx(0.01 / 2)


def test_what_took_longer_than_every_bound_is_infinite() -> None:
    assert quantile([(0.01, 1.0), (INFINITE, 10.0)], 0.95) == INFINITE


@pytest.mark.parametrize("within", [[], [(0.01, 0.0), (INFINITE, 0.0)]])
def test_of_nothing_every_quantile_is_0(within: list[tuple[float, float]]) -> None:
    assert quantile(within, 0.95) == 0
