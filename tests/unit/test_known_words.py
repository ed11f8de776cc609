"""Which words a typed piece may stand for."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.known_words import BEGUN, INFLECTED, ONE_SLIP, TWO_SLIPS, UNKNOWN, KnownWords, Meant
from app.shared_words import are_akin

WORDS = sorted(
    ["refund", "refunds", "return", "returning", "shipping", "shop", "long", "warranty", "international", "14"]
)


def by_word(meant: Meant, words: list[str]) -> dict[str, int]:
    """The words that are meant, with their levels."""
    levels = meant.levels(len(words)).tolist()
    return {word: level for word, level in zip(words, levels, strict=True) if level != UNKNOWN}


@given(st.sets(st.text("ab", min_size=1)), st.text("ab", min_size=1))
def test_words_that_begin_with_a_piece_come_before_its_other_forms(words: set[str], piece: str) -> None:
    stored = sorted(words)
    begun = {word: BEGUN for word in stored if word.startswith(piece)}
    akin = {word: INFLECTED for word in stored if are_akin(word, piece)}
    assert by_word(KnownWords(stored).meant_by(piece), stored) == akin | begun


@pytest.mark.parametrize(("piece", "exact"), [("refund", "refund"), ("return", "return")])
def test_a_word_itself_is_known_among_those_that_it_begins(piece: str, exact: str) -> None:
    assert WORDS[KnownWords(WORDS).meant_by(piece).exact] == exact


@pytest.mark.parametrize("piece", ["refu", "zzz", "refunded"])
def test_a_piece_that_is_no_whole_word_is_none(piece: str) -> None:
    assert KnownWords(WORDS).meant_by(piece).exact == -1


@pytest.mark.parametrize(
    ("piece", "levels"),
    [
        ("shiping", {"shipping": ONE_SLIP}),
        ("lnog", {"long": ONE_SLIP}),
        ("warrnt", {"warranty": ONE_SLIP}),
        ("internatinla", {"international": TWO_SLIPS}),
        ("refuds", {"refunds": ONE_SLIP}),
        ("sih", {}),
        ("lnogs", {}),
        ("2024", {}),
        ("chipping", {}),
    ],
)
def test_a_slip_is_mended_in_longer_words_behind_the_first_letter(piece: str, levels: dict[str, int]) -> None:
    assert by_word(KnownWords(WORDS).meant_with_slips(piece), WORDS) == levels


def test_a_piece_that_means_a_word_is_not_taken_for_a_slip() -> None:
    assert by_word(KnownWords(["form", "forms", "from"]).meant_with_slips("form"), ["form", "forms", "from"]) == {
        "form": BEGUN,
        "forms": BEGUN,
    }


def test_only_words_that_count_are_mended_to_and_hide_a_slip() -> None:
    words = ["form", "from", "fron"]
    meant = KnownWords(words).meant_with_slips("form", np.array([1], np.int32))
    assert by_word(meant, words) == {"form": BEGUN, "from": ONE_SLIP}


def test_of_very_many_words_those_of_its_own_length_are_compared() -> None:
    words = sorted({f"l{a}{b}{c}" + "x" * 9 for a in "abcdefgh" for b in "abcdefgh" for c in "abcdefgh"} | {"long"})
    assert by_word(KnownWords(words).meant_with_slips("lnog"), words) == {"long": ONE_SLIP}


def test_without_words_nothing_is_meant() -> None:
    assert by_word(KnownWords([]).meant_with_slips("shipping"), []) == {}
