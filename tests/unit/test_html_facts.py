"""What a page tells machines: structured questions, its title, its address, when it was changed."""

import json

import pytest

from app.corpus.elements import Pair, Prose, Reading
from app.corpus.page.reading import read_page
from app.corpus.raw_file import RawFile
from app.corpus.readers.html import read
from app.corpus.registry import DocumentEntry


def _told(*answers: object, page: str = "", **question: object) -> Reading:
    asked = [{"@type": "Question", "name": "Why?", "acceptedAnswer": answer, **question} for answer in answers]
    return read_page(f'<script type="application/ld+json">{json.dumps(asked)}</script>{page}')


def _answers(reading: Reading) -> list[str]:
    return [each.answer for each in reading.elements if isinstance(each, Pair)]


@pytest.mark.parametrize(
    "answer",
    [
        {"text": "So & so."},
        [{"text": "So & so."}],
        "So & so.",
        {"text": ["So & so."]},
        {"text": "<p>So &amp; so.</p>"},
        {"text": "&lt;p&gt;So &amp;amp; so.&lt;/p&gt;"},
        {"text": "So &amp; so."},
    ],
)
def test_an_answer_is_told_by(answer: object) -> None:
    assert _answers(_told(answer)) == ["So & so."]


def test_an_answer_that_is_suggested_is_one() -> None:
    assert _answers(_told(None, suggestedAnswer=[{"text": "One."}, {"text": "Two."}])) == ["One.\n\nTwo."]


def test_a_question_without_a_name_or_an_answer_is_none() -> None:
    assert _told({"text": ""}).elements == ()
    assert _told({"text": "So."}, name=None).elements == ()


def test_what_hides_the_data_from_old_browsers_is_no_fault() -> None:
    page = '<script type="application/ld+json">//<![CDATA[\n{"@type": "Question"};\n//]]></script>'
    assert read_page(page).notes == ()


SHOWN = "<h3 id=why>Why?</h3>"


def test_a_longer_structured_answer_stands_in_the_place_of_the_shown_one() -> None:
    reading = _told({"text": "So it is, and more."}, page=f"{SHOWN}<p>So it is</p>")
    (pair,) = [each for each in reading.elements if isinstance(each, Pair)]
    assert (pair.answer, pair.place.anchor) == ("So it is, and more.", "why")
    assert [(each.text, each.reason) for each in reading.dropped] == [("So it is", "repeat")]


def test_the_answer_ends_where_the_structured_one_does() -> None:
    reading = _told({"text": "One: a b"}, page=f"{SHOWN}<p>One:</p><ol><li>a<li>b</ol><p>Write to us.</p>")
    assert _answers(reading) == ["One:\n\n1. a\n2. b"]
    assert [each.text for each in reading.elements if isinstance(each, Prose)] == ["Write to us."]


def test_the_shown_answer_is_whole_where_the_structured_one_ends_within_a_line() -> None:
    assert _answers(_told({"text": "So it is"}, page=f"{SHOWN}<p>So it is, mostly.</p>")) == ["So it is, mostly."]
    assert _answers(_told({"text": "so it mostly is"}, page=f"{SHOWN}<p>Ah, so it mostly is.</p>")) == [
        "Ah, so it mostly is."
    ]


@pytest.mark.parametrize(
    ("shown", "told"), [("Within 14 days.", "Within 30 days."), ("Not at all.", "No"), ("!", "No")]
)
def test_answers_that_differ_are_both_kept(shown: str, told: str) -> None:
    assert _answers(_told({"text": told}, page=f"{SHOWN}<p>{shown}</p>")) == [shown, told]


def test_a_plain_line_that_says_a_structured_question_asks_it() -> None:
    reading = _told({"text": "So."}, name="The reason", page="<div>The reason</div><div>So.</div>")
    assert [(each.question, each.answer) for each in reading.elements if isinstance(each, Pair)] == [
        ("The reason", "So.")
    ]


def test_numbers_within_a_sentence_are_no_numbers_of_a_list() -> None:
    assert _answers(_told({"text": "Only 30. Not more."}, page=f"{SHOWN}<p>Only 14. Not more.</p>")) == [
        "Only 14. Not more.",
        "Only 30. Not more.",
    ]


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ("<title>FAQ | Acme</title>", "FAQ | Acme"),
        ("<title>FAQ | Acme</title><meta property='og:site_name' content=ACME>", "FAQ"),
        ("<title>FAQ - Tea - Acme</title><meta property='og:site_name' content=Acme>", "FAQ - Tea"),
        ("<title>Acme</title><meta property='og:site_name' content=Acme>", "Acme"),
        ("<title>FAQ</title></head><h1>Help</h1>", "Help"),
        ("<title>FAQ</title></head><h1>One</h1><h1>Two</h1>", "FAQ"),
        ("", None),
    ],
)
def test_a_page_names_itself(head: str, title: str | None) -> None:
    assert read_page(f"<html><head>{head}<p>Text.").title == title


@pytest.mark.parametrize(
    ("address", "url"),
    [("https://a.example/x", "https://a.example/x"), ("/x", None), ("javascript:x()", None), ("http://[", None)],
)
def test_only_an_address_of_the_web_is_the_page_s(address: str, url: str | None) -> None:
    assert read_page(f"<link rel=canonical href='{address}'><p>Text.").url == url


@pytest.mark.parametrize(
    ("page", "updated"),
    [
        ("<p>Updated <time datetime=2025-01-02T03:04>yesterday</time></p>", "2025-01-02"),
        ("<p>Born <time datetime=2025-01-02>yesterday</time></p>", None),
        ("<meta itemprop=dateModified content=2025-01-02><p>x", "2025-01-02"),
        ("<meta property=og:updated_time content=soon><p>x", None),
        ("<p>Last updated: 2 January 2025</p>", "2025-01-02"),
    ],
)
def test_a_page_says_when_it_was_changed(page: str, updated: str | None) -> None:
    assert read_page(page).updated == updated


@pytest.mark.parametrize(
    "head",
    [
        b'<meta charset="iso-8859-1">',
        b"<meta http-equiv=Content-Type content='text/html; charset=iso-8859-1'>",
        b'<?xml version="1.0" encoding="ISO-8859-1"?>',
    ],
)
def test_a_page_says_how_it_is_encoded(head: bytes) -> None:
    file = RawFile(head + "<p>été</p>".encode("latin-1"), DocumentEntry("faq.html", "shop", 1), "faq.html")
    assert read(file).elements == (Prose(text="été"),)


def test_a_page_that_does_not_say_so_is_utf_8() -> None:
    file = RawFile("<p>été</p>".encode(), DocumentEntry("faq.html", "shop", 1), "faq.html")
    assert read(file).elements == (Prose(text="été"),)
