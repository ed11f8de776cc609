"""Queries are kept by one thread; a store that is stuck, full or broken costs entries, and nobody any time."""

import logging
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.answer import Answer, Extract
from app.api import query_logging
from app.api.query_logging import MOST_WAITING, QueryLogger, of_answer, of_search
from app.domain import Answerability, Hit, Match, Merchant, Passage, SearchRequest, SearchResult, Source, Span
from app.errors import DataFolderError
from app.events import Event
from app.query_log import FILE, Entry, LoggedQuery, Outcome, QueryLogFile
from app.scope import EVERYTHING, Scope

OUTCOME = Outcome("en", "answer", 0.9, "alpine:1", 0.8, "20261122", degraded=False, hits=1)
ASKED = SearchRequest("free shipping")


class Store:
    """Keeps while its gate is open."""

    def __init__(self) -> None:
        self.gate, self.began = threading.Event(), threading.Event()
        self.kept: list[Entry] = []
        self.batches: list[int] = []
        self.closed = False

    def keep(self, entries: Sequence[Entry]) -> None:
        self.began.set()
        self.gate.wait(10)
        self.kept += entries
        self.batches.append(len(entries))

    def close(self) -> None:
        self.closed = True


class Broken(Store):
    """Cannot keep anything, and says why."""

    def __init__(self, why: Exception) -> None:
        super().__init__()
        self._why = why

    def keep(self, entries: Sequence[Entry]) -> None:
        raise self._why


class Told(Counter[str]):
    """What was told of entries."""

    def __call__(self, outcome: str, entries: int) -> None:
        self[outcome] += entries


@pytest.fixture(autouse=True)
def _on_a_busy_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(query_logging, "_PATIENCE", 10)


@pytest.fixture
def told() -> Told:
    return Told()


@pytest.fixture
def store() -> Iterator[Store]:
    store = Store()
    yield store
    store.gate.set()


def queries(store: Store) -> list[LoggedQuery]:
    return [entry for entry in store.kept if isinstance(entry, LoggedQuery)]


def add(logger: QueryLogger, count: int) -> float:
    """How many seconds it took to add so many."""
    started = time.perf_counter()
    for _ in range(count):
        logger.add(ASKED, EVERYTHING, OUTCOME)
    return time.perf_counter() - started


def test_what_was_added_is_kept_before_the_store_is_closed(store: Store, told: Told) -> None:
    store.gate.set()
    logger = QueryLogger(store, told)
    add(logger, 250)
    logger.close()
    assert (len(store.kept), told, store.closed) == (250, {"kept": 250}, True)
    assert {(entry.query, entry.merchants, entry.outcome) for entry in queries(store)} == {
        ("free shipping", (), OUTCOME)
    }
    assert len({entry.query_id for entry in queries(store)}) == 250


def test_what_waits_is_kept_a_hundred_at_a_time(store: Store, told: Told) -> None:
    logger = QueryLogger(store, told)
    add(logger, 1)
    assert store.began.wait(5)
    add(logger, 249)
    store.gate.set()
    logger.close()
    assert store.batches == [1, 100, 100, 49]


def test_a_stuck_store_costs_what_finds_no_room_and_nobody_any_time(store: Store, told: Told) -> None:
    logger = QueryLogger(store, told)
    add(logger, 1)
    assert store.began.wait(5)
    assert add(logger, MOST_WAITING + 7) < 1
    assert told == {"dropped": 7}


