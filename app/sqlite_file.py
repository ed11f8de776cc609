"""An SQLite file that several threads and processes write to while others read it."""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from app.errors import DataFolderError

_PATIENCE = 1.0
"""Seconds that a writer waits for others: a transaction takes milliseconds, and somebody waits for the reply."""


@dataclass(frozen=True, slots=True)
class Schema:
    """What a new file is made with; `version` changes with the `statements`."""

    version: int
    statements: tuple[str, ...]


class SqliteFile:
    """Made, with its folder, when something is written first; opened anew after a failure.

    A write-ahead log lets readers see the state before a transaction while another process writes.
    """

    def __init__(self, path: Path, schema: Schema, *, patience: float = _PATIENCE) -> None:
        self.path, self._schema, self._patience = path, schema, patience
        self._lock = threading.Lock()
        self._writer: sqlite3.Connection | None = None

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """A transaction: kept whole or, after an error, not at all. Raises DataFolderError."""
        if not self._lock.acquire(timeout=self._patience):
            raise DataFolderError(f"{self.path}: others of this process have been writing for {self._patience:g} s.")
        try:
            with self._connection() as connection:
                yield connection
        except (OSError, sqlite3.Error) as exc:
            self._close()
            raise _unusable(self.path, exc) from exc
        finally:
            self._lock.release()

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """The file as it is now, whatever is written meanwhile; an empty one where there is none yet.

        Raises DataFolderError.
        """
        try:
            with closing(self._opened_to_read()) as connection:
                yield connection
        except sqlite3.Error as exc:
            raise _unusable(self.path, exc) from exc

    def close(self) -> None:
        """Folds the write-ahead log into the file, unless others still use it."""
        with self._lock:
            self._close()

    def _close(self) -> None:
        if self._writer is not None:
            self._writer.close()
            self._writer = None

    def _connection(self) -> sqlite3.Connection:
        if self._writer is not None and not self.path.exists():
            self._close()  # somebody has deleted the file: writing to what is left of it would lose what is written
        if self._writer is None:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._writer = sqlite3.connect(self.path, timeout=self._patience, check_same_thread=False)
            self._prepare(self._writer)
            self._writer.execute("PRAGMA journal_mode = WAL")
            self._writer.execute("PRAGMA synchronous = NORMAL")
        return self._writer

    def _opened_to_read(self) -> sqlite3.Connection:
        is_made = self.path.exists() and self.path.stat().st_size > 0
        address = f"{self.path.absolute().as_uri()}?mode=ro" if is_made else ":memory:"
        connection = sqlite3.connect(address, timeout=self._patience, uri=True)
        self._prepare(connection)
        connection.execute("BEGIN")
        return connection

    def _prepare(self, connection: sqlite3.Connection) -> None:
        """Makes the tables of a new file. Raises DatabaseError for a file of another version."""
        if self._version(connection) == 0:
            with connection:
                connection.execute("BEGIN IMMEDIATE")  # two processes may have found the same new file
                for statement in self._schema.statements if self._version(connection) == 0 else ():
                    connection.execute(statement)
                connection.execute(f"PRAGMA user_version = {self._schema.version}")
        if (version := self._version(connection)) != self._schema.version:
            raise sqlite3.DatabaseError(
                f"its format is {version}, this version reads {self._schema.version}; move the file away"
            )

    @staticmethod
    def _version(connection: sqlite3.Connection) -> int:
        return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _unusable(path: Path, exc: Exception) -> DataFolderError:
    return DataFolderError(
        f"{path} cannot be used: {exc}. Check that its folder is writable, that its disk has room, "
        "and that the file is whole; a damaged one can be moved away, a new one is made."
    )
