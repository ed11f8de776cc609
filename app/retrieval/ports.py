"""What the service asks of a vector index: exact inner products over rows, restricted before the best are taken."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
Rows = NDArray[np.int64]
Selection = NDArray[np.bool_]
"""One truth value a row: whether it may be returned. None stands for every row."""


@dataclass(frozen=True, slots=True)
class Ranking:
    """Rows with their scores, best first; equal scores in row order. No row twice, no padding."""

    rows: Rows
    scores: Vectors


class VectorIndex(Protocol):
    """Unit vectors by row. Scores are inner products, so 1 is the same direction. Safe to search from many threads."""

    def __len__(self) -> int:
        """Number of rows."""
        ...

    @property
    def dimension(self) -> int:
        """Length of every vector."""
        ...

    def search(self, vector: Vectors, limit: int, selection: Selection | None = None) -> Ranking:
        """The `limit` best rows among the selected ones (fewer if there are no more). `vector` is (dimension,)."""
        ...

    def scores(self, vector: Vectors, rows: Rows) -> Vectors:
        """The inner products of `vector` with the given rows, float32, in their order."""
        ...

    def save(self, path: Path) -> None:
        """Writes the index to one file."""
        ...


@dataclass(frozen=True, slots=True)
class VectorIndexKind:
    """How indexes of one kind are made: from (rows, dimension) float32 unit vectors, or from a saved file."""

    name: str
    build: Callable[[Vectors], VectorIndex]
    load: Callable[[Path], VectorIndex]
