"""The query log: what was asked, how it was answered, what was done with the hits, and not by whom; for some days."""

import dataclasses
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Protocol

from app.domain import Verdict
from app.events import Event
from app.redaction import redacted
from app.sqlite_file import Schema, SqliteFile

FILE = "queries.sqlite3"

MOST_KEPT = 500_000
"""Queries, and as many events; a new one beyond them takes the place of the oldest."""

MOST_EVENTS = 50
"""Events of one query that are kept; so nobody pushes out what others did without asking as much."""

_QUERY = (
    "query_id, time, query, merchants, language, verdict, confidence, passage_id, score, generation, degraded, hits"
)
_EVENT = "query_id, time, action_name, passage_id, position, merchant_id"
_QUERIES = (
    "CREATE TABLE queries (number INTEGER PRIMARY KEY, time TEXT NOT NULL, query TEXT NOT NULL,"
    " merchants TEXT NOT NULL, language TEXT, verdict TEXT NOT NULL, confidence REAL NOT NULL, passage_id TEXT,"
    " score REAL, generation TEXT NOT NULL, degraded INTEGER NOT NULL, query_id TEXT NOT NULL, hits INTEGER)"
)
_EVENTS = (
    "CREATE TABLE events (number INTEGER PRIMARY KEY, query_id TEXT NOT NULL, time TEXT NOT NULL,"
    " action_name TEXT NOT NULL, passage_id TEXT NOT NULL, position INTEGER, merchant_id TEXT NOT NULL)"
)
_BY_TIME = "CREATE INDEX queries_by_time ON queries (time)"
_INDEXES = (
    "CREATE INDEX queries_by_id ON queries (query_id)",
    "CREATE INDEX events_by_time ON events (time)",
    "CREATE INDEX events_by_query ON events (query_id)",
)
_FROM_1 = (
    "ALTER TABLE queries ADD COLUMN query_id TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE queries ADD COLUMN hits INTEGER",
    "UPDATE queries SET query_id = lower(hex(randomblob(16)))",
)
_SCHEMA = Schema(
    version=2, statements=(_QUERIES, _BY_TIME, _EVENTS, *_INDEXES), upgrades={1: (*_FROM_1, _EVENTS, *_INDEXES)}
)

# Names only, and numbers of our own, are put into these.
_ADD_QUERY = f"INSERT INTO queries ({_QUERY}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"  # noqa: S608 - as above
_ADD_EVENT = (
    f"INSERT INTO events ({_EVENT}) SELECT ?1, ?2, ?3, ?4, ?5, ?6"  # noqa: S608 - as above
    " WHERE EXISTS (SELECT 1 FROM queries WHERE query_id = ?1)"
    f" AND (SELECT count(*) FROM events WHERE query_id = ?1) < {MOST_EVENTS}"
)
_EXPIRE = "DELETE FROM {table} WHERE time < ?"
_TRIM = "DELETE FROM {table} WHERE number <= (SELECT max(number) FROM {table}) - ?"
_LIST_QUERIES = f"SELECT {_QUERY} FROM queries WHERE time >= ? ORDER BY number DESC"  # noqa: S608 - as above
_LIST_EVENTS = f"SELECT {_EVENT} FROM events WHERE time >= ? ORDER BY number DESC"  # noqa: S608 - as above


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a query was answered. `passage_id` is the best passage that was shown, `score` its score if it has one.

    `hits` are the results that paging can reach, or the extracts of an answer; None for what was logged before version
    2 of the file.
    """

    language: str | None
    verdict: Verdict
    confidence: float
    passage_id: str | None
    score: float | None
    generation: str
    degraded: bool
    hits: int | None = None


@dataclass(frozen=True, slots=True)
class LoggedQuery:
    """A query and how it was answered: nothing of who asked. `time` is in UTC.

    `merchants` are those that were asked for, or that the caller is limited to; none: all.
    """

    query_id: str
    time: datetime
    query: str
    merchants: tuple[str, ...]
    outcome: Outcome


Entry = LoggedQuery | Event
"""What a query log keeps."""


class QueryStore(Protocol):
    """Where queries and events are kept."""

    def keep(self, entries: Sequence[Entry]) -> None:
        """Keeps them, all or none; no events of queries that it does not have. Raises DataFolderError."""
        ...

    def close(self) -> None:
        """Lets go of what the store holds open."""
        ...


class QueryLogFile:
    """Queries and events in an SQLite file of a folder, both made when the first is kept.

    Keeping some removes those that are more than `days` days old.
    """

    def __init__(self, folder: Path, *, days: int, most: int = MOST_KEPT) -> None:
        self._file = SqliteFile(folder / FILE, _SCHEMA)
        self._age, self._most = timedelta(days=days), most

    def keep(self, entries: Sequence[Entry]) -> None:
        """Adds entries, redacted, and removes those that are too old or too many. Raises DataFolderError.

        An event of a query that is not here, or that has `MOST_EVENTS` already, is left out.
        """
        oldest = _stamp(datetime.now(UTC) - self._age)
        with self._file.writing() as connection:
            connection.executemany(_ADD_QUERY, (_row(each) for each in entries if isinstance(each, LoggedQuery)))
            connection.executemany(_ADD_EVENT, (_event_row(each) for each in entries if isinstance(each, Event)))
            for table in ("queries", "events"):
                connection.execute(_EXPIRE.format(table=table), (oldest,))
                connection.execute(_TRIM.format(table=table), (self._most,))

    def entries(self, *, since: datetime | None = None) -> Iterator[LoggedQuery]:
        """The queries that are kept, or those since a time, the newest first. Raises DataFolderError."""
        with self._file.reading() as connection:
            yield from map(_entry, connection.execute(_LIST_QUERIES, (_since(since),)))

    def events(self, *, since: datetime | None = None) -> Iterator[Event]:
        """The events that are kept, or those since a time, the newest first. Raises DataFolderError."""
        with self._file.reading() as connection:
            for query_id, time, action, passage, position, merchant in connection.execute(
                _LIST_EVENTS, (_since(since),)
            ):
                yield Event(query_id, datetime.fromisoformat(time), action, passage, position, merchant)

    def close(self) -> None:
        """Lets go of the file."""
        self._file.close()


def _row(entry: LoggedQuery) -> tuple[object, ...]:
    asked = entry.query_id, _stamp(entry.time), redacted(entry.query), json.dumps(entry.merchants)
    return (*asked, *dataclasses.astuple(entry.outcome))


def _entry(row: Sequence[Any]) -> LoggedQuery:  # Any: each column has its own type
    query_id, time, query, merchants, language, verdict, confidence, passage_id, score, generation, degraded, hits = row
    outcome = Outcome(language, verdict, confidence, passage_id, score, generation, bool(degraded), hits)
    return LoggedQuery(query_id, datetime.fromisoformat(time), query, tuple(json.loads(merchants)), outcome)


def _event_row(event: Event) -> tuple[object, ...]:
    return (event.query_id, _stamp(event.time), event.action_name, event.passage_id, event.position, event.merchant_id)


def _stamp(time: datetime) -> str:
    """Texts of equal length, in the order of time."""
    return time.astimezone(UTC).isoformat(timespec="milliseconds")


def _since(time: datetime | None) -> str:
    """Before every stamp where no time is given."""
    return _stamp(time) if time else ""
