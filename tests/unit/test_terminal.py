"""What a person sees of a hit in a terminal."""

import dataclasses

import pytest

from app.domain import Answerability, Highlight, Hit, Merchant, Passage, SearchResult, Source, Span
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
    merchant=Merchant("alpine", "Alpine"),
    source=Source("alpine/faq.csv", "alpine"),
    score=0.9,
    cross_lingual=False,
    highlights=(Highlight("question", 0, 3), Highlight("text", 0, 10)),
)


def _printed(passage: Passage, capsys: pytest.CaptureFixture[str]) -> str:
    hit = dataclasses.replace(HIT, passage=passage)
    print_result(
        SearchResult(
            query="how long",
            query_language="en",
            answerability=Answerability("answer", 0.9),
            hits=(hit,),
            total_hits=1,
            facets={},
            processing_ms=1.0,
            generation="g",
        )
    )
    return capsys.readouterr().out


def test_what_made_the_match_is_underlined(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "\x1b[4mThree days\x1b[0m. Bank" in _printed(PASSAGE, capsys)


def test_nothing_is_underlined_where_a_control_character_was_left_out(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    shown = _printed(dataclasses.replace(PASSAGE, text="\x1b" + TEXT), capsys)
    assert "\x1b[4m" not in shown
    assert "Three days." in shown


def test_a_passage_of_a_text_is_named_by_its_lines(capsys: pytest.CaptureFixture[str]) -> None:
    assert "alpine/faq.csv:3-4 " in _printed(PASSAGE, capsys)


def test_a_passage_of_a_table_is_named_by_its_row(capsys: pytest.CaptureFixture[str]) -> None:
    assert "alpine/faq.csv row 7 " in _printed(dataclasses.replace(PASSAGE, row=7), capsys)
