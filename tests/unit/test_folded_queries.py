"""When two queries are the same for a curator."""

import pytest

from app.folded_queries import query_key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Frais de port ?", "  frais   de PORT"),
        ("Où est-il", "ou est il"),
        ("Straße", "STRASSE"),
        ("送料無料", "送料 無料？"),
        ("ｆｒｅｅ", "free"),
        ("Ёлка", "елка"),
    ],
)
def test_case_accents_signs_and_spaces_make_no_difference(one: str, other: str) -> None:
    assert query_key(one) == query_key(other) != ""


@pytest.mark.parametrize(("one", "other"), [("free", "fees"), ("कि", "की"), ("กา", "กี"), ("が", "か"), ("1", "2")])
def test_letters_digits_and_vowel_signs_do(one: str, other: str) -> None:
    assert query_key(one) != query_key(other)


@pytest.mark.parametrize("query", ["", "?", "🎁", "\u0301"])
def test_what_asks_nothing_has_no_key(query: str) -> None:
    assert query_key(query) == ""
