"""The query log keeps what was asked, how it was answered and what was done: redacted, for some days, the newest."""

import dataclasses
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app import data_files
from app.errors import DataFolderError
from app.events import Event
from app.query_log import FILE, MOST_EVENTS, LoggedQuery, Outcome, QueryLogFile
from app.redaction import EMAIL, NUMBER
from app.settings import Settings

NOW = datetime.now(UTC).replace(microsecond=0)
FOUND = Outcome("fr", "answer", 0.93, "alpine:1", 0.91, "20261122", degraded=False, hits=7)
NOTHING = Outcome(None, "none", 0.02, None, None, "20261122", degraded=True, hits=0)


def asked(query: str = "livraison", outcome: Outcome = FOUND, *, days_ago: float = 0, of: str = "") -> LoggedQuery:
    return LoggedQuery(f"id of {query[:8]}", NOW - timedelta(days=days_ago), query, tuple(of.split()), outcome)


def click(query: str = "livraison", *, place: int | None = 1, days_ago: float = 0) -> Event:
    time = NOW - timedelta(days=days_ago)
    return Event(f"id of {query[:8]}", time, "click", "alpine:1", place, "alpine")


@pytest.fixture
def log(tmp_path: Path) -> Iterator[QueryLogFile]:
    log = QueryLogFile(tmp_path, days=90)
    yield log
    log.close()


def test_where_nothing_was_asked_there_is_nothing(log: QueryLogFile) -> None:
    assert list(log.entries()) == []


def test_entries_come_back_as_they_were_given_the_newest_first(log: QueryLogFile) -> None:
    entries = [asked("livraison 🎁"), asked("'; DROP TABLE queries; --", NOTHING), asked("返品", of="alpine boutique")]
    log.keep(entries[:1])
    log.keep(entries[1:])
    assert list(log.entries()) == entries[::-1]


def test_what_may_tell_who_asked_is_never_written(log: QueryLogFile, tmp_path: Path) -> None:
    log.keep([asked("I am jane@example.com, where is order 4711-0815-22?")])
    assert [entry.query for entry in log.entries()] == [f"I am {EMAIL}, where is order {NUMBER}?"]
    log.close()
    assert b"jane" not in (tmp_path / FILE).read_bytes()


def test_an_entry_stays_for_as_many_days_as_are_set(log: QueryLogFile) -> None:
    log.keep([asked("too old", days_ago=90.1), asked("just in time", days_ago=89.9)])
    assert [entry.query for entry in log.entries()] == ["just in time"]


def test_what_has_become_too_old_goes_although_nothing_new_comes_and_leaves_nothing(tmp_path: Path) -> None:
    log = QueryLogFile(tmp_path, days=90)
    log.keep([asked("an old question", days_ago=10)])
    log.close()
    shorter = QueryLogFile(tmp_path, days=9)
    shorter.keep([])
    assert list(shorter.entries()) == []
    shorter.close()
    assert b"an old question" not in (tmp_path / FILE).read_bytes()


def test_beyond_the_most_the_oldest_goes(tmp_path: Path) -> None:
    log = QueryLogFile(tmp_path, days=90, most=3)
    log.keep([asked(f"query {letter}") for letter in "abcde"])
    assert [entry.query for entry in log.entries()] == ["query e", "query d", "query c"]
    log.close()


def test_there_is_a_query_log_only_where_the_settings_ask_for_one(tmp_path: Path) -> None:
    given = {"FAQ_DATA_DIR": str(tmp_path)}
    assert data_files.queries(Settings.from_environment(given)) is None
    assert isinstance(data_files.queries(Settings.from_environment({**given, "FAQ_QUERY_LOG": "yes"})), QueryLogFile)


def test_of_entries_that_cannot_all_be_kept_none_is(log: QueryLogFile) -> None:
    unkept = asked(outcome=dataclasses.replace(FOUND, generation=None))  # type: ignore[arg-type]  # a fault
    with pytest.raises(DataFolderError, match="NOT NULL"):
        log.keep([asked(), unkept])
    assert list(log.entries()) == []


def test_entries_since_a_time_leave_out_what_is_older(log: QueryLogFile) -> None:
    log.keep([asked("old", days_ago=8), click("old", days_ago=8), asked("new", days_ago=6), click("new", days_ago=6)])
    since = NOW - timedelta(days=7)
    assert [entry.query for entry in log.entries(since=since)] == ["new"]
    assert [event.query_id for event in log.events(since=since)] == ["id of new"]


def test_events_come_back_as_they_were_given_the_newest_first(log: QueryLogFile) -> None:
    first, second = click(), dataclasses.replace(click(place=None), action_name="copy")
    log.keep([asked(), first])
    log.keep([second])
    assert list(log.events()) == [second, first]


def test_an_event_of_a_query_that_is_not_logged_is_left_out(log: QueryLogFile) -> None:
    log.keep([asked("known"), click("unknown"), click("known")])
    assert [event.query_id for event in log.events()] == ["id of known"]


def test_of_one_query_no_more_events_are_kept_than_anybody_makes(log: QueryLogFile) -> None:
    log.keep([asked("a"), asked("b"), *[click("a")] * (MOST_EVENTS + 1), click("b")])
    assert [event.query_id for event in log.events()] == ["id of b", *["id of a"] * MOST_EVENTS]


def test_events_expire_and_make_room_as_queries_do(tmp_path: Path) -> None:
    log = QueryLogFile(tmp_path, days=90, most=3)
    log.keep([asked(), click(place=1, days_ago=91), *(click(place=place) for place in range(2, 7))])
    assert [event.position for event in log.events()] == [6, 5, 4]
    log.close()


_VERSION_1 = """
CREATE TABLE queries (number INTEGER PRIMARY KEY, time TEXT NOT NULL, query TEXT NOT NULL, merchants TEXT NOT NULL,
  language TEXT, verdict TEXT NOT NULL, confidence REAL NOT NULL, passage_id TEXT, score REAL, generation TEXT NOT NULL,
  degraded INTEGER NOT NULL);
CREATE INDEX queries_by_time ON queries (time);
INSERT INTO queries (time, query, merchants, language, verdict, confidence, generation, degraded) VALUES
  ('2026-11-21T08:00:00.000+00:00', 'first', '["alpine"]', 'en', 'none', 0.1, 'g', 0),
  ('2026-11-21T09:00:00.000+00:00', 'second', '[]', NULL, 'weak', 0.6, 'g', 0);
PRAGMA user_version = 1;
"""


@pytest.fixture
def before(tmp_path: Path) -> Path:
    """A folder with a log of version 1."""
    with closing(sqlite3.connect(tmp_path / FILE)) as connection:
        connection.executescript(_VERSION_1)
    return tmp_path


def test_a_log_of_before_is_read_with_new_ids(before: Path) -> None:
    entries = list(QueryLogFile(before, days=90).entries())
    assert [(entry.query, entry.merchants, entry.outcome.hits) for entry in entries] == [
        ("second", (), None),
        ("first", ("alpine",), None),
    ]
    assert len({entry.query_id for entry in entries} - {""}) == 2


def test_a_log_of_before_is_written_on(before: Path) -> None:
    log = QueryLogFile(before, days=3650)
    log.keep([asked("third"), click("third")])
    assert [entry.query for entry in log.entries()] == ["third", "second", "first"]
    assert [event.query_id for event in log.events()] == ["id of third"]
    log.close()
