"""Clusters of vectors that point the same way: average linkage, cut where clusters are not alike enough."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]


def clusters(vectors: Vectors, weights: Sequence[int], *, alike: float) -> list[list[int]]:
    """Rows in clusters, merged as long as the mean cosine of the pairs between two of them is `alike` or more.

    `vectors` (n, dimension) are of unit length; a row of weight 3 counts as three equal ones. The mean cosine of all
    pairs is the product of the clusters' means, so no table of pairs is needed. The clusters are those of merging the
    two that are most alike again and again, found by chains of nearest neighbours (Benzécri 1982; Murtagh 1983).
    """
    means, sizes = vectors.astype(np.float64), np.asarray(weights, np.float64)
    members, is_open = [[row] for row in range(len(vectors))], np.ones(len(vectors), bool)
    chain: list[int] = []
    while is_open.any():
        last = chain.pop() if chain else int(is_open.argmax())
        nearest, likeness = _nearest(means, is_open, last, before=chain[-1] if chain else last)
        if likeness < alike:
            is_open[last] = False  # and never gets nearer to any: a merged cluster is no nearer than its nearer part
        elif chain and nearest == chain[-1]:
            _merge(means, sizes, members, into=chain.pop(), other=last)
            is_open[last] = False
        else:
            chain += [last, nearest]
    return [rows for rows in members if rows]


def central(vectors: Vectors, weights: Sequence[int]) -> int:
    """The row that is nearest to the weighted mean of all; the first of equals."""
    return int((vectors @ (np.asarray(weights, np.float32) @ vectors)).argmax())


def _nearest(means: NDArray[np.float64], is_open: NDArray[np.bool_], row: int, *, before: int) -> tuple[int, float]:
    """The open cluster that is most alike, and how much; of equals the one `before` in the chain, so that it ends."""
    likeness = means @ means[row]
    likeness[~is_open] = -np.inf
    likeness[row] = -np.inf
    nearest = int(likeness.argmax())
    best = before if likeness[before] == likeness[nearest] else nearest
    return best, float(likeness[best])


def _merge(
    means: NDArray[np.float64], sizes: NDArray[np.float64], members: list[list[int]], *, into: int, other: int
) -> None:
    means[into] = (sizes[into] * means[into] + sizes[other] * means[other]) / (sizes[into] + sizes[other])
    sizes[into] += sizes[other]
    members[into] += members[other]
    members[other] = []
