"""The query log keeps what was asked and how it was answered: redacted, for some days, the newest only."""

import dataclasses
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app import wiring
from app.errors import DataFolderError
from app.query_log import FILE, LoggedQuery, Outcome, QueryLogFile
from app.redaction import EMAIL, NUMBER
from app.settings import Settings

NOW = datetime.now(UTC).replace(microsecond=0)
FOUND = Outcome("fr", "answer", 0.93, "alpine:1", 0.91, "20261122", degraded=False)
NOTHING = Outcome(None, "none", 0.02, None, None, "20261122", degraded=True)


def asked(query: str = "livraison", outcome: Outcome = FOUND, *, days_ago: float = 0, of: str = "") -> LoggedQuery:
    return LoggedQuery(NOW - timedelta(days=days_ago), query, tuple(of.split()), outcome)


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
    assert wiring.queries(Settings.from_environment(given)) is None
    assert isinstance(wiring.queries(Settings.from_environment({**given, "FAQ_QUERY_LOG": "yes"})), QueryLogFile)


def test_of_entries_that_cannot_all_be_kept_none_is(log: QueryLogFile) -> None:
    unkept = asked(outcome=dataclasses.replace(FOUND, generation=None))  # type: ignore[arg-type]  # a fault
    with pytest.raises(DataFolderError, match="NOT NULL"):
        log.keep([asked(), unkept])
    assert list(log.entries()) == []
