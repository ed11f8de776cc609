"""Which rows may be returned: the few or many that filters leave, in order."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

Rows = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Selection:
    """Rows, ascending and each once. No selection at all (None, where one is asked for) stands for every row."""

    rows: Rows

    @classmethod
    def of(cls, rows: Iterable[int]) -> Self:
        """These rows, in whatever order they come."""
        return cls(np.unique(np.fromiter(rows, np.int64)))

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def is_run(self) -> bool:
        """Whether there are rows, each following the one before it."""
        return len(self.rows) > 0 and int(self.rows[-1] - self.rows[0]) + 1 == len(self.rows)

    def holds(self, rows: NDArray[np.signedinteger]) -> NDArray[np.bool_]:
        """For each of these rows, whether it is selected."""
        if not len(self.rows):
            return np.zeros(len(rows), np.bool_)
        places = np.searchsorted(self.rows, rows)
        return np.asarray(self.rows[np.minimum(places, len(self.rows) - 1)] == rows)

    def __and__(self, other: "Selection") -> "Selection":
        fewer, more = sorted((self, other), key=len)
        return Selection(fewer.rows[more.holds(fewer.rows)])
