"""Which spellings are one slip apart, and which may sound alike."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.spelling import differ_by_a_slip, shortened, sounds_of


@given(word=st.text("abcd", min_size=3, max_size=8), place=st.integers(1, 6), letter=st.sampled_from("abcdx"))
def test_words_that_differ_by_a_slip_share_a_shortened_form(word: str, place: int, letter: str) -> None:
    start, rest = word[: min(place, len(word) - 2)], word[min(place, len(word) - 2) :]
    slips = (start + rest[1:], start + letter + rest[1:], start + letter + rest, start + rest[1] + rest[0] + rest[2:])
    assert all(slip == word or differ_by_a_slip(word, slip) for slip in slips)
    assert all(set(shortened(word)) & set(shortened(slip)) for slip in slips)


def test_a_word_without_letters_is_shortened_to_itself() -> None:
    assert list(shortened("")) == [""]
    assert list(shortened("abc")) == ["abc", "ac", "ab"]


@pytest.mark.parametrize(
    ("latin", "other"),
    [("casekoo", "keisukuu"), ("schneider", "suneider"), ("phoenix", "foenix")],
)
def test_a_name_and_its_spelling_in_another_script_sound_alike(latin: str, other: str) -> None:
    assert sounds_of([latin], latin=True)[0] & sounds_of([other], latin=False)[0]


@given(st.lists(st.text("abcehkoqstux", max_size=9)), st.booleans())
def test_many_sound_as_each_alone(romans: list[str], latin: bool) -> None:
    assert sounds_of(romans, latin=latin) == [sounds_of([roman], latin=latin)[0] for roman in romans]
