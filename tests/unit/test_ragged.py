"""Rows of different lengths in one array, held against slices."""

import numpy as np
import pytest

from app.retrieval.ragged import are_offsets, gathered


def test_places_are_those_of_each_run_and_starts_where_they_begin() -> None:
    places, starts = gathered(np.array([7, 0, 3]), np.array([2, 3, 1]))
    assert places.tolist() == [*range(7, 9), *range(3), *range(3, 4)]
    assert starts.tolist() == [0, 2, 2 + 3]


def test_no_runs_have_no_places() -> None:
    places, starts = gathered(np.zeros(0, np.int64), np.zeros(0, np.int64))
    assert (places.tolist(), starts.tolist()) == ([], [])


@pytest.mark.parametrize(
    ("offsets", "fit"),
    [
        ([0, 2, 2, 5], True),
        ([0, 2, 4, 5], True),
        ([0, 3, 2, 5], False),
        ([1, 2, 5], False),
        ([0, 2, 4], False),
        ([], False),
    ],
)
def test_offsets_run_from_the_first_to_behind_the_last_without_stepping_back(offsets: list[int], fit: bool) -> None:
    assert are_offsets(np.array(offsets, np.int64), 5) is fit
