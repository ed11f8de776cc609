"""Lexical retrieval: BM25 (Robertson and Walker 1994) over character n-grams, as Lucene and bm25s compute it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np

from app.retrieval.archive import contradiction, unreadable
from app.retrieval.array_files import read_arrays, write_arrays
from app.retrieval.bm25 import count_grams, idf, weigh
from app.retrieval.grams import grams
from app.retrieval.ports import Rows, Selection, Vectors, best_of
from app.retrieval.postings import Postings, load_postings

MOST_GRAMS = 512
"""Grams of a query that count: a longer one says enough with its beginning."""

MOST_POSTINGS = 50_000
"""What a search for the best rows looks at, in the lists of the query's rarest grams; up to there it is exact.

Adding up so many takes 3 ms.
"""

_SPARE = 4
"""Times as many rows as asked for are scored again: a sum depends a little on the order of the grams."""

_SMALL = 256
"""Rows of an index that are all scored."""


class LexicalIndex:
    """How much of a query each passage has, letter by letter. Safe to search from many threads.

    Kept both ways round: the grams of each row, to score rows, and the rows of each gram, to find the best ones.
    """

    def __init__(self, numbers: Mapping[str, int], by_row: Postings, by_gram: Postings) -> None:
        """`numbers` are of the grams, each with its row of `by_gram`."""
        self.numbers, self.by_row, self.by_gram = numbers, by_row, by_gram
        self._idf = idf(by_gram.lengths, len(self))
        self._idf_of_unknown = float(idf(np.zeros(1), len(self))[0])

    @classmethod
    def build(cls, passages: Iterable[tuple[str | None, str]]) -> Self:
        """An index over (question, text) pairs, row n for the nth."""
        counts = count_grams(passages)
        numbers, by_row = counts.numbers, weigh(counts)
        del counts  # of a million passages, it takes more memory than all that is left of an ingestion
        return cls(numbers, by_row, by_row.turned(len(numbers)))

    def __len__(self) -> int:
        return len(self.by_row)

    def asked(self, query: str) -> "AskedLetters":
        """The letters of a query, to be compared with rows."""
        asked = grams(query)[:MOST_GRAMS]
        known = [self.numbers[gram] for gram in asked if gram in self.numbers]
        most = self._idf[known].sum() + self._idf_of_unknown * (len(asked) - len(known))
        distinct = sorted(set(known))
        place = {number: place for place, number in enumerate(distinct)}
        return AskedLetters(
            self, np.array(distinct, np.int64), np.array([place[n] for n in known], np.int64), np.float32(most)
        )

    def scores(self, query: str) -> Vectors:
        """See `AskedLetters.scores`: of every row."""
        return self.asked(query).scores(np.arange(len(self)))

    def save(self, path: Path) -> None:
        """One file an array."""
        write_arrays(path, {"terms": np.frombuffer("\n".join(self.numbers).encode(), np.uint8)})
        self.by_row.save(path.with_name(f"{path.name}.by_row"))
        self.by_gram.save(path.with_name(f"{path.name}.by_gram"))


@dataclass(frozen=True, slots=True, eq=False)
class AskedLetters:
    """The known grams of a query, ascending and once each, and the most that any text could score by them.

    `places` are those of the query's grams among them, in its order and with repetitions.
    """

    index: LexicalIndex
    grams: Rows
    places: Rows
    most: np.float32

    def scores(self, rows: Rows) -> Vectors:
        """For each of these rows, which ascend: its BM25 score as a share of the most that a text could have, float32.

        The most is the sum of the inverse document frequencies of the query's grams: what a text gets in the limit
        that has each of them again and again. So the share, 0 to 1, means the same for short and long queries.
        """
        if not len(self.grams) or not len(rows):
            return np.zeros(len(rows), np.float32)
        table = np.zeros((len(self.grams), len(rows)), np.float32)
        if self._are_few(rows):
            columns, lines, worth = self.index.by_row.meeting(rows, self.grams)
        else:
            lines, columns, worth = self.index.by_gram.meeting(self.grams, rows)
        table[lines, columns] = worth
        summed = np.add.accumulate(table[self.places], axis=0)[-1]  # one after another, as the query has them
        return np.asarray(summed / self.most, np.float32)

    def best(self, limit: int, selection: Selection | None = None) -> Rows:
        """The rows with the `limit` best scores above 0, among the selected ones.

        Exact where either the rows of the query's grams or the grams of the selected rows are no more than
        `MOST_POSTINGS`; otherwise among the rows of its rarest grams: what is in very many passages tells none apart.
        """
        if selection is not None and self._are_few(selection.rows):
            rows = selection.rows
        else:
            rows = self._likely(limit * _SPARE, selection)
        scores = self.scores(rows)
        found = scores > 0
        return best_of(rows[found], scores[found], limit).rows

    def _are_few(self, rows: Rows) -> bool:
        """Whether the grams of these rows are fewer than the rows of the query's grams, and than `MOST_POSTINGS`."""
        most = min(MOST_POSTINGS, int(self.index.by_gram.lengths[self.grams].sum()))
        return len(rows) <= most and int(self.index.by_row.lengths[rows].sum()) <= most

    def _likely(self, limit: int, selection: Selection | None) -> Rows:
        """The best rows by those of the query's grams that are in few of them."""
        if len(self.index) <= _SMALL and selection is None:
            return np.arange(len(self.index))
        lengths = self.index.by_gram.lengths[self.grams]
        rarest = np.argsort(lengths, kind="stable")
        rarest = rarest[np.cumsum(lengths[rarest]) <= MOST_POSTINGS]
        held, worth, counts = self.index.by_gram.of(self.grams[rarest])
        worth = worth * np.repeat(np.bincount(self.places)[rarest], counts)
        if selection is not None:
            kept = selection.holds(held)
            held, worth = held[kept], worth[kept]
        rows, places = np.unique(held, return_inverse=True)
        summed = np.asarray(np.bincount(places, worth, len(rows)), np.float32)
        likely = best_of(rows.astype(np.int64), summed, limit)
        return np.sort(likely.rows)


_WHAT = "lexical index"


def load_lexical(path: Path) -> LexicalIndex:
    """What `LexicalIndex.save` wrote. Raises IndexCorrupt for anything else."""
    by_row, by_gram = (load_postings(path.with_name(f"{path.name}.{way}"), _WHAT) for way in ("by_row", "by_gram"))
    terms = read_arrays(path, ("terms",), _WHAT)["terms"]
    try:
        text = terms.tobytes().decode()
    except ValueError as exc:
        raise unreadable(path, _WHAT) from exc
    numbers = {term: number for number, term in enumerate(text.split("\n") if text else [])}
    whole = len(numbers) == len(by_gram) and by_row.size == by_gram.size
    if not (whole and by_row.is_within(len(by_gram)) and by_gram.is_within(len(by_row))):
        raise contradiction(path)
    return LexicalIndex(numbers, by_row, by_gram)
