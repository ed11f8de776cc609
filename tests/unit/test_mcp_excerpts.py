"""Excerpts: verbatim, around what answers, in whole sentences."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from app.mcp_server.excerpts import excerpt

TEXT = "One one. Two two. Three three. Four four."


def test_a_text_that_fits_is_given_back_as_it_is() -> None:
    assert excerpt(TEXT, TEXT.index("Three"), len(TEXT)) == TEXT


@pytest.mark.parametrize(
    ("at", "longest", "expected"),
    [
        ("One", 18, "One one. Two two. ..."),
        ("two", 9, "... Two two. ..."),
        ("Three", 24, "... Three three. Four four."),
        ("Four", 24, "... Three three. Four four."),
        ("Two", 40, "... Two two. Three three. Four four."),
    ],
)
def test_the_sentence_that_answers_comes_with_what_follows_it_and_then_with_what_is_before(
    at: str, longest: int, expected: str
) -> None:
    assert excerpt(TEXT, TEXT.index(at), longest) == expected


def test_of_a_sentence_too_long_what_follows_the_place_is_shown() -> None:
    assert excerpt("0123456789" * 3, 15, 10) == "... 5678901234 ..."
    assert excerpt("0123456789" * 3, 25, 10) == "... 0123456789"


def test_sentences_of_scripts_without_spaces_are_sentences() -> None:
    text = "配送は三日です。返品は三十日以内です。送料は無料です。"
    assert excerpt(text, text.index("返品"), 12) == "... 返品は三十日以内です。 ..."


@given(some.text(alphabet="ab! \n。é", min_size=1).filter(str.strip), some.integers(1, 20), some.data())
def test_what_is_shown_stands_in_the_text_and_is_no_longer_than_allowed(
    text: str, longest: int, data: some.DataObject
) -> None:
    at = data.draw(some.sampled_from([i for i, character in enumerate(text) if not character.isspace()]))
    shown = excerpt(text, at, longest).removeprefix("... ").removesuffix(" ...")
    assert shown in text
    assert len(shown) <= longest
