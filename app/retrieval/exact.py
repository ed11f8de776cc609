"""Exact vectors by row, in memory or left in their file: what candidates are scored by in the end."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from app.retrieval.archive import contradiction
from app.retrieval.array_files import open_arrays
from app.retrieval.ports import Ranking, Rows, Selection, Takeable, Vectors, best_of

_BLOCK = 8192
"""Rows scored at a time: however many are asked for, few are in memory at once."""


@dataclass(frozen=True, slots=True)
class ExactRows:
    """`vectors` is (rows, dimension) float32, unit rows."""

    vectors: Takeable

    def __len__(self) -> int:
        return self.vectors.shape[0]

    @property
    def dimension(self) -> int:
        """Length of every vector."""
        return self.vectors.shape[1]

    def scores(self, vector: Vectors, rows: Rows) -> Vectors:
        """The inner products of `vector` with the given rows, float32, in their order."""
        blocks = [rows[start : start + _BLOCK] for start in range(0, len(rows), _BLOCK)]
        found = [self.vectors.take(block, axis=0) @ vector for block in blocks]
        return np.concatenate([np.zeros(0, np.float32), *found])

    def search(self, vector: Vectors, limit: int, selection: Selection | None = None) -> Ranking:
        """See `VectorIndex.search`: every selected row is looked at."""
        rows = np.arange(len(self)) if selection is None else selection.rows
        return best_of(rows, self.scores(vector, rows), limit)


def load_exact(path: Path) -> ExactRows:
    """The rows of an array file named `vectors`. Raises IndexCorrupt for anything else."""
    (vectors,) = open_arrays(path, ("vectors",), "vectors").values()
    if (len(vectors.shape), vectors.dtype.name) != (2, "float32"):
        raise contradiction(path)
    return ExactRows(vectors)
