"""What the service asks of a vector index: the rows of the largest inner products, restricted before they are taken."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from app.retrieval.selection import Rows, Selection

__all__ = [  # rows and selections are parts of the port
    "IndexKinds",
    "Ranking",
    "Rows",
    "Selection",
    "Takeable",
    "VectorIndex",
    "VectorIndexKind",
    "Vectors",
    "best_of",
]

Vectors = NDArray[np.float32]


class Takeable(Protocol):
    """What is asked of an array that may be too large for memory: NumPy's own arrays, or one left in its file."""

    @property
    def shape(self) -> tuple[int, ...]:
        """Its size along each axis."""
        ...

    @property
    def dtype(self) -> np.dtype[Any]:
        """Of its elements, which are as the owner of the array says."""
        ...

    def take(self, indices: Rows, /, axis: int) -> NDArray[Any]:
        """Its elements at these places of the first axis, 0, in their order."""
        ...


@dataclass(frozen=True, slots=True)
class Ranking:
    """Rows with their scores, best first; equal scores in row order. No row twice, no padding."""

    rows: Rows
    scores: Vectors


def best_of(rows: Rows, scores: Vectors, limit: int) -> Ranking:
    """The rows with the `limit` best scores, in order."""
    if 0 < limit < len(rows):
        kept = scores >= np.partition(scores, -limit)[-limit]  # the last one's equals too: their rows decide
        rows, scores = rows[kept], scores[kept]
    order = np.lexsort((rows, -scores))[: max(limit, 0)]
    return Ranking(rows[order], scores[order])


class VectorIndex(Protocol):
    """Vectors by row, about unit length. Scores are inner products. Safe to search from many threads."""

    def __len__(self) -> int:
        """Number of rows."""
        ...

    @property
    def dimension(self) -> int:
        """Length of every vector."""
        ...

    def search(self, vector: Vectors, limit: int, selection: Selection | None = None) -> Ranking:
        """The `limit` best rows among the selected ones (fewer if there are no more). `vector` is (dimension,).

        An index that is not exact may miss some of them, and its scores are then near the inner products.
        """
        ...

    def save(self, path: Path) -> None:
        """Writes the index to one file."""
        ...


@dataclass(frozen=True, slots=True)
class VectorIndexKind:
    """How indexes of one kind are made: from (rows, dimension) float32 vectors, or from a saved file."""

    name: str
    build: Callable[[Vectors], VectorIndex]
    load: Callable[[Path], VectorIndex]

    def of_size(self, _rows: int) -> "VectorIndexKind":
        """The same kind at any size: see `IndexKinds`."""
        return self

    def named(self, name: str) -> "VectorIndexKind | None":
        """The same kind, if it is called so."""
        return self if name == self.name else None


class IndexKinds(Protocol):
    """The kinds of index to choose from: one for every size, or just one."""

    @property
    def name(self) -> str:
        """Of all of them."""
        ...

    def of_size(self, rows: int, /) -> VectorIndexKind:
        """The kind to build for so many rows."""
        ...

    def named(self, name: str) -> VectorIndexKind | None:
        """The kind that an index was built with; None for one that is not among them."""
        ...
