"""Arrays in one file: NumPy's archive, uncompressed, without objects in it."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any
from zipfile import ZIP_STORED, BadZipFile, ZipFile

import numpy as np
from numpy.typing import NDArray

from app.errors import IndexCorrupt
from app.retrieval.array_header import read_header

Arrays = Mapping[str, NDArray[np.generic]]
_REMEDY = "Run `faq ingest` to build the index again."


def save_arrays(path: Path, arrays: Arrays) -> None:
    """Writes the arrays, by name."""
    with path.open("wb") as file:
        np.savez(file, **arrays)  # type: ignore[arg-type]  # the stubs take every keyword for `allow_pickle`


def load_arrays(path: Path, kinds: Mapping[str, type[np.generic]], what: str) -> dict[str, NDArray[Any]]:
    """The arrays of these names, each of one axis and of its kind. They are read-only.

    Raises IndexCorrupt, which says that the file holds no `what`, for anything else.
    """
    try:
        with ZipFile(path) as archive:
            return {name: _array(archive, f"{name}.npy", np.dtype(kind)) for name, kind in kinds.items()}
    except (OSError, EOFError, ValueError, KeyError, NotImplementedError, RuntimeError, BadZipFile) as exc:
        raise unreadable(path, what) from exc


def _array(archive: ZipFile, name: str, kind: np.dtype[Any]) -> NDArray[Any]:
    """Never larger than its file: what is compressed may become of any size, and what a header says is only said."""
    if archive.getinfo(name).compress_type != ZIP_STORED:
        raise ValueError("compressed")
    with archive.open(name) as file:
        header, content = read_header(file), file.read()
    if header.dtype != kind or header.shape != (len(content) // kind.itemsize,) or header.bytes != len(content):
        raise ValueError("another kind, or another length than it says")
    return np.frombuffer(content, kind)


def unreadable(path: Path, what: str) -> IndexCorrupt:
    """The error for a file that is something else."""
    return IndexCorrupt(f"{path} holds no {what}. {_REMEDY}", path)


def contradiction(path: Path) -> IndexCorrupt:
    """The error for arrays that were read and do not fit each other."""
    return IndexCorrupt(f"{path} contradicts itself. {_REMEDY}", path)


def refused(path: Path, exc: OSError) -> IndexCorrupt:
    """The error for a file that the disk does not give any more, while it is served."""
    return IndexCorrupt(f"{path} cannot be read ({exc.strerror}). Check the disk.", path)
