"""Arrays in files of their own, so that they can be written piece by piece and read in parts: NumPy's .npy format."""

import os
import weakref
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from itertools import pairwise
from pathlib import Path
from typing import Any, BinaryIO, Self

import numpy as np
from numpy.lib import format as npy
from numpy.typing import NDArray

from app.errors import IndexCorrupt
from app.retrieval.archive import refused, unreadable
from app.retrieval.array_header import read_header
from app.retrieval.ports import Rows, Takeable

HELD_BYTES = 32 << 20
"""Larger arrays stay in their file."""

Parts = Mapping[str, NDArray[Any]]  # Any: each array has its own kind


def file_of(path: Path, name: str) -> Path:
    """The file of one array of those that belong to `path`."""
    return path.with_name(f"{path.name}.{name}.npy")


class StoredArray:
    """An array in a file, of which rows are read when they are asked for. Safe to use from many threads.

    They are read, not mapped: a mapped file that is touched here and there counts, in the end whole, as memory of the
    service. The tokens of forty candidates take 0.8 ms to read and 0.3 to 0.6 ms from a map of 1.1 GB (measured).
    """

    def __init__(self, path: Path, shape: tuple[int, ...], dtype: np.dtype[Any], *, start: int) -> None:
        self.shape, self.dtype, self._path, self._start = shape, dtype, path, start
        self._row_bytes = int(np.prod(shape[1:], dtype=np.int64)) * dtype.itemsize
        self._file = os.open(path, os.O_RDONLY)
        weakref.finalize(self, os.close, self._file).atexit = False  # until the end, threads may be reading

    def take(self, indices: Rows, /, axis: int = 0) -> NDArray[Any]:
        """As NumPy's, of the first axis; neighbours are read together. Raises IndexCorrupt where the file was cut."""
        taken = np.empty((len(indices), *self.shape[1:]), self.dtype)
        into, size = taken.reshape(-1).view(np.uint8).data, self._row_bytes
        firsts = np.flatnonzero(np.diff(indices, prepend=-2) != 1).tolist()
        for first, end in pairwise([*firsts, len(indices)]):
            self._read(into[first * size : end * size], self._start + int(indices[first]) * size)
        return taken

    def _read(self, into: memoryview, start: int) -> None:
        """Fills `into`; the system may hand over less at a time, and never more than 2 GiB."""
        while into:
            try:
                count = os.preadv(self._file, [into], start)
            except OSError as exc:
                raise refused(self._path, exc) from exc
            if not count:
                told = f"{self._path} was cut while it was served. Run `faq ingest` to build it again."
                raise IndexCorrupt(told, self._path)
            into, start = into[count:], start + count


class ArrayFiles:
    """Writes arrays that grow along their first axis, each into its own file; a context manager."""

    def __init__(self, path: Path) -> None:
        self._path, self._open = path, ExitStack()
        self._files: dict[str, BinaryIO] = {}
        self._shapes: dict[str, tuple[tuple[int, ...], np.dtype[Any]]] = {}

    def append(self, parts: Parts) -> None:
        """Adds to each array; all parts have the same names, and theirs are alike but for their length."""
        for name, part in parts.items():
            if name not in self._files:
                self._files[name] = self._open.enter_context(file_of(self._path, name).open("wb"))
                self._shapes[name] = (0, *part.shape[1:]), part.dtype
                self._write_header(name)
            (length, *rest), dtype = self._shapes[name]
            self._shapes[name] = (length + len(part), *rest), dtype
            self._files[name].write(np.ascontiguousarray(part, dtype).tobytes())

    def _write_header(self, name: str) -> None:
        """NumPy leaves room in it for the length to grow."""
        shape, dtype = self._shapes[name]
        header = {"descr": npy.dtype_to_descr(dtype), "fortran_order": False, "shape": shape}
        self._files[name].seek(0)
        npy.write_array_header_1_0(self._files[name], header)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        with self._open:
            for name in self._files:
                self._write_header(name)


def write_arrays(path: Path, parts: Parts) -> None:
    """Writes whole arrays, by name."""
    with ArrayFiles(path) as files:
        files.append(parts)


def open_arrays(path: Path, names: Sequence[str], what: str) -> dict[str, Takeable]:
    """The arrays of these names, the large ones left in their files. Raises IndexCorrupt for anything else."""
    return {name: _opened(file_of(path, name), what, held=HELD_BYTES) for name in names}


def read_arrays(path: Path, names: Sequence[str], what: str) -> dict[str, NDArray[Any]]:
    """As `open_arrays`, all of them in memory."""
    return {name: _opened(file_of(path, name), what, held=None) for name in names}  # type: ignore[misc]  # arrays then


def _opened(path: Path, what: str, *, held: int | None) -> Takeable:
    try:
        with path.open("rb") as file:
            header, start = read_header(file), file.tell()
        size = path.stat().st_size
        if start + header.bytes != size:
            raise ValueError("another length than it says")
        if held is not None and size > held:
            return StoredArray(path, header.shape, header.dtype, start=start)
        return _finite(np.fromfile(path, header.dtype, offset=start).reshape(header.shape))
    except (OSError, ValueError) as exc:
        raise unreadable(path, what) from exc


def _finite(array: NDArray[Any]) -> NDArray[Any]:
    """Raises ValueError where a number is none, which would spread over every score."""
    if array.dtype.kind == "f" and not np.isfinite(array).all():
        raise ValueError("a number that is none, or infinite")
    return array
