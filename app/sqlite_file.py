"""An SQLite file that several threads and processes write to while others read it."""

import os
import sqlite3
import threading
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from app.errors import DataFolderError

_PATIENCE = 1.0
"""Seconds that a writer waits for others: a transaction takes milliseconds, and somebody waits for the reply."""

_MODE = 0o600


@dataclass(frozen=True, slots=True)
class Schema:
    """What a new file is made with; `version` changes with the `statements`.

    `indexes` may change at any time: a file that is written to gets those that it lacks (`IF NOT EXISTS`).
    `upgrades` make a file of an earlier version one of this version, what it holds included.
    """

    version: int
    statements: tuple[str, ...]
    indexes: tuple[str, ...] = ()
    upgrades: Mapping[int, tuple[str, ...]] = field(default_factory=dict)

    def from_version(self, version: int) -> tuple[str, ...]:
        """What a file of this version lacks (0: a new one); nothing for one that is up to date or not known."""
        return self.statements if version == 0 else self.upgrades.get(version, ())


class SqliteFile:
    """Made, with its folder, when something is written first, for its owner's eyes only; opened anew after a failure.

    A write-ahead log lets readers see the state before a transaction while another process writes.
    """

    def __init__(self, path: Path, schema: Schema, *, patience: float = _PATIENCE) -> None:
        self.path, self._schema, self._patience = path, schema, patience
        self._lock = threading.Lock()
        self._writer: sqlite3.Connection | None = None
        self._opened: tuple[int, int] | None = None

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
            if self._is_of_before():
                with self.writing():  # readers open it for reading only
                    pass
            with closing(sqlite3.connect(self._address(), timeout=self._patience, uri=True)) as connection:
                self._prepare(connection)
                connection.execute("BEGIN")
                yield connection
        except (OSError, sqlite3.Error) as exc:
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
        if self._writer is not None and self._is_gone():
            self._close()  # nobody would find what is written to a file that was moved or deleted
        if self._writer is None:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with suppress(FileExistsError):
                self.path.touch(_MODE, exist_ok=False)  # SQLite gives the files beside it the same mode
            self._writer = sqlite3.connect(self.path, timeout=self._patience, check_same_thread=False)
            self._writer.execute("PRAGMA secure_delete = ON")  # some builds leave what is moved or removed in the file
            self._prepare(self._writer)
            self._writer.execute("PRAGMA journal_mode = WAL")
            self._writer.execute("PRAGMA synchronous = NORMAL")
            for index in self._schema.indexes:
                self._writer.execute(index)
            self._opened = _identity(self.path)
        return self._writer

    def _is_gone(self) -> bool:
        """Whether the path leads nowhere, or to another file: another process may have made a new one."""
        try:
            return _identity(self.path) != self._opened
        except FileNotFoundError:
            return True

    def _address(self) -> str:
        """What is read: an empty database where nothing has been written yet."""
        if not self.path.exists() or self.path.stat().st_size == 0:
            return ":memory:"
        address = f"{self.path.absolute().as_uri()}?mode=ro"
        return address if self._may_have_a_log() else f"{address}&immutable=1"

    def _may_have_a_log(self) -> bool:
        """Readers of a write-ahead log make a file beside it. Where they cannot, the file is whole without a log."""
        return os.access(self.path.parent, os.W_OK) or self.path.with_name(f"{self.path.name}-wal").exists()

    def _is_of_before(self) -> bool:
        """Whether the file is of an earlier version, and can be upgraded."""
        if not self._schema.upgrades:
            return False
        with closing(sqlite3.connect(self._address(), timeout=self._patience, uri=True)) as connection:
            return self._version(connection) in self._schema.upgrades

    def _prepare(self, connection: sqlite3.Connection) -> None:
        """Makes the tables of a new file, or of one of before. Raises DatabaseError for one of another version."""
        if self._schema.from_version(self._version(connection)):
            with connection:
                connection.execute("BEGIN IMMEDIATE")  # two processes may have found the same file
                for statement in self._schema.from_version(self._version(connection)):
                    connection.execute(statement)
                connection.execute(f"PRAGMA user_version = {self._schema.version}")
        if (version := self._version(connection)) != self._schema.version:
            raise sqlite3.DatabaseError(
                f"its format is {version}, this version reads {self._schema.version}; move the file away"
            )

    @staticmethod
    def _version(connection: sqlite3.Connection) -> int:
        return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _identity(path: Path) -> tuple[int, int]:
    """Which file it is, as long as somebody has it open."""
    told = path.stat()
    return told.st_dev, told.st_ino


def _unusable(path: Path, exc: Exception) -> DataFolderError:
    told = exc.strerror if isinstance(exc, OSError) else exc
    return DataFolderError(
        f"{path} cannot be used: {told}. Check that its folder is writable, that its disk has room, "
        "and that the file is whole; a damaged one can be moved away, a new one is made."
    )
