"""The gap report over a real index: what is missed is found, placed by what is served now, and kept for a while."""

import dataclasses
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app import gap_finder
from app.domain import SearchRequest, Verdict
from app.encoders.hashing import HashingEncoder
from app.errors import UnknownMerchant
from app.feedback import Feedback, FeedbackFile
from app.gap_finder import GapFinder, GapReport, GapsWanted
from app.gap_places import is_shown
from app.query_log import LoggedQuery, Outcome, QueryLogFile
from app.scope import EVERYTHING, Scope
from app.search import Searcher, Understanding

ALPINE = Scope(merchants=frozenset({"alpine"}))


@pytest.fixture
def log(tmp_path: Path) -> Iterator[QueryLogFile]:
    log = QueryLogFile(tmp_path, days=90)
    yield log
    log.close()


@pytest.fixture
def said(tmp_path: Path) -> Iterator[FeedbackFile]:
    said = FeedbackFile(tmp_path)
    yield said
    said.close()


@pytest.fixture
def finder(log: QueryLogFile, said: FeedbackFile) -> GapFinder:
    return GapFinder(log, said)


def ask(
    log: QueryLogFile,
    query: str,
    *merchants: str,
    verdict: Verdict = "none",
    passage: str | None = None,
    language: str = "en",
    days_ago: float = 0,
) -> None:
    outcome = Outcome(language, verdict, 0.1, passage, None, "g", degraded=False)
    log.keep([LoggedQuery("id", datetime.now(UTC) - timedelta(days=days_ago), query, merchants, outcome)])


def gap_request(query: str, merchant: str) -> SearchRequest:
    return SearchRequest(query, (merchant,), limit=1)


def labels(report: GapReport) -> list[str]:
    return [placed.gap.label for placed in report.gaps]


def states(report: GapReport) -> list[str]:
    return [placed.state for placed in report.gaps]


def test_an_empty_log_has_no_gaps(finder: GapFinder, searcher: Searcher) -> None:
    report = finder.report(searcher)
    assert (report.kinds.total(), report.total, report.gaps) == (0, 0, ())


def test_a_gap_is_placed_by_what_is_served_now(log: QueryLogFile, finder: GapFinder, searcher: Searcher) -> None:
    ask(log, "zebra", "alpine")
    ask(log, "how long does shipping take", "alpine", verdict="weak")
    report = finder.report(searcher)
    assert labels(report) == ["how long does shipping take", "zebra"]
    assert states(report) == ["answered_since", "unanswered"]
    assert {placed.nearest.merchant.id for placed in report.gaps if placed.nearest} == {"alpine"}


def test_half_an_answer_is_weak(log: QueryLogFile, finder: GapFinder, searcher: Searcher) -> None:
    ask(log, "is shipping free for tigers and lions", "unnamed")
    expected = searcher.search(gap_request("is shipping free for tigers and lions", "unnamed")).answerability.verdict
    assert (expected, states(finder.report(searcher))) == ("weak", ["weak"])


def test_an_answer_that_people_complained_of_stays_a_gap(
    log: QueryLogFile, said: FeedbackFile, finder: GapFinder, searcher: Searcher
) -> None:
    query = "how long does shipping take"
    best = searcher.search(gap_request(query, "alpine")).hits[0].passage.id
    ask(log, query, "alpine", verdict="answer", passage=best)
    said.keep(Feedback(datetime.now(UTC), query, best, "alpine", "g", helpful=False))
    report = finder.report(searcher)
    assert (labels(report), states(report), report.kinds) == ([query], ["badly_rated"], {"badly_rated": 1})


def test_a_complaint_of_before_the_days_that_are_looked_at_is_over(
    log: QueryLogFile, said: FeedbackFile, finder: GapFinder, searcher: Searcher
) -> None:
    ask(log, "shipping", "alpine", verdict="answer", passage="alpine:1")
    said.keep(Feedback(datetime.now(UTC) - timedelta(days=31), "shipping", "alpine:1", "alpine", "g", helpful=False))
    assert finder.report(searcher).kinds == {"answered": 1}


def test_a_merchant_that_is_gone_has_nothing_near(log: QueryLogFile, finder: GapFinder, searcher: Searcher) -> None:
    ask(log, "how long does shipping take", "gone")
    (placed,) = finder.report(searcher).gaps
    assert (placed.state, placed.nearest) == ("unanswered", None)


