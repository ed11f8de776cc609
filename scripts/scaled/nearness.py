"""What the dense side finds beside brute force, and how near to each other the passages of an index are."""

from collections.abc import Callable, Iterator

import numpy as np

from app.index_rows import Rows as IndexRows
from app.retrieval.dense import DenseRetriever, mixed
from app.retrieval.ports import Rows, Selection, Vectors
from app.search import MOST_HITS
from scripts.scaled.child import Figures
from scripts.scaled.corpus import SEED

SAMPLE = 200
"""Queries whose ten best are looked for, and passages whose neighbours are."""

_BEST, _BLOCK = 10, 32_768


def recalls(rows: IndexRows, queries: Vectors, merchant: Selection) -> Figures:
    """The share of the exact ten best rows that the dense side finds: among all, and among a merchant's."""
    dense = DenseRetriever(rows.passages, rows.questions, rows.nearest)
    return {
        "recall, unfiltered": _recall(dense, queries, None),
        "recall, within the largest merchant": _recall(dense, queries, merchant),
    }


def _recall(dense: DenseRetriever, queries: Vectors, selection: Selection | None) -> float:
    every = np.arange(len(dense.passages)) if selection is None else selection.rows
    exact, _ = ten_best(queries, every, lambda rows: mixed(*_taken(dense, rows)))
    found = [dense.rank(query, MOST_HITS, selection).rows[:_BEST] for query in queries]
    return float(np.mean([np.isin(best, near).mean() for best, near in zip(exact, found, strict=True)]))


def _taken(dense: DenseRetriever, rows: Rows) -> Iterator[Vectors]:
    return (part.vectors.take(rows, axis=0) for part in (dense.passages, dense.questions))


def neighbours(rows: IndexRows) -> Figures:
    """The median cosine, over a sample of passages, of the nearest other one and of the ninth nearest."""
    count = len(rows.passages)
    sample = np.random.default_rng(SEED).choice(count, min(SAMPLE, count), replace=False)
    vectors = rows.passages.vectors.take(sample, axis=0)
    _, cosines = ten_best(vectors, np.arange(count), lambda places: rows.passages.vectors.take(places, axis=0))
    return {"first": float(np.median(cosines[:, 1])), "ninth": float(np.median(cosines[:, -1]))}


def ten_best(queries: Vectors, rows: Rows, take: Callable[[Rows], Vectors]) -> tuple[Rows, Vectors]:
    """By brute force: for each query the ten rows with the largest inner products, best first, and these."""
    best: Rows = np.zeros((len(queries), 0), np.int64)
    products: Vectors = np.zeros((len(queries), 0), np.float32)
    for start in range(0, len(rows), _BLOCK):
        block = rows[start : start + _BLOCK]
        products = np.hstack([products, queries @ take(block).T])
        best = np.hstack([best, np.broadcast_to(block, (len(queries), len(block)))])
        kept = np.argsort(-products, axis=1, kind="stable")[:, :_BEST]
        best, products = np.take_along_axis(best, kept, axis=1), np.take_along_axis(products, kept, axis=1)
    return best, products
