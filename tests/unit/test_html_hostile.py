"""Broken and hostile pages are read in linear time, or at least without harm."""

import pytest

from app.corpus.elements import Pair, Prose
from app.corpus.page.reading import read_page
from app.domain import Place


@pytest.mark.parametrize(
    "page",
    [
        "<div>" * 5_000 + "deep" + "</div>" * 5_000,
        "<div>" * 5_000 + "deep",
        "<b><i>" * 3_000 + "deep",
        "<ul><li>" * 2_000 + "deep",
        "<p " + " ".join(f"a{n}=1" for n in range(20_000)) + ">deep</p>",
    ],
    ids=["closed", "open", "inline", "lists", "attributes"],
)
def test_depth_and_size_lose_no_text(page: str) -> None:
    (element,) = read_page(page).elements
    assert isinstance(element, Prose)
    assert element.text.endswith("deep")


def test_answers_in_answers_are_pairs_however_deep() -> None:
    page = "".join(f"<details><summary>Why {n}?</summary>So." for n in range(500))
    elements = read_page(page).elements
    assert elements == tuple(
        Pair(question=f"Why {n}?", answer="So.", section=f"Why {n - 1}?" if n else "", place=Place())
        for n in range(500)
    )


def test_entities_of_the_page_itself_are_not_resolved() -> None:
    page = '<!DOCTYPE html [<!ENTITY a "aaaa"><!ENTITY f SYSTEM "file:///etc/hostname">]><p>&a;&f;</p>'
    assert "&a;&f;" in str(read_page(page).elements)


def test_a_page_without_text_has_no_elements() -> None:
    assert read_page("<!-- nothing").elements == ()
    assert read_page("").elements == ()


def test_an_unclosed_list_of_questions_is_read() -> None:
    page = "<dl><dt>Why?<dd>So.<dt>Where?<dd>Here.</dl>"
    assert [(each.question, each.answer) for each in read_page(page).elements if isinstance(each, Pair)] == [
        ("Why?", "So."),
        ("Where?", "Here."),
    ]


def test_structured_data_nested_without_end_is_a_note() -> None:
    page = f'<script type="application/ld+json">{"[" * 100_000}</script><p>Text.'
    assert len(read_page(page).notes) == 1


def test_broken_nesting_loses_nothing() -> None:
    page = "<div itemtype=Question><div itemprop=name>Why<div itemprop=acceptedAnswer>So.</div></div></div>"
    assert "Why" in str(read_page(page).elements)
    cells = "<table><tr><td>a<td>b<tr><td>c<dl><td>d</td></dl></td><td>e</table>"
    assert all(letter in str(read_page(cells).elements[0]) for letter in "abcde")
