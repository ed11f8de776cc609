"""What the indexes of FAISS have in common: how they are read, asked, and kept to some rows."""

from pathlib import Path
from typing import Generic, TypeVar

import faiss
import numpy as np

from app.errors import IndexCorrupt
from app.retrieval.ports import Ranking, Rows, Selection, Vectors

Index = TypeVar("Index", bound=faiss.Index)


class FaissIndex(Generic[Index]):
    """What a `VectorIndex` by FAISS has beside its search."""

    def __init__(self, index: Index) -> None:
        self._index = index

    def __len__(self) -> int:
        return int(self._index.ntotal)

    @property
    def dimension(self) -> int:
        """Length of every vector."""
        return int(self._index.d)

    def save(self, path: Path) -> None:
        """Writes FAISS's own format. Its own writer tells a full disk as another error, or not at all."""
        with path.open("wb") as file:
            faiss.write_index(self._index, faiss.PyCallbackIOWriter(file.write))  # type: ignore[attr-defined]  # no stub


def found_by(
    index: faiss.Index, vector: Vectors, limit: int, *, parameters: faiss.SearchParameters | None = None
) -> Ranking:
    """The `limit` best rows, searched in the calling thread alone."""
    faiss.omp_set_num_threads(1)  # the setting belongs to the calling thread, so it is made in each
    if limit <= 0 or not index.ntotal:
        return Ranking(np.empty(0, np.int64), np.empty(0, np.float32))
    found, rows = index.search(vector.reshape(1, -1), min(limit, index.ntotal), params=parameters)
    return _ordered(rows[0], found[0])


def _ordered(rows: Rows, scores: Vectors) -> Ranking:
    """FAISS pads with row -1 where fewer rows than asked for are selected, and leaves ties in any order."""
    held = rows >= 0
    rows, scores = rows[held], scores[held]
    order = np.lexsort((rows, -scores))
    return Ranking(rows[order], scores[order])


def selector_of(selection: Selection, rows: int) -> faiss.IDSelector:
    """The selection as FAISS applies it; `rows` are all of them."""
    bits = np.zeros(rows, np.bool_)
    bits[selection.rows] = True
    packed = np.packbits(bits, bitorder="little")
    return faiss.IDSelectorBitmap(packed)  # type: ignore[call-arg, arg-type]  # the stubs describe C++'s arguments


def read_index(path: Path, kind: type[Index], what: str) -> Index:
    """The index saved at `path`. Raises IndexCorrupt for anything else than a trained `kind`, which is `what`."""
    try:
        index = faiss.read_index(str(path))
    except RuntimeError as exc:
        raise IndexCorrupt(f"{path}: FAISS cannot read it. Run `faq ingest` to build it again.", path) from exc
    if not isinstance(index, kind):
        raise IndexCorrupt(f"{path}: holds a {type(index).__name__}, not {what}. Run `faq ingest`.", path)
    if index.metric_type != faiss.METRIC_INNER_PRODUCT or not index.is_trained:
        raise IndexCorrupt(f"{path}: is not made for inner products. Run `faq ingest` to build it again.", path)
    return index
