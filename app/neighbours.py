"""Pairs of one merchant's passages that may speak of the same thing, by their vectors."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from app.retrieval.ports import Rows, Takeable, Vectors

_BLOCK = 256
_BAND = 20_000
"""Passages that each is compared with: those that follow it, of a smaller merchant all. Cost then grows linearly."""
_NEAREST = 20
"""Of them, those that are looked at."""
_NEAR = 0.85
"""Mean of both cosines below which two passages have nothing to do with each other."""


@dataclass(frozen=True, slots=True, order=True)
class Neighbours:
    """Two rows, the first one before, and the cosines of their questions and of their wholes."""

    first: int
    second: int
    questions: float
    wholes: float

    @property
    def nearness(self) -> float:
        """The mean of both cosines."""
        return (self.questions + self.wholes) / 2


def neighbours(wholes: Takeable, questions: Takeable, rows: range) -> Iterator[Neighbours]:
    """The near ones among neighbouring rows of two arrays of unit vectors, each pair once, in order."""
    for start in range(rows.start, rows.stop, _BLOCK):
        block = np.arange(start, min(start + _BLOCK, rows.stop))
        others = np.arange(start, min(start + _BLOCK + _BAND, rows.stop))
        cosines = np.stack([part.take(block, axis=0) @ part.take(others, axis=0).T for part in (questions, wholes)])
        yield from _near(block, others, cosines)


def _near(block: Rows, others: Rows, cosines: Vectors) -> Iterator[Neighbours]:
    """Of the two cosines of each of a block with others, those that follow it and are nearest to it."""
    nearness = np.where(others > block[:, None], cosines.mean(axis=0), -1)
    most = min(_NEAREST, len(others))
    nearest = np.sort(np.argpartition(nearness, -most, axis=1)[:, -most:])
    for place, columns in enumerate(nearest):
        for column in columns[nearness[place, columns] >= _NEAR].tolist():
            yield Neighbours(int(block[place]), int(others[column]), *cosines[:, place, column].tolist())
