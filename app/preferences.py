"""What orders near-equal passages: the reader's language, a merchant that the query names, room for every merchant."""

from collections import Counter

import numpy as np

from app.columns import Column
from app.retrieval.fusion import Prefer
from app.retrieval.ports import Rows, Vectors
from app.retrieval.weights import PreferenceWeights

_UNCROWDED = 3
"""Passages of one merchant that stand together freely where several merchants are searched."""


class Preferences:
    """For the rows of these columns. Safe to use from many threads."""

    def __init__(self, merchants: Column, languages: Column, weights: PreferenceWeights) -> None:
        self._merchants, self._languages, self._weights = merchants, languages, weights

    def towards(self, language: str | None, named: frozenset[str]) -> Prefer:
        """What to add to scores for a query in `language` that names these merchants.

        Where the rows are of several merchants, each passage of one beyond its third best gives way to others', unless
        it is named.
        """
        spoken, meant_codes = self._languages.code(language or "-"), self._merchants.codes_of(named)

        def prefer(rows: Rows, scores: Vectors) -> Vectors:
            own = self._languages.codes[rows] == spoken
            meant = np.isin(self._merchants.codes[rows], meant_codes)
            added = self._weights.own_language * own + self._weights.named_merchant * meant
            crowded = np.where(meant, 0, self._beyond(rows, scores + added))
            return np.asarray(added - self._weights.crowding * crowded, np.float32)

        return prefer

    def _beyond(self, rows: Rows, scores: Vectors) -> Vectors:
        """How many places each row is behind the third best of its merchant, 0 up to there and within one merchant."""
        beyond, before = np.zeros(len(rows), np.float32), Counter[int]()
        merchants = self._merchants.codes[rows].tolist()
        for place in np.lexsort((rows, -scores)) if len(set(merchants)) > 1 else ():
            merchant = merchants[place]
            beyond[place] = max(0, before[merchant] + 1 - _UNCROWDED)
            before[merchant] += 1
        return beyond
