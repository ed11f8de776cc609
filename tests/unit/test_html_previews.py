"""A question that a page shows again, above the beginning of its answer, is told once and whole."""

import pytest

from app.corpus.elements import Pair
from app.corpus.page.reading import read_page

WHOLE = ("Is it free?", "It is, from thirty euros on.")
OTHER = ("Which way?", "By post.")


def _page(*pairs: tuple[str, str]) -> str:
    return "".join(f"<h3>{question}</h3><p>{answer}</p>" for question, answer in pairs)


def _pairs(page: str) -> list[tuple[str, str]]:
    return [(each.question, each.answer) for each in read_page(page).elements if isinstance(each, Pair)]


@pytest.mark.parametrize(
    "beginning", ["It is, from...", "It is, from thi…", "It is, from [...]", "IT IS, from … Read more"]
)
def test_a_preview_is_a_repeat_of_the_whole_answer(beginning: str) -> None:
    page = _page((WHOLE[0], beginning), OTHER, WHOLE)
    assert _pairs(page) == [OTHER, WHOLE]
    assert [(each.text, each.reason) for each in read_page(page).dropped] == [(f"{WHOLE[0]}\n{beginning}", "repeat")]


def test_a_preview_below_the_whole_answer_is_a_repeat_too() -> None:
    assert _pairs(_page(WHOLE, OTHER, (WHOLE[0], "It is, ..."))) == [WHOLE, OTHER]


@pytest.mark.parametrize(
    "answer",
    [
        "It is",
        "It is, from th",
        "...",
        "From thirty euros on.",
        "It is ... so they say in each of our branches and shops.",
    ],
)
def test_what_is_not_the_beginning_of_the_other_answer_stays(answer: str) -> None:
    assert _pairs(_page((WHOLE[0], answer), WHOLE)) == [(WHOLE[0], answer), WHOLE]


def test_the_beginning_of_the_answer_to_another_question_stays() -> None:
    assert _pairs(_page(("Why?", "It is, ..."), WHOLE)) == [("Why?", "It is, ..."), WHOLE]
