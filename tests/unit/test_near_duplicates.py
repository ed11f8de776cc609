"""Passages that nearly repeat each other, and others that only look like it."""

import pytest

from app.near_duplicates import near_duplicates
from tests.unit.doubtful import near, passage

TRACK = "Sign in to your account and click on Track Order to see where your parcel is."


@pytest.mark.parametrize(
    ("one", "other", "language"),
    [
        (TRACK, TRACK.replace("Track Order", '"Track Order"'), "en"),
        (TRACK, TRACK.replace("your parcel", "the parcel"), "en"),
        ("Die Rückgabe ist kostenlos möglich.", "Die Rückgabe ist kostenfrei möglich.", "de"),
        ("返品は商品到着後にご連絡ください。", "返品は、商品到着後にご連絡ください。", "ja"),
    ],
)
def test_texts_that_differ_in_little_are_near_duplicates(one: str, other: str, language: str) -> None:
    passages = [passage("a", one, language), passage("b", other, language)]
    assert near_duplicates(passages, [near(0, 1)]) == [[0, 1]]


@pytest.mark.parametrize(
    ("one", "other", "languages"),
    [
        (TRACK, TRACK, ("en", "en")),
        (TRACK, TRACK.replace("Sign in", "Log in"), ("en", "fr")),
        (TRACK, "Write to us.", ("en", "en")),
        ("Return it within 30 days of delivery.", "Return it within 40 days of delivery.", ("en", "en")),
        ("Apple Pay is not accepted here.", "Google Pay is not accepted here.", ("en", "en")),
    ],
)
def test_equal_texts_and_other_ones_are_not(one: str, other: str, languages: tuple[str, str]) -> None:
    passages = [passage("a", one, languages[0]), passage("b", other, languages[1])]
    assert near_duplicates(passages, [near(0, 1)]) == []


def test_what_the_model_sees_far_apart_is_not_compared() -> None:
    passages = [passage("a", TRACK), passage("b", f"{TRACK}!")]
    assert near_duplicates(passages, [near(0, 1, 0.94)]) == []


def test_a_group_is_of_those_near_its_first_passage() -> None:
    passages = [passage("a", TRACK), passage("b", f"{TRACK}!"), passage("c", f"{TRACK}!!"), passage("d", f"{TRACK}?")]
    pairs = [near(0, 1), near(0, 2), near(1, 2), near(2, 3)]
    assert near_duplicates(passages, pairs) == [[0, 1, 2]]
