"""Arrays in one file: NumPy's archive, uncompressed, without objects in it."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from app.errors import IndexCorrupt

Arrays = Mapping[str, NDArray[np.generic]]
_REMEDY = "Run `faq ingest` to build the index again."


def save_arrays(path: Path, arrays: Arrays) -> None:
    """Writes the arrays, by name."""
    with path.open("wb") as file:
        np.savez(file, **arrays)  # type: ignore[arg-type]  # the stubs take every keyword for `allow_pickle`


def load_arrays(path: Path, names: Sequence[str], what: str) -> dict[str, NDArray[np.generic]]:
    """The arrays of these names. Raises IndexCorrupt, which says that the file holds no `what`, for anything else."""
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as archive:
            return {name: archive[name] for name in names}
    except (OSError, EOFError, ValueError, KeyError, TypeError, BadZipFile) as exc:
        raise unreadable(path, what) from exc


def unreadable(path: Path, what: str) -> IndexCorrupt:
    """The error for a file that is something else."""
    return IndexCorrupt(f"{path} holds no {what}. {_REMEDY}")


def contradiction(path: Path) -> IndexCorrupt:
    """The error for arrays that were read and do not fit each other."""
    return IndexCorrupt(f"{path} contradicts itself. {_REMEDY}")
