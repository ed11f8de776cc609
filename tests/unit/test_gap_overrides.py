"""Overrides that close a gap: valid TOML that names the nearest passage, or leaves an answer to be written."""

import dataclasses
import tomllib
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app import gap_overrides
from app.corpus.overrides import Overrides
from app.corpus.overrides_file import parse_overrides
from app.domain import Hit, Match, Merchant, Passage, Source, Span
from app.gap_places import PlacedGap
from app.gaps import Example, Gap
from app.missed import Asked
from app.redaction import EMAIL

PASSAGE = Passage(
    id="alpine:1",
    merchant_id="alpine",
    document="alpine/faq.txt",
    question='Do you sell "gift cards"?',
    text="Yes.",
    section=None,
    language="en",
    language_confidence=1.0,
    part=None,
    lines=(1, 2),
    spans=(Span(6, 10),),
    content_hash="sha256:...",
)
NEAREST = Hit(PASSAGE, Merchant("alpine", "Alpine", "Alpine"), Source("alpine/faq.txt", "alpine"), 0.4, Match(False))
GAP = Gap(
    asked=Asked(("alpine",), "en"),
    label='voucher\x7f "10 €"',
    count=3,
    distinct=2,
    first_seen=datetime(2026, 11, 1, tzinfo=UTC),
    last_seen=datetime(2026, 11, 20, tzinfo=UTC),
    badly_rated=0,
    rated_passages=frozenset(),
    series=(1, 2),
    series_days=7,
    trend="steady",
    examples=(Example('voucher\x7f "10 €"', 2), Example(f"voucher for {EMAIL}", 1)),
)
PLACED = PlacedGap(GAP, "weak", NEAREST, 0.4)
SHOWN = 'voucher "10 €"'
BECAUSE = {"reason": "asked 3 times between 2026-11-01 and 2026-11-20", "author": "your name"}


def parsed(entry: str | None) -> object:
    return tomllib.loads(entry or "")


def read(entry: str | None) -> Overrides:
    """As a corpus' overrides are read."""
    return parse_overrides(Path("overrides.toml"), (entry or "").encode())


STANDS = {"merchant": "alpine", "document": "alpine/faq.txt", "question": PASSAGE.question}


def test_a_phrasing_gives_the_examples_to_the_nearest_passage_without_what_was_redacted() -> None:
    entry = gap_overrides.phrasing(PLACED)
    assert parsed(entry) == {"phrasings": [{**STANDS, "phrasings": [SHOWN], "language": "en", **BECAUSE}]}
    assert [each.phrasings for each in read(entry).phrasings] == [(SHOWN,)]


def test_a_passage_without_a_question_is_named_by_its_id() -> None:
    bare = dataclasses.replace(NEAREST, passage=dataclasses.replace(PASSAGE, question=None))
    (entry,) = read(gap_overrides.phrasing(dataclasses.replace(PLACED, nearest=bare))).phrasings
    assert (entry.about.passage, entry.about.question) == ("alpine:1", None)


def test_an_answer_is_left_to_be_written() -> None:
    entry = gap_overrides.answer(PLACED)
    expected = {"merchant": "alpine", "question": SHOWN, "answer": "", "language": "en", **BECAUSE}
    assert parsed(entry) == {"answers": [expected]}
    (written,) = read((entry or "").replace('answer = ""', 'answer = "Yes."')).answers
    assert (written.question, written.answer) == (SHOWN, "Yes.")


def test_no_language_is_named_where_none_was_told() -> None:
    untold = dataclasses.replace(PLACED, gap=dataclasses.replace(GAP, asked=Asked(("alpine",), None)))
    assert "language" not in f"{gap_overrides.phrasing(untold)}{gap_overrides.answer(untold)}"


@pytest.mark.parametrize(
    "nearest",
    [
        None,
        dataclasses.replace(NEAREST, score=gap_overrides.LEAST_CHANCE - 0.01),
    ],
    ids=["none", "far"],
)
def test_no_phrasing_is_suggested_where_nothing_is_near(nearest: Hit | None) -> None:
    assert gap_overrides.phrasing(dataclasses.replace(PLACED, nearest=nearest)) is None


def of(*merchants: str, nearest: Hit | None = NEAREST) -> PlacedGap:
    return PlacedGap(dataclasses.replace(GAP, asked=Asked(merchants, "en")), "weak", nearest, 0.4)


def test_no_phrasing_is_suggested_where_everything_was_redacted() -> None:
    bare = dataclasses.replace(GAP, examples=(Example(EMAIL, 1),))
    assert gap_overrides.phrasing(dataclasses.replace(PLACED, gap=bare)) is None


def test_what_all_merchants_were_asked_is_answered_by_the_one_that_is_nearest() -> None:
    assert 'merchant = "alpine"' in (gap_overrides.answer(of()) or "")
    assert 'merchant = "other"' in (gap_overrides.answer(of("other")) or "")
    assert gap_overrides.answer(of(nearest=None)) is None


def test_what_was_asked_once_is_said_so() -> None:
    once = dataclasses.replace(GAP, count=1, first_seen=GAP.last_seen)
    assert 'reason = "asked once on 2026-11-20"' in (gap_overrides.answer(dataclasses.replace(PLACED, gap=once)) or "")
