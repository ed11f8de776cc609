"""Selected rows, held against sets."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.retrieval.selection import Selection

ROWS = st.sets(st.integers(0, 40))


@given(ROWS, ROWS)
def test_two_selections_together_leave_what_both_have(one: set[int], other: set[int]) -> None:
    both = Selection.of(one) & Selection.of(other)
    assert both.rows.tolist() == sorted(one & other)
    assert len(both) == len(one & other)


@given(ROWS, st.lists(st.integers(0, 50)))
def test_a_selection_holds_its_rows(selected: set[int], rows: list[int]) -> None:
    assert Selection.of(selected).holds(np.array(rows, np.int64)).tolist() == [row in selected for row in rows]


@pytest.mark.parametrize(("rows", "is_run"), [([], False), ([7], True), ([4, 5, 6], True), ([4, 6], False)])
def test_a_run_is_rows_that_follow_one_another(rows: list[int], is_run: bool) -> None:
    assert Selection.of(rows).is_run is is_run
