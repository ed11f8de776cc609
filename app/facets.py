"""Filters and counts: which rows have the values that are asked for, and how many of some rows have each."""

from collections import Counter
from collections.abc import Iterable

import numpy as np

from app.columns import Column
from app.retrieval.ports import Rows, Selection
from app.retrieval.ragged import offsets_of


class Facet:
    """A column that can be filtered by, without a look at any other row."""

    def __init__(self, column: Column) -> None:
        self._column = column
        self._rows = np.argsort(column.codes, kind="stable").astype(np.int32)
        self._offsets = offsets_of(np.bincount(column.codes, minlength=len(column.values)))

    def rows_of(self, values: Iterable[str]) -> Selection:
        """The rows that have one of these values."""
        codes = self._column.codes_of(dict.fromkeys(values)).tolist()
        found = [self._rows[self._offsets[code] : self._offsets[code + 1]] for code in codes]
        if len(found) == 1:  # in order already
            return Selection(found[0].astype(np.int64))
        return Selection(np.sort(np.concatenate([np.zeros(0, np.int64), *found]), kind="stable"))

    def counted(self, rows: Rows) -> dict[str, int]:
        """How many of these rows each value has; the most frequent first, blank ones left out."""
        found = Counter(self._column.codes[rows].tolist()).most_common()
        told = ((self._column.values[code], count) for code, count in found)
        return {value: count for value, count in told if value}
