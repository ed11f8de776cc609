"""What a person sees of search results in a terminal, and what a pipe gets."""

import re
from dataclasses import replace
from typing import Any

import pytest

from app.domain import (
    Answerability,
    Curation,
    CurationKind,
    Highlight,
    Hit,
    Match,
    Merchant,
    Passage,
    Place,
    SearchRequest,
    SearchResult,
    Source,
    Span,
    Verdict,
)
from app.printed_hits import print_result

TEXT = "Three days. Bank holidays aside."
PASSAGE = Passage(
    id="alpine:1",
    merchant_id="alpine",
    document="alpine/faq.csv",
    question="How long?",
    text=TEXT,
    section=None,
    language="en",
    language_confidence=1.0,
    part=None,
    lines=(3, 4),
    spans=(Span(0, len(TEXT)),),
    content_hash="sha256:0",
)
HIT = Hit(
    passage=PASSAGE,
    merchant=Merchant("alpine", "Alpine", contact="help@alpine.example"),
    source=Source("alpine/faq.csv", "alpine"),
    score=0.9,
    match=Match(cross_lingual=False),
    highlights=(Highlight("question", 0, 3), Highlight("text", 6, 10)),
)


ASKED = SearchRequest("how long", limit=5)
Captured = pytest.CaptureFixture[str]


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Output as to a terminal of 60 columns that knows colours."""
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLUMNS", "60")
    monkeypatch.delenv("NO_COLOR", raising=False)


def _printed(
    capsys: Captured, *hits: Hit, asked: SearchRequest = ASKED, verdict: Verdict = "answer", language: str | None = "en"
) -> str:
    result = SearchResult(
        query="how long",
        query_language=language,
        answerability=Answerability(verdict, 0.9),
        hits=hits,
        total_hits=7,
        facets={},
        processing_ms=12.6,
        generation="g",
    )
    print_result(result, asked)
    return capsys.readouterr().out


def _with(passage: Passage) -> Hit:
    return replace(HIT, passage=passage)


def test_the_verdict_the_scope_and_the_hit_are_told_in_this_order(capsys: Captured) -> None:
    assert _printed(capsys, HIT) == (
        "Answered (confidence 0.90)\n"
        "1-1 of 7 passages · asked in en · 13 ms\n"
        "\n"
        "1. How long?\n"
        "   Alpine  alpine/faq.csv:3-4  en  0.90\n"
        "   Three days. Bank holidays aside.\n"
    )


def test_filters_are_named_and_ranks_go_on_where_the_page_before_ended(capsys: Captured) -> None:
    asked = SearchRequest("how long", ("alpine", "other"), ("en",), ("Shipping",), offset=3)
    out = _printed(capsys, HIT, HIT, asked=asked)
    scope = "4-5 of 7 passages · only merchant alpine or other · only language en · only section Shipping · asked in en"
    assert f"\n{scope} · 13 ms\n\n4. How" in out
    assert "\n\n5. How" in out


def test_a_query_in_no_known_language_is_not_said_to_be_in_one(capsys: Captured) -> None:
    assert "\n1-1 of 7 passages · 13 ms\n" in _printed(capsys, HIT, language=None)


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        ("pin", "pinned"),
        ("answer", "written by a curator"),
        ("phrasing", "found by a curator's words"),
        ("synonym", "found by a synonym"),
    ],
)
def test_what_a_hit_owes_to_a_curator_is_told(capsys: Captured, kind: CurationKind, told: str) -> None:
    assert f"  en  0.90  {told}\n" in _printed(capsys, replace(HIT, curation=Curation(kind, "x")))


def test_a_hit_in_another_language_than_the_query_is_marked(capsys: Captured) -> None:
    foreign = replace(HIT, match=Match(cross_lingual=True))
    assert "  en ≠ de  0.90\n" in _printed(capsys, foreign, language="de")


@pytest.mark.usefixtures("terminal")
def test_the_sentence_that_matters_is_bold_and_its_words_underlined(capsys: Captured) -> None:
    assert "\x1b[1mThree \x1b[0m\x1b[1;4mdays\x1b[0m\x1b[1m.\x1b[0m Bank holidays aside.\n" in _printed(capsys, HIT)


@pytest.mark.usefixtures("terminal")
def test_without_colours_what_matters_still_shows(capsys: Captured, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    out = _printed(capsys, replace(HIT, match=Match(cross_lingual=True)))
    assert "\x1b[1;4mdays\x1b[0m" in out
    assert "\x1b[36m" not in out


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({}, "alpine/faq.csv:3-4  en"),
        ({"place": Place(row=7)}, "alpine/faq.csv row 7  en"),
        ({"place": Place(page=3)}, "alpine/faq.csv page 3  en"),
        ({"place": Place(anchor="returns")}, "alpine/faq.csv:3-4  en"),
        ({"part": (1, 2)}, "alpine/faq.csv:3-4, part 1 of 2  en"),
        ({"language": None}, "alpine/faq.csv:3-4  ?"),
    ],
)
def test_a_passage_is_named_by_its_place(capsys: Captured, change: dict[str, Any], place: str) -> None:
    assert f"  {place}  0.90" in _printed(capsys, _with(replace(PASSAGE, **change)))


def test_a_passage_without_a_question_is_named_by_its_section_or_document(capsys: Captured) -> None:
    bare = replace(_with(replace(PASSAGE, question=None)), highlights=())
    section = replace(bare, passage=replace(bare.passage, section="Shipping"))
    titled = replace(bare, source=replace(HIT.source, title="Alpine FAQ"))
    out = _printed(capsys, section, titled, bare)
    assert re.findall(r"\d\. (.+)", out) == ["Shipping", "Alpine FAQ", "(no question)"]


LONG = replace(_with(replace(PASSAGE, text="Three days. " + "All other lines of it go on and on. " * 20)))


@pytest.mark.usefixtures("terminal")
def test_a_terminal_folds_long_texts_and_says_how_to_see_them(capsys: Captured) -> None:
    out = _printed(capsys, LONG)
    assert re.search(r"… \d+ more lines", out)
    assert "-n 1 shows one whole" in out


@pytest.mark.usefixtures("terminal")
def test_a_single_hit_is_shown_whole(capsys: Captured) -> None:
    assert "more lines" not in _printed(capsys, LONG, asked=replace(ASKED, limit=1))


@pytest.mark.usefixtures("terminal")
def test_nothing_is_said_of_folding_where_nothing_is_folded(capsys: Captured) -> None:
    assert "folded" not in _printed(capsys, HIT)


def test_a_pipe_gets_long_texts_whole_in_one_line(capsys: Captured) -> None:
    assert f"   {LONG.passage.text}\n" in _printed(capsys, LONG)


def test_without_an_answer_other_words_are_suggested(capsys: Captured) -> None:
    out = _printed(capsys, HIT, verdict="none")
    assert out.startswith("No clear answer here; the closest passages (confidence")
    assert out.endswith("\n\nTry other words.\n")


def test_without_an_answer_within_a_merchant_its_contact_is_told(capsys: Captured) -> None:
    out = _printed(capsys, HIT, verdict="none", asked=SearchRequest("how long", ("alpine",)))
    assert out.endswith("\n\nTry other words or leave a filter out.\nOr ask Alpine: help@alpine.example\n")


def test_a_merchant_without_contact_is_not_to_be_asked(capsys: Captured) -> None:
    silent = replace(HIT, merchant=replace(HIT.merchant, contact=None))
    assert "Or ask" not in _printed(capsys, silent, verdict="none", asked=SearchRequest("how long", ("alpine",)))


def test_a_page_behind_the_last_hit_is_empty(capsys: Captured) -> None:
    assert "\n7 passages · only language fr" in _printed(
        capsys, asked=SearchRequest("how long", (), ("fr",)), verdict="none"
    )


def test_a_document_cannot_command_the_terminal(capsys: Captured) -> None:
    hostile = "\x1b[31m\u202e"
    passage = replace(PASSAGE, question=hostile, text=hostile, document=hostile, section=hostile)
    asked = SearchRequest("how long", (hostile,))
    out = _printed(capsys, replace(_with(passage), merchant=Merchant("a", hostile)), asked=asked)
    assert not {"\x1b", "\u202e"} & set(out)
