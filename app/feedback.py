"""Feedback: whether a passage helped with a query, as people said; kept in the data folder, the newest only."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal, Protocol

from app.sqlite_file import Schema, SqliteFile

FILE = "feedback.sqlite3"

MOST_KEPT = 100_000
"""Entries; a new one beyond them takes the place of the oldest."""

_TABLE = (
    "CREATE TABLE feedback (number INTEGER PRIMARY KEY, time TEXT NOT NULL, query TEXT NOT NULL,"
    " passage_id TEXT NOT NULL, merchant_id TEXT NOT NULL, generation TEXT NOT NULL, helpful INTEGER NOT NULL)"
)
_ADD = "INSERT INTO feedback (time, query, passage_id, merchant_id, generation, helpful) VALUES (?, ?, ?, ?, ?, ?)"
# Numbers follow each other without gaps: only the oldest entries are ever removed.
_TRIM = "DELETE FROM feedback WHERE number <= last_insert_rowid() - ?"
_LIST = (
    "SELECT time, query, passage_id, merchant_id, generation, helpful FROM feedback"
    " WHERE ?1 IS NULL OR merchant_id = ?1 ORDER BY number DESC"
)
_TALLY = (
    "SELECT {group}, SUM(helpful), SUM(NOT helpful), MAX(time) FROM feedback"
    " WHERE ?1 IS NULL OR merchant_id = ?1 GROUP BY {group} ORDER BY SUM(NOT helpful) DESC, SUM(helpful), {group}"
)

Group = Literal["passage_id", "merchant_id"]


@dataclass(frozen=True, slots=True)
class Feedback:
    """What somebody said of a passage that a search gave: nothing of who said it. `time` is in UTC."""

    time: datetime
    query: str
    passage_id: str
    merchant_id: str
    generation: str
    helpful: bool


@dataclass(frozen=True, slots=True)
class Tally:
    """What was said of one passage, or of all passages of one merchant; `id` is which."""

    id: str
    helpful: int
    not_helpful: int
    latest: datetime


class FeedbackStore(Protocol):
    """Where feedback is kept. Safe to use from many threads."""

    def keep(self, given: Feedback) -> None:
        """Keeps it. Raises DataFolderError."""
        ...

    def close(self) -> None:
        """Lets go of what the store holds open."""
        ...


class FeedbackFile:
    """Feedback in an SQLite file of a folder, both made when the first is given."""

    def __init__(self, folder: Path, *, most: int = MOST_KEPT) -> None:
        self._file, self._most = SqliteFile(folder / FILE, Schema(version=1, statements=(_TABLE,))), most

    def keep(self, given: Feedback) -> None:
        """Adds an entry, and removes those beyond the newest. Raises DataFolderError."""
        time = given.time.astimezone(UTC).isoformat(timespec="milliseconds")
        told = (time, given.query, given.passage_id, given.merchant_id, given.generation, given.helpful)
        with self._file.writing() as connection:
            connection.execute(_ADD, told)
            connection.execute(_TRIM, (self._most,))

    def entries(self, *, merchant: str | None = None) -> Iterator[Feedback]:
        """What is kept, the newest first; of one merchant or of all. Raises DataFolderError."""
        with self._file.reading() as connection:
            for time, query, passage, whose, generation, helpful in connection.execute(_LIST, (merchant,)):
                yield Feedback(datetime.fromisoformat(time), query, passage, whose, generation, bool(helpful))

    def tallies(self, by: Group, *, merchant: str | None = None) -> list[Tally]:
        """What was said of each passage, or of each merchant, those with most complaints first.

        Of one merchant or of all. Raises DataFolderError.
        """
        with self._file.reading() as connection:
            return [
                Tally(name, helpful, not_helpful, datetime.fromisoformat(latest))
                for name, helpful, not_helpful, latest in connection.execute(_TALLY.format(group=by), (merchant,))
            ]

    def close(self) -> None:
        """Lets go of the file."""
        self._file.close()
