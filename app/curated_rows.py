"""What a search needs of curation: which passage each row stands for, what is pinned, and what a hit owes to it."""

from collections.abc import Iterable
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from app.content import StoredContent
from app.corpus.synonyms import WordGroups
from app.corpus.written_answers import path_of
from app.domain import Curation, Passage
from app.folded_queries import query_key
from app.ranked import Groups, Pin
from app.retrieval.fusion import Fused


class CuratedRows:
    """Those of one generation: of N passages row n, and behind them the phrasings. Safe to use from many threads."""

    def __init__(self, content: StoredContent) -> None:
        self._passages, curation = content.passages, content.curation
        self.phrasings = curation.phrasings
        own = np.arange(len(content.passages), dtype=np.int32)
        self.stands_for: NDArray[np.int32] = np.concatenate([own, curation.stands_for])
        self._written = {path_of(o.merchant_id) for o in curation.overrides if o.kind == "answers" and o.merchant_id}
        self._pins = {
            (override.merchant_id, query_key(query)): Pin(content.passages.row_of(passage), query)
            for override in curation.overrides
            for passage in override.passages
            for query in override.texts
            if override.kind == "pins"
        }

    def passage_row(self, row: int) -> int:
        """The row of the passage that a row stands for."""
        return int(self.stands_for[row])

    def language_of(self, row: int) -> str | None:
        """The language that a row is in, which may be another than its passage's."""
        own = len(self._passages)
        return self._passages[row].language if row < own else self.phrasings[row - own].language

    def pin(self, merchant_id: str, queries: Iterable[str]) -> Pin | None:
        """What is pinned to one of these queries within a merchant."""
        found = (self._pins.get((merchant_id, query_key(query))) for query in queries if self._pins)
        return next(filter(None, found), None)

    def curation(self, row: int, passage: Passage, *, query: str, pin: Pin | None) -> Curation | None:
        """What the hit whose best row this is owes to a curator, if anything; `pin` is the search's.

        To a synonym nothing is owed by a query that does not have the word.
        """
        own = len(self._passages)
        if pin and pin.row == self.passage_row(row):
            return Curation("pin", pin.query)
        if row >= own:
            phrasing = self.phrasings[row - own]
            if phrasing.kind != "synonym" or WordGroups([[phrasing.told]]).are_in(query):
                return Curation(phrasing.kind, phrasing.told)
        return Curation("answer", passage.question or "") if passage.document in self._written else None

    def with_first(self, fused: Fused, groups: Groups, row: int) -> tuple[Fused, Groups]:
        """The ranking with a passage's group before all others, and it first in its group, found or not."""
        places = np.flatnonzero(self.stands_for[fused.rows] == row).tolist()
        if not places:
            lowest = fused.scores.min(initial=0)
            fused = replace(fused, rows=np.append(fused.rows, row), scores=np.append(fused.scores, lowest))
            places = [len(fused.rows) - 1]
        own = next((group for group in groups if places[0] in group), places)
        first = [*places, *(place for place in own if place not in places)]
        return fused, [first, *(group for group in groups if group is not own)]