def test_a_stuck_store_does_not_keep_the_service_from_ending(
    store: Store, told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(query_logging, "_PATIENCE", 0.01)
    logger = QueryLogger(store, told)
    add(logger, MOST_WAITING + 1)
    started = time.perf_counter()
    logger.close()
    assert time.perf_counter() - started < 1


@pytest.mark.parametrize(
    ("why", "line"),
    [
        (DataFolderError("The disk is full."), "Queries are not kept: The disk is full."),
        (ValueError("a fault"), "Queries are not kept: ValueError('a fault')"),
    ],
)
def test_entries_that_cannot_be_kept_are_counted_and_the_reason_is_logged_once(
    why: Exception, line: str, told: Told, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        logger = QueryLogger(Broken(why), told)
        add(logger, 150)
        logger.close()
    assert told == {"dropped": 150}
    assert caplog.messages == [line]


def test_a_damaged_file_costs_entries_only(tmp_path: Path, told: Told, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / FILE).write_bytes(b"no database" * 1000)
    logger = QueryLogger(QueryLogFile(tmp_path, days=90), told)
    add(logger, 3)
    logger.close()
    assert told == {"dropped": 3}
    assert "file is not a database" in caplog.text
    assert "free shipping" not in caplog.text


def test_without_a_store_nothing_is_kept_and_closing_is_fine(told: Told) -> None:
    logger = QueryLogger(None, told)
    add(logger, 3)
    logger.close()
    assert not told


def kept(store: Store, told: Told, request: SearchRequest, scope: Scope) -> list[tuple[str, ...]]:
    """The merchants of what is kept for this request."""
    store.gate.set()
    logger = QueryLogger(store, told)
    logger.add(request, scope, OUTCOME)
    logger.close()
    return [entry.merchants for entry in queries(store)]


ALPINE = Scope(merchants=frozenset({"alpine"}))
MANY = Scope(merchants=frozenset(map(str, range(21))))


@pytest.mark.parametrize(
    ("request_", "scope", "merchants"),
    [
        (SearchRequest("q"), EVERYTHING, ()),
        (SearchRequest("q", merchants=("boutique", "alpine")), EVERYTHING, ("alpine", "boutique")),
        (SearchRequest("q"), ALPINE, ("alpine",)),
        (SearchRequest("q", merchants=("7",)), MANY, ("7",)),
        (SearchRequest("q"), MANY, ()),
    ],
)
def test_an_entry_names_the_merchants_that_were_asked_unless_they_are_too_many(
    store: Store, told: Told, request_: SearchRequest, scope: Scope, merchants: tuple[str, ...]
) -> None:
    assert kept(store, told, request_, scope) == [merchants]


def test_a_further_page_and_what_is_not_to_be_logged_are_no_questions_and_have_no_id(store: Store, told: Told) -> None:
    assert kept(store, told, SearchRequest("q", offset=10), EVERYTHING) == []
    assert kept(store, told, SearchRequest("q", logged=False), EVERYTHING) == []
    assert QueryLogger(None, told).add(SearchRequest("q", offset=10), EVERYTHING, OUTCOME) is None


def test_the_id_that_a_query_is_kept_with_is_given_back_and_its_events_follow_it(store: Store, told: Told) -> None:
    store.gate.set()
    logger = QueryLogger(store, told)
    query_id = logger.add(ASKED, EVERYTHING, OUTCOME)
    assert query_id is not None
    event = Event(query_id, datetime.now(UTC), "copy", "alpine:1", 3, "alpine")
    logger.add_event(event)
    logger.close()
    assert ([entry.query_id for entry in queries(store)], store.kept[1]) == ([query_id], event)


def test_without_a_store_a_query_has_an_id_all_the_same(told: Told) -> None:
    assert QueryLogger(None, told).add(ASKED, EVERYTHING, OUTCOME) is not None


MERCHANT = Merchant("alpine", "Alpine", "Alpine")
PASSAGE = Passage(
    id="alpine:1",
    merchant_id="alpine",
    document="alpine/faq.txt",
    question="Free?",
    text="Yes.",
    section=None,
    language="en",
    language_confidence=1.0,
    part=None,
    lines=(1, 2),
    spans=(Span(6, 10),),
    content_hash="sha256:...",
)
SOURCE = Source("alpine/faq.txt", "alpine")
HIT = Hit(PASSAGE, MERCHANT, SOURCE, 0.8, Match(cross_lingual=False))
JUDGED = Answerability("answer", 0.9)


def found(*hits: Hit) -> SearchResult:
    return SearchResult("free shipping", "en", JUDGED, hits, len(hits), {}, 1.0, "20261122")


def answered(*extracts: Extract) -> Answer:
    return Answer("free shipping", "en", JUDGED, extracts, 1.0, "20261122")


def test_an_outcome_names_the_best_hit_with_its_score() -> None:
    assert of_search(found(HIT)) == OUTCOME


def test_an_outcome_names_the_passage_of_the_first_extract() -> None:
    outcome = of_answer(answered(Extract(PASSAGE, MERCHANT, SOURCE, Span(0, 4), (2, 2))))
    assert (outcome.passage_id, outcome.score, outcome.hits) == ("alpine:1", None, 1)


def test_an_outcome_names_no_passage_where_none_was_shown() -> None:
    assert [(each.passage_id, each.score) for each in (of_search(found()), of_answer(answered()))] == [(None, None)] * 2
