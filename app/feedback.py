"""Feedback: whether a passage helped with a query, as people said; the newest, without what may tell who said it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal, Protocol

from app.redaction import redacted
from app.sqlite_file import Schema, SqliteFile

FILE = "feedback.sqlite3"

MOST_KEPT = 100_000
"""Entries; beyond them a hundredth goes, the oldest of the merchants that have most.

So visitors of one, however much they say, never push out what is said of others that have less.
"""

_TABLE = (
    "CREATE TABLE feedback (number INTEGER PRIMARY KEY, time TEXT NOT NULL, query TEXT NOT NULL,"
    " passage_id TEXT NOT NULL, merchant_id TEXT NOT NULL, generation TEXT NOT NULL, helpful INTEGER NOT NULL)"
)
_ADD = "INSERT INTO feedback (time, query, passage_id, merchant_id, generation, helpful) VALUES (?, ?, ?, ?, ?, ?)"
_INDEX = "CREATE INDEX IF NOT EXISTS feedback_by_merchant ON feedback (merchant_id)"  # and, as in all, by number
_COUNT = "SELECT count(*) FROM feedback"
# Those go first that have most newer ones of their own merchant.
_TRIM = (
    "DELETE FROM feedback WHERE number IN (SELECT number FROM (SELECT number, row_number() OVER"
    " (PARTITION BY merchant_id ORDER BY number DESC) AS place FROM feedback) ORDER BY place DESC, number LIMIT ?)"
)
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
        schema = Schema(version=1, statements=(_TABLE,), indexes=(_INDEX,))
        self._file, self._most = SqliteFile(folder / FILE, schema), most

    def keep(self, given: Feedback) -> None:
        """Adds an entry, its query redacted, and removes what is too much. Raises DataFolderError."""
        time = given.time.astimezone(UTC).isoformat(timespec="milliseconds")
        told = (time, redacted(given.query), given.passage_id, given.merchant_id, given.generation, given.helpful)
        with self._file.writing() as connection:
            connection.execute(_ADD, told)
            (count,) = connection.execute(_COUNT).fetchone()
            if count > self._most:
                connection.execute(_TRIM, (count - self._most + self._most // 100,))

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
