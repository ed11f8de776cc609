"""The exact vector index: FAISS `IndexFlatIP`, inner products over every selected row."""

from pathlib import Path

import faiss
import numpy as np

from app.retrieval.faiss_search import FaissIndex, found_by, read_index, selector_of
from app.retrieval.ports import Ranking, Selection, VectorIndexKind, Vectors


class FlatIndex(FaissIndex[faiss.IndexFlatIP]):
    """Exact search. One thread a search: two are two to four times slower on small indexes (measured)."""

    def search(self, vector: Vectors, limit: int, selection: Selection | None = None) -> Ranking:
        """See `VectorIndex.search`; the selection is applied inside FAISS, before the best are taken."""
        if selection is None:
            return found_by(self._index, vector, limit)
        selector = selector_of(selection, len(self))
        parameters = faiss.SearchParameters(sel=selector)  # type: ignore[call-arg]  # the stubs describe C++'s
        return found_by(self._index, vector, limit, parameters=parameters)


def build_flat(vectors: Vectors) -> FlatIndex:
    """An index over the rows of `vectors`, (rows, dimension) float32."""
    index = faiss.IndexFlatIP(vectors.shape[1])
    index.add(np.ascontiguousarray(vectors, np.float32))
    return FlatIndex(index)


def load_flat(path: Path) -> FlatIndex:
    """The index saved at `path`. Raises IndexCorrupt for anything else than a flat inner-product index."""
    return FlatIndex(read_index(path, faiss.IndexFlatIP, "an exact index"))


FLAT = VectorIndexKind("flat", build_flat, load_flat)
