"""Lexical retrieval: BM25 (Robertson and Walker 1994) over character n-grams, computed by bm25s."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Self

import numpy as np
from bm25s import BM25
from numpy.typing import NDArray

from app.retrieval.archive import contradiction, load_arrays, save_arrays, unreadable
from app.retrieval.grams import grams
from app.retrieval.ports import Vectors
from app.retrieval.ragged import are_offsets

MOST_GRAMS = 512
"""Grams of a query that count: a longer one says enough with its beginning."""

_QUESTION_REPEATS = 2
"""A gram of the question counts this often beside one of the text (BM25F's field weight, Robertson et al. 2004)."""


class LexicalIndex:
    """How much of a query each passage has, letter by letter. Safe to search from many threads."""

    def __init__(self, terms: Sequence[str], scorer: BM25) -> None:
        self._terms, self._scorer = list(terms), scorer
        self._numbers = {term: number for number, term in enumerate(terms)}
        found_in = np.diff(scorer.scores["indptr"])
        self._idf = _idf(found_in, len(self))
        self._idf_of_unknown = float(_idf(np.zeros(1), len(self))[0])

    @classmethod
    def build(cls, passages: Sequence[tuple[str | None, str]]) -> Self:
        """An index over (question, text) pairs, row n for the nth."""
        counted = [grams(question or "") * _QUESTION_REPEATS + grams(text) for question, text in passages]
        terms = sorted({gram for row in counted for gram in row})
        numbers = {term: number for number, term in enumerate(terms)}
        if not terms:  # texts of signs alone; the library would divide by their mean length
            return cls([], _scorer(_without_terms(len(passages))))
        scores = BM25().build_index_from_ids(
            unique_token_ids=list(range(len(terms))),
            corpus_token_ids=[[numbers[gram] for gram in row] for row in counted],
            show_progress=False,
        )
        return cls(terms, _scorer(scores))

    def __len__(self) -> int:
        return int(self._scorer.scores["num_docs"])

    def scores(self, query: str) -> Vectors:
        """For each row, (rows,) float32: its BM25 score as a share, 0 to 1, of the most that any text could have.

        The most is the sum of the inverse document frequencies of the query's grams: what a text gets in the limit
        that has each of them again and again. So the share means the same for short and long queries.
        """
        asked = grams(query)[:MOST_GRAMS]
        known = [self._numbers[gram] for gram in asked if gram in self._numbers]
        if not known:
            return np.zeros(len(self), np.float32)
        most = self._idf[known].sum() + self._idf_of_unknown * (len(asked) - len(known))
        return np.asarray(self._scorer.get_scores_from_ids(known) / most, np.float32)

    def save(self, path: Path) -> None:
        """One NumPy archive."""
        terms = np.frombuffer("\n".join(self._terms).encode(), np.uint8)
        arrays = {name: self._scorer.scores[name] for name in _ARRAYS}
        save_arrays(path, {"terms": terms, "rows": np.array(len(self), np.int64), **arrays})


def _scorer(scores: dict[str, Any]) -> BM25:  # Any: three arrays and the number of rows, as the library keeps them
    scorer = BM25()
    scorer.scores = scores
    scorer.nonoccurrence_array = None  # what its own loader sets for the plain variant
    return scorer


def _without_terms(rows: int) -> dict[str, Any]:  # Any: as above
    none, ends = np.zeros(0, np.float32), np.zeros(1, np.int32)
    return {"data": none, "indices": none.astype(np.int32), "indptr": ends, "num_docs": rows}


_ARRAYS = ("data", "indices", "indptr")


def _idf(found_in: NDArray[np.float64], rows: int) -> Vectors:
    """Lucene's inverse document frequency, which bm25s weighs by too: never negative."""
    return np.asarray(np.log(1 + (rows - found_in + 0.5) / (found_in + 0.5)), np.float32)


def load_lexical(path: Path) -> LexicalIndex:
    """What `LexicalIndex.save` wrote. Raises IndexCorrupt for anything else."""
    arrays = load_arrays(path, ("terms", "rows", *_ARRAYS), "lexical index")
    try:
        terms, rows = arrays.pop("terms").tobytes().decode(), int(arrays.pop("rows").item())
    except ValueError as exc:
        raise unreadable(path, "lexical index") from exc
    known = terms.split("\n") if terms else []
    if not (_is_typed(arrays) and _is_whole(arrays, terms=len(known), rows=rows)):
        raise contradiction(path)
    return LexicalIndex(known, _scorer({**arrays, "num_docs": rows}))


def _is_typed(arrays: dict[str, Any]) -> bool:  # Any: as above
    kinds = [(arrays[name].ndim, arrays[name].dtype.kind) for name in _ARRAYS]
    return kinds == [(1, "f"), (1, "i"), (1, "i")]


def _is_whole(arrays: dict[str, Any], *, terms: int, rows: int) -> bool:  # Any: as above
    """Whether the columns of a sparse matrix are as many as the terms, in order, and every row is one of its rows."""
    data, indices, indptr = (arrays[name] for name in _ARRAYS)
    if rows < 0 or len(indptr) != terms + 1 or len(data) != len(indices) or not np.isfinite(data).all():
        return False
    return are_offsets(indptr, len(data)) and bool(((indices >= 0) & (indices < rows)).all())
