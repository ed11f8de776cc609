"""Rows of different lengths, one behind the other in one array: where each begins, and that they fit together."""

import numpy as np
from numpy.typing import NDArray

from app.retrieval.ports import Rows


def gathered(firsts: Rows, lengths: Rows) -> tuple[Rows, Rows]:
    """For runs of `lengths` elements from `firsts` on: every element's place, and where among these each run starts."""
    starts = np.cumsum(lengths) - lengths
    return np.repeat(firsts - starts, lengths) + np.arange(lengths.sum()), starts


def offsets_of(lengths: NDArray[np.integer]) -> Rows:
    """Where each row begins, and where the last one ends."""
    return np.concatenate([[0], np.cumsum(lengths, dtype=np.int64)])


def are_offsets(offsets: NDArray[np.int64], elements: int) -> bool:
    """Whether offsets run from the first of `elements` to behind the last, and never back."""
    ends = [0, elements]
    return len(offsets) > 0 and offsets[[0, -1]].tolist() == ends and bool((np.diff(offsets) >= 0).all())
