"""The exact vector index: FAISS `IndexFlatIP`, inner products over every selected row."""

from pathlib import Path

import faiss
import numpy as np

from app.errors import IndexCorrupt
from app.retrieval.ports import Ranking, Rows, Selection, VectorIndexKind, Vectors


class FlatIndex:
    """Exact search. One thread a search: two are two to four times slower on small indexes (measured)."""

    def __init__(self, index: faiss.IndexFlatIP) -> None:
        self._index = index

    def __len__(self) -> int:
        return int(self._index.ntotal)

    @property
    def dimension(self) -> int:
        """Length of every vector."""
        return int(self._index.d)

    def search(self, vector: Vectors, limit: int, selection: Selection | None = None) -> Ranking:
        """See `VectorIndex.search`; the selection is applied inside FAISS, before the best are taken."""
        faiss.omp_set_num_threads(1)  # the setting belongs to the calling thread, so it is made in each
        if limit <= 0 or not len(self):
            return Ranking(np.empty(0, np.int64), np.empty(0, np.float32))
        parameters = None if selection is None else _parameters(selection)
        found, rows = self._index.search(vector.reshape(1, -1), min(limit, len(self)), params=parameters)
        return _ordered(rows[0], found[0])

    def scores(self, vector: Vectors, rows: Rows) -> Vectors:
        """See `VectorIndex.scores`."""
        return np.asarray(self._index.reconstruct_batch(rows) @ vector, np.float32)

    def save(self, path: Path) -> None:
        """Writes FAISS's own format."""
        faiss.write_index(self._index, str(path))


def _parameters(selection: Selection) -> faiss.SearchParameters:
    bits = np.packbits(selection, bitorder="little")
    selector = faiss.IDSelectorBitmap(bits)  # type: ignore[call-arg, arg-type]  # the stubs describe C++'s arguments
    return faiss.SearchParameters(sel=selector)  # type: ignore[call-arg]  # as above


def _ordered(rows: Rows, scores: Vectors) -> Ranking:
    """FAISS pads with row -1 where fewer rows than asked for are selected, and leaves ties in any order."""
    held = rows >= 0
    rows, scores = rows[held], scores[held]
    order = np.lexsort((rows, -scores))
    return Ranking(rows[order], scores[order])


def build_flat(vectors: Vectors) -> FlatIndex:
    """An index over the rows of `vectors`, (rows, dimension) float32 of unit length."""
    index = faiss.IndexFlatIP(vectors.shape[1])
    index.add(np.ascontiguousarray(vectors, np.float32))
    return FlatIndex(index)


def load_flat(path: Path) -> FlatIndex:
    """The index saved at `path`. Raises IndexCorrupt for anything else than a flat inner-product index."""
    try:
        index = faiss.read_index(str(path))
    except RuntimeError as exc:
        raise IndexCorrupt(f"{path}: FAISS cannot read it. Run `faq ingest` to build it again.") from exc
    if not isinstance(index, faiss.IndexFlatIP):
        raise IndexCorrupt(f"{path}: holds a {type(index).__name__}, not an exact index. Run `faq ingest`.")
    return FlatIndex(index)


FLAT = VectorIndexKind("flat", build_flat, load_flat)
