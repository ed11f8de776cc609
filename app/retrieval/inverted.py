"""The vector index of large corpora: FAISS `IndexIVFScalarQuantizer`, 8 bits a number, lists of rows that are near."""

import math
from pathlib import Path

import faiss
import numpy as np

from app.retrieval.archive import contradiction
from app.retrieval.faiss_search import FaissIndex, found_by, read_index, selector_of
from app.retrieval.ports import Ranking, Rows, Selection, VectorIndexKind, Vectors

_PROBED = 96
"""Lists that a search looks into, of as many as the square root of the rows.

Measured on perturbed passages: of the ten best, 0.993 are found among a million rows in 9 ms, 0.999 among 100,000 in
3.5 ms; 64 lists find 0.989 and 0.996 in 6 and 2.4 ms; twice as many lists, looked into alike, find less.
"""

_LEARNT_FROM = 64
"""Rows for each list that its place is learnt from."""

_ROUNDS = 8
_ADDED = 65_536
"""Rows added at a time, so that an index of vectors in a file is built without all of them in memory."""


class InvertedIndex(FaissIndex[faiss.IndexIVFScalarQuantizer]):
    """Search in the nearest lists: near the exact one in what it finds, and in its scores by about 0.01."""

    def search(self, vector: Vectors, limit: int, selection: Selection | None = None) -> Ranking:
        """See `VectorIndex.search`; the fewer rows are selected, the more lists are looked into."""
        if selection is None:
            return self._found(vector, limit, nprobe=_PROBED)
        more = len(self) / max(1, len(selection))
        selector = selector_of(selection, len(self))
        return self._found(vector, limit, nprobe=math.ceil(_PROBED * more), sel=selector)

    def _found(self, vector: Vectors, limit: int, *, nprobe: int, **more: faiss.IDSelector) -> Ranking:
        lists = min(nprobe, self._index.nlist)
        parameters = faiss.SearchParametersIVF(nprobe=lists, **more)  # type: ignore[call-arg]  # stubs describe C++'s
        return found_by(self._index, vector, limit, parameters=parameters)


def build_inverted(vectors: Vectors) -> InvertedIndex:
    """An index over the rows of `vectors`, (rows, dimension) float32, which may be a mapped file."""
    rows, dimension = vectors.shape
    lists = max(1, round(math.sqrt(rows)))
    index = faiss.IndexIVFScalarQuantizer(
        faiss.IndexFlatIP(dimension),
        dimension,
        lists,
        faiss.ScalarQuantizer.QT_8bit,
        faiss.METRIC_INNER_PRODUCT,
    )
    index.cp.niter, index.cp.min_points_per_centroid = _ROUNDS, 1
    index.cp.max_points_per_centroid = _LEARNT_FROM
    spread = np.linspace(0, rows - 1, min(rows, lists * _LEARNT_FROM), dtype=np.int64)  # as sorted, so the same twice
    index.train(np.ascontiguousarray(vectors[spread] if rows else np.zeros((1, dimension)), np.float32))
    for start in range(0, rows, _ADDED):
        index.add(np.ascontiguousarray(vectors[start : start + _ADDED], np.float32))
    return InvertedIndex(index)


def load_inverted(path: Path) -> InvertedIndex:
    """The index saved at `path`. Raises IndexCorrupt for anything else."""
    index = read_index(path, faiss.IndexIVFScalarQuantizer, "an inverted index")
    rows = np.sort(np.concatenate([_rows_of(index, number) for number in range(index.nlist)]))
    # A search gives back what is written there, whatever that is.
    if len(rows) != index.ntotal or not np.array_equal(rows, np.arange(len(rows))):
        raise contradiction(path)
    return InvertedIndex(index)


def _rows_of(index: faiss.IndexIVFScalarQuantizer, number: int) -> Rows:
    """The rows of one list."""
    lists: faiss.InvertedLists = index.invlists  # type: ignore[assignment]  # the stubs allow none
    size = lists.list_size(number)
    return np.array(faiss.rev_swig_ptr(lists.get_ids(number), size)) if size else np.zeros(0, np.int64)


INVERTED = VectorIndexKind("inverted", build_inverted, load_inverted)