def test_gaps_of_one_merchant_in_one_language_may_be_wanted(
    log: QueryLogFile, finder: GapFinder, searcher: Searcher
) -> None:
    ask(log, "zebra", "alpine")
    ask(log, "zèbre", "alpine", language="fr")
    ask(log, "lion", "boutique")
    ask(log, "tiger")
    french = finder.report(searcher, GapsWanted(merchant="alpine", language="fr"))
    assert (labels(french), french.kinds.total()) == (["zèbre"], 2)
    assert len(finder.report(searcher).gaps) == 4


def test_the_most_asked_are_shown_and_all_are_counted(log: QueryLogFile, finder: GapFinder, searcher: Searcher) -> None:
    ask(log, "zebra")
    ask(log, "lion")
    ask(log, "zebra")
    report = finder.report(searcher, GapsWanted(limit=1))
    assert (labels(report), report.total) == (["zebra"], 2)


def test_what_was_asked_before_the_days_that_are_looked_at_is_not(
    log: QueryLogFile, finder: GapFinder, searcher: Searcher
) -> None:
    ask(log, "zebra", days_ago=8)
    assert finder.report(searcher, GapsWanted(days=7)).total == 0
    assert finder.report(searcher, GapsWanted(days=9)).total == 1


def test_who_sees_one_merchant_sees_what_it_alone_was_asked(
    log: QueryLogFile, finder: GapFinder, searcher: Searcher
) -> None:
    ask(log, "zebra", "alpine")
    ask(log, "lion", "alpine", "boutique")
    ask(log, "tiger")
    report = finder.report(searcher, scope=ALPINE)
    assert (labels(report), report.kinds.total()) == (["zebra"], 1)


@pytest.mark.parametrize("merchant", ["nobody", "boutique"])
def test_a_merchant_out_of_sight_is_unknown(finder: GapFinder, searcher: Searcher, merchant: str) -> None:
    with pytest.raises(UnknownMerchant):
        finder.report(searcher, GapsWanted(merchant=merchant), scope=ALPINE)


@pytest.mark.parametrize(
    ("merchants", "scope", "shown"),
    [
        (("alpine",), EVERYTHING, True),
        ((), EVERYTHING, True),
        (("alpine",), ALPINE, True),
        (("boutique",), ALPINE, False),
        (("alpine", "boutique"), ALPINE, False),
        ((), ALPINE, False),
        (("alpine",), Scope(languages=frozenset({"en"})), False),
    ],
)
def test_who_may_see_what_merchants_were_asked(merchants: tuple[str, ...], scope: Scope, shown: bool) -> None:
    assert is_shown(merchants, scope=scope) == shown


@pytest.fixture
def embedded(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The texts that were embedded so far."""
    texts: list[str] = []

    def noted(text: str) -> str:
        texts.append(text)
        return text

    monkeypatch.setattr(gap_finder, "cleaned", noted)
    return texts


def test_a_report_is_kept_for_a_while_and_then_embeds_only_what_is_new(
    log: QueryLogFile, finder: GapFinder, searcher: Searcher, embedded: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    ask(log, "zebra")
    assert finder.report(searcher).total == 1
    ask(log, "lion")
    assert (finder.report(searcher).total, embedded) == (1, ["zebra"])
    later = time.monotonic() + gap_finder.FRESH
    monkeypatch.setattr(time, "monotonic", lambda: later)
    assert (finder.report(searcher).total, embedded) == (2, ["zebra", "lion"])


class Another(HashingEncoder):
    """The same encoder under another name."""

    fingerprint = "another"


def test_another_model_embeds_everything_anew(
    log: QueryLogFile, finder: GapFinder, searcher: Searcher, understanding: Understanding, embedded: list[str]
) -> None:
    ask(log, "zebra")
    finder.report(searcher)
    manifest = dataclasses.replace(searcher.generation.manifest, fingerprint="another")
    generation = dataclasses.replace(searcher.generation, manifest=manifest)
    finder.report(Searcher(generation, dataclasses.replace(understanding, encoder=Another())))
    assert embedded == ["zebra", "zebra"]
