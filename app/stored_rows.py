"""Values in a file of JSON lines, read one at a time by row or by key, so that memory holds only the recent ones."""

import hashlib
import json
import os
import weakref
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, Generic, TypeVar, overload

import numpy as np
from numpy.typing import NDArray

from app.retrieval.archive import contradiction, load_arrays, refused, save_arrays, unreadable
from app.retrieval.ragged import are_offsets

_ARRAYS: Mapping[str, type[np.generic]] = {"offsets": np.int64, "digests": np.uint64, "rows": np.int32}

KEPT = 4096
"""Values that stay in memory: a small corpus as a whole, once it has been used."""

T = TypeVar("T")


def store_rows(path: Path, keyed: Iterable[tuple[str, str]]) -> None:
    """Writes JSON texts, one a line, each under a key of its own, and beside them an archive of where they are.

    It holds `offsets` (rows + 1) into the file, and the `digests` of all keys, sorted, with their `rows`.
    """
    offsets, digests = [0], []
    with path.open("wb") as file:
        for key, text in keyed:
            offsets.append(offsets[-1] + file.write(text.encode() + b"\n"))
            digests.append(_digest(key))
    sorted_, rows = _sorted(np.array(digests, np.uint64))
    save_arrays(_archive(path), {"offsets": np.array(offsets, np.int64), "digests": sorted_, "rows": rows})


class StoredRows(Sequence[T], Generic[T]):
    """What `store_rows` wrote. Safe to use from many threads."""

    def __init__(
        self,
        path: Path,
        parse: Callable[[Any], T],  # Any: JSON as it was written
        key: Callable[[T], str],
        *,
        kept: int = KEPT,
    ) -> None:
        """`parse` makes a value of a line's JSON, `key` tells the key it was written under. Raises IndexCorrupt."""
        self._offsets, self._digests, self._rows = load_arrays(_archive(path), _ARRAYS, "rows").values()
        self._path, self._parse, self._key = path, parse, key
        self._file = _opened(path)
        weakref.finalize(self, os.close, self._file).atexit = False  # until the end, threads may be reading
        size = os.fstat(self._file).st_size
        if not are_offsets(self._offsets, size) or not self._are_looked_up():
            raise contradiction(_archive(path))
        self._recent, self._recent_rows = lru_cache(kept)(self._read), lru_cache(KEPT)(self._found)

    def __len__(self) -> int:
        return len(self._offsets) - 1

    @overload
    def __getitem__(self, row: int) -> T: ...
    @overload
    def __getitem__(self, row: slice) -> tuple[T, ...]: ...
    def __getitem__(self, row: int | slice) -> T | tuple[T, ...]:
        rows = range(len(self))[row]
        return self._recent(rows) if isinstance(rows, int) else tuple(map(self._recent, rows))

    def __iter__(self) -> Iterator[T]:
        """All of them, past those that are kept: a walk over a large corpus must not displace them."""
        return map(self._read, range(len(self)))

    @property
    def by_key(self) -> Mapping[str, T]:
        """The same values by their keys, which are read from the file as well."""
        return _ByKey(self, self._key, self._recent_rows)

    def row_of(self, key: str) -> int:
        """The row of a key. Raises KeyError where there is none."""
        return self._recent_rows(key)

    def _are_looked_up(self) -> bool:
        """Whether there is a digest of each row, once, and in order."""
        each = len(self._digests) == len(self) and np.array_equal(np.sort(self._rows), np.arange(len(self)))
        return each and bool((self._digests[1:] >= self._digests[:-1]).all())

    def _read(self, row: int) -> T:
        start, end = self._offsets[row : row + 2].tolist()
        try:
            return self._parse(json.loads(os.pread(self._file, end - start, start)))
        except OSError as exc:
            raise refused(self._path, exc) from exc
        except (ValueError, KeyError, TypeError, RecursionError) as exc:
            raise unreadable(self._path, f"row {row}") from exc

    def _found(self, key: str) -> int:
        """The row of a key: the one of those with its digest that says so itself.

        Raises KeyError where there is none, so that the key is not kept: strangers ask for any number, of any length.
        """
        digest = np.uint64(_digest(key))
        first, last = (np.searchsorted(self._digests, digest, side) for side in ("left", "right"))
        for row in self._rows[first:last].tolist():
            if self._key(self[row]) == key:
                return int(row)
        raise KeyError(key)


class _ByKey(Mapping[str, T], Generic[T]):
    def __init__(self, rows: StoredRows[T], key: Callable[[T], str], find: Callable[[str], int]) -> None:
        self._rows, self._key, self._find = rows, key, find

    def __getitem__(self, key: str) -> T:
        return self._rows[self._find(key)]

    def __iter__(self) -> Iterator[str]:
        return map(self._key, self._rows)

    def __len__(self) -> int:
        return len(self._rows)


def _opened(path: Path) -> int:
    try:
        return os.open(path, os.O_RDONLY)
    except OSError as exc:
        raise unreadable(path, "rows") from exc


def _archive(path: Path) -> Path:
    return path.with_suffix(".rows.npz")


def _sorted(digests: NDArray[np.uint64]) -> tuple[NDArray[np.uint64], NDArray[np.int32]]:
    rows = np.argsort(digests, kind="stable")
    return digests[rows], rows.astype(np.int32)


def _digest(key: str) -> int:
    """64 bits of a key: few rows share them, at any size of a corpus. A look-up may ask for any text at all."""
    return int.from_bytes(hashlib.blake2b(key.encode(errors="surrogatepass"), digest_size=8).digest(), "little")
