"""The query log: what was asked and how it was answered, without what may tell who asked; kept for some days."""

import dataclasses
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Protocol

from app.domain import Verdict
from app.redaction import redacted
from app.sqlite_file import Schema, SqliteFile

FILE = "queries.sqlite3"

MOST_KEPT = 500_000
"""Entries; a new one beyond them takes the place of the oldest."""

_COLUMNS = "time, query, merchants, language, verdict, confidence, passage_id, score, generation, degraded"
_TABLE = (
    "CREATE TABLE queries (number INTEGER PRIMARY KEY, time TEXT NOT NULL, query TEXT NOT NULL,"
    " merchants TEXT NOT NULL, language TEXT, verdict TEXT NOT NULL, confidence REAL NOT NULL, passage_id TEXT,"
    " score REAL, generation TEXT NOT NULL, degraded INTEGER NOT NULL)"
)
_INDEX = "CREATE INDEX queries_by_time ON queries (time)"
_ADD = f"INSERT INTO queries ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"  # noqa: S608 - names only
_EXPIRE = "DELETE FROM queries WHERE time < ?"
_TRIM = "DELETE FROM queries WHERE number <= (SELECT max(number) FROM queries) - ?"
_LIST = f"SELECT {_COLUMNS} FROM queries ORDER BY number DESC"  # noqa: S608 - names only


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a query was answered. `passage_id` is the best passage that was shown, `score` its score if it has one."""

    language: str | None
    verdict: Verdict
    confidence: float
    passage_id: str | None
    score: float | None
    generation: str
    degraded: bool


@dataclass(frozen=True, slots=True)
class LoggedQuery:
    """A query and how it was answered: nothing of who asked. `time` is in UTC.

    `merchants` are those that were asked for, or that the caller is limited to; none: all.
    """

    time: datetime
    query: str
    merchants: tuple[str, ...]
    outcome: Outcome


class QueryStore(Protocol):
    """Where queries are kept."""

    def keep(self, entries: Sequence[LoggedQuery]) -> None:
        """Keeps them, all or none. Raises DataFolderError."""
        ...

    def close(self) -> None:
        """Lets go of what the store holds open."""
        ...


class QueryLogFile:
    """Queries in an SQLite file of a folder, both made when the first is kept.

    Keeping some removes those that are more than `days` days old.
    """

    def __init__(self, folder: Path, *, days: int, most: int = MOST_KEPT) -> None:
        self._file = SqliteFile(folder / FILE, Schema(version=1, statements=(_TABLE, _INDEX)))
        self._age, self._most = timedelta(days=days), most

    def keep(self, entries: Sequence[LoggedQuery]) -> None:
        """Adds entries, redacted, and removes those that are too old or too many. Raises DataFolderError."""
        oldest = _stamp(datetime.now(UTC) - self._age)
        with self._file.writing() as connection:
            connection.execute("PRAGMA secure_delete = ON")  # some builds leave what is removed in the file
            connection.executemany(_ADD, map(_row, entries))
            connection.execute(_EXPIRE, (oldest,))
            connection.execute(_TRIM, (self._most,))

    def entries(self) -> Iterator[LoggedQuery]:
        """What is kept, the newest first. Raises DataFolderError."""
        with self._file.reading() as connection:
            yield from map(_entry, connection.execute(_LIST))

    def close(self) -> None:
        """Lets go of the file."""
        self._file.close()


def _row(entry: LoggedQuery) -> tuple[object, ...]:
    asked = _stamp(entry.time), redacted(entry.query), json.dumps(entry.merchants)
    return (*asked, *dataclasses.astuple(entry.outcome))


def _entry(row: Sequence[Any]) -> LoggedQuery:  # Any: each column has its own type
    time, query, merchants, language, verdict, confidence, passage_id, score, generation, degraded = row
    outcome = Outcome(language, verdict, confidence, passage_id, score, generation, degraded=bool(degraded))
    return LoggedQuery(datetime.fromisoformat(time), query, tuple(json.loads(merchants)), outcome)


def _stamp(time: datetime) -> str:
    """Texts of equal length, in the order of time."""
    return time.astimezone(UTC).isoformat(timespec="milliseconds")
