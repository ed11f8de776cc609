"""keys.json in the data folder: every key, written whole or not at all, for its owner's eyes only."""

import fcntl
import json
import os
import time
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from app.errors import DataFolderError, InvalidValue, NotFound
from app.grants import Grant
from app.key_records import read_record, record
from app.keys import Issued, Key, issue

FILE, FORMAT_VERSION, MODE = "keys.json", 1, 0o600

_PATIENCE, _PAUSE = 3.0, 0.01
"""Seconds that a writer waits for others, who take milliseconds unless one was stopped; and between its attempts."""

_DAMAGED = (
    "Put back a copy that is whole; or move the file away and create every key anew, "
    "for without it nobody has one and a service on this machine's own address is open."
)


class KeyFile:
    """The keys of a data folder. Safe to use from many threads and processes."""

    def __init__(self, folder: Path, *, patience: float = _PATIENCE) -> None:
        self.path, self._patience = folder / FILE, patience
        self._followers: list[Callable[[], None]] = []

    def tell(self, follower: Callable[[], None]) -> None:
        """From now on it is called after each change that is made here, before whoever makes it goes on."""
        self._followers.append(follower)

    def read(self) -> Mapping[str, Key] | None:
        """Every key by its id; None where none was ever created. Raises DataFolderError."""
        try:
            content = self.path.read_bytes()
        except FileNotFoundError:
            return None
        except OSError as exc:
            raise DataFolderError(f"{self.path} cannot be read: {exc.strerror}. Mend its permissions.") from exc
        return self._parsed(content)

    def identity(self) -> Hashable:
        """What differs once the file is another one, or can no longer be looked at; None where there is none."""
        try:
            status = self.path.stat()
        except FileNotFoundError:
            return None
        except OSError as exc:
            return exc.errno
        return status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns

    def add(self, grant: Grant) -> Issued:
        """Keeps a new key. Raises DataFolderError."""
        issued = issue(grant)
        with self._writing() as keys:
            keys[issued.key.id] = issued.key
        return issued

    def revoke(self, key_id: str) -> None:
        """Forgets a key. Raises NotFound or DataFolderError."""
        with self._writing() as keys:
            if keys.pop(key_id, None) is None:
                raise NotFound(f"No key {key_id[:100]!r}. `faq keys list` shows those that there are.")

    @contextmanager
    def _writing(self) -> Iterator[dict[str, Key]]:
        """The keys, to be changed by nobody else meanwhile, and kept afterwards."""
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with _opened(self.path.with_suffix(".lock"), os.O_CREAT) as lock:
                self._await(lock)
                keys = dict(self.read() or {})
                yield keys
                self._write(keys.values())
        except OSError as exc:
            raise DataFolderError(
                f"{self.path} cannot be written: {exc.strerror}. The keys are as they were. "
                "Check that its folder is writable and that its disk has room."
            ) from exc
        for follower in self._followers:
            follower()

    def _await(self, lock: BinaryIO) -> None:
        """Returns when nobody else writes. Raises DataFolderError."""
        deadline = time.monotonic() + self._patience
        while not _is_taken(lock):
            if time.monotonic() > deadline:
                raise DataFolderError(
                    f"{self.path} is being written by others, for {self._patience:g} s already. The keys are as they "
                    "were. Try again; where a `faq keys` or a service was stopped half-way, let it go on or end it."
                )
            time.sleep(_PAUSE)

    def _write(self, keys: Iterable[Key]) -> None:
        """Beside the file, then in its place: whoever reads finds all of the old or all of the new, even after a
        power cut.
        """
        content = {"format_version": FORMAT_VERSION, "keys": [record(key) for key in keys]}
        beside = self.path.with_suffix(".new")
        beside.unlink(missing_ok=True)  # of a process that was killed
        with _opened(beside, os.O_CREAT | os.O_EXCL) as file:
            file.write(json.dumps(content, ensure_ascii=False, indent=2).encode() + b"\n")
            file.flush()
            os.fsync(file.fileno())
        beside.replace(self.path)
        _sync_folder(self.path.parent)

    def _parsed(self, content: bytes) -> Mapping[str, Key]:
        try:
            told: dict[str, Any] = json.loads(content)  # Any: JSON
            version, records = told["format_version"], told["keys"]
        except (ValueError, KeyError, TypeError, RecursionError) as exc:
            raise DataFolderError(f"{self.path} is not a file of keys. {_DAMAGED}") from exc
        if version != FORMAT_VERSION:
            raise DataFolderError(
                f"{self.path} has format {version!r}; this program reads {FORMAT_VERSION}. "
                "Run the version that wrote it, or create the keys anew with this one."
            )
        return self._keys(records)

    def _keys(self, records: Any) -> Mapping[str, Key]:  # Any: JSON
        try:
            keys = [read_record(kept) for kept in records]
        except (InvalidValue, ValueError, KeyError, TypeError, AttributeError) as exc:
            raise DataFolderError(f"{self.path} holds a key that is none ({exc}). {_DAMAGED}") from exc
        by_id = {key.id: key for key in keys}
        if len(by_id) < len(keys):
            raise DataFolderError(f"{self.path} holds two keys of one id. {_DAMAGED}")
        return by_id


def _opened(path: Path, flags: int) -> BinaryIO:
    """A file to write to, which only its owner may read or write."""
    return os.fdopen(os.open(path, os.O_WRONLY | flags, MODE), "wb")


def _is_taken(lock: BinaryIO) -> bool:
    """Takes a lock, until the file is closed, unless another process or thread has it."""
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _sync_folder(folder: Path) -> None:
    """A name that was changed in it outlives a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
