"""Beginnings of words with slips of the keyboard, against the textbook's table of distances."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.slips import begins_with_slips

WORDS = st.text("abc", max_size=7)


def distances(typed: str, word: str) -> list[int]:
    """The distance (Damerau, Levenshtein; no letter edited twice) to each beginning of `word`, by length."""
    rows = [list(range(len(word) + 1))]
    for i, a in enumerate(typed, 1):
        row = [i]
        for j, b in enumerate(word, 1):
            swapped = i > 1 and j > 1 and a == word[j - 2] and typed[i - 2] == b
            swap = rows[i - 2][j - 2] + 1 if swapped else len(typed) + len(word)
            row.append(min(rows[i - 1][j] + 1, row[j - 1] + 1, rows[i - 1][j - 1] + (a != b), swap))
        rows.append(row)
    return rows[-1]


@given(WORDS, WORDS, st.integers(0, 2))
def test_every_word_within_the_distance_is_found(typed: str, word: str, slips: int) -> None:
    assert begins_with_slips(typed, word, slips) or distances(typed, word)[-1] > slips


@given(WORDS, WORDS, st.integers(0, 2))
def test_what_is_found_has_a_beginning_within_the_distance(typed: str, word: str, slips: int) -> None:
    assert not begins_with_slips(typed, word, slips) or min(distances(typed, word)) <= slips


@pytest.mark.parametrize(
    ("typed", "word"),
    [("shiping", "shipping"), ("warrnt", "warranty"), ("retrun", "returns"), ("refuund", "refund"), ("odrer", "order")],
)
def test_an_unfinished_word_may_have_a_slip(typed: str, word: str) -> None:
    assert begins_with_slips(typed, word, 1)


@pytest.mark.parametrize(("typed", "word"), [("card", "care"), ("carx", "carry"), ("bank", "bar"), ("paid", "pay")])
def test_a_wrong_last_letter_is_a_slip_only_at_the_end_of_the_word(typed: str, word: str) -> None:
    assert begins_with_slips(typed, word, 1) == (distances(typed, word)[-1] <= 1)
