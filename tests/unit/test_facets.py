"""Filtering by the values of a column, and counting them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.columns import Column
from app.facets import Facet

TEXTS = ["b", "", "a", "b", "c", "b", "a"]
FACET = Facet(Column.of(TEXTS))


@given(st.lists(st.sampled_from("abcd"), max_size=5))
def test_the_rows_of_values_are_those_that_have_one_of_them(values: list[str]) -> None:
    assert FACET.rows_of(values).rows.tolist() == [row for row, text in enumerate(TEXTS) if text in values]


def test_a_value_that_no_row_has_leaves_none() -> None:
    assert FACET.rows_of(["x"]).rows.tolist() == []


def test_a_blank_value_selects_none_of_the_rows_without_a_value() -> None:
    assert FACET.rows_of([""]).rows.tolist() == []


@pytest.mark.parametrize(
    ("rows", "expected"),
    [([0, 1, 2, 3], [("b", 2), ("a", 1)]), ([2, 6, 0, 3, 5], [("b", 3), ("a", 2)]), ([1], []), ([], [])],
)
def test_values_are_counted_the_most_frequent_first_and_blank_ones_left_out(
    rows: list[int], expected: list[tuple[str, int]]
) -> None:
    assert list(FACET.counted(np.array(rows, np.int64)).items()) == expected
