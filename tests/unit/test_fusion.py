"""One ranking from dense candidates and late interaction."""

import numpy as np
import pytest
from numpy.testing import assert_allclose

from app.retrieval import fusion
from app.retrieval.dense import DenseRetriever
from app.retrieval.flat import FLAT
from app.retrieval.fusion import DENSE_SHARE, Retriever
from app.retrieval.late_interaction import TokenRows
from app.retrieval.ports import Vectors

DIMENSION = 24


def _unit(rows: int, seed: int) -> Vectors:
    vectors = np.random.default_rng(seed).normal(size=(rows, DIMENSION)).astype(np.float32)
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), np.float32)


DENSE = DenseRetriever(FLAT.build(_unit(80, 1)), FLAT.build(_unit(80, 2)))
TOKENS = TokenRows.build([_unit(1 + row % 5, 100 + row) for row in range(80)], DIMENSION)
VECTOR, QUERY_TOKENS = _unit(1, 3)[0], _unit(4, 4)
RETRIEVER = Retriever(DENSE, TOKENS)


def test_the_best_candidates_are_ordered_by_late_interaction_and_a_share_of_the_dense_score() -> None:
    dense = DENSE.rank(VECTOR, 40)
    fused = np.round(TOKENS.scores(QUERY_TOKENS, dense.rows) + DENSE_SHARE * dense.scores, 5)
    ranking = RETRIEVER.rank(VECTOR, QUERY_TOKENS, 40)
    assert ranking.rows.tolist() == dense.rows[np.lexsort((dense.rows, -fused))].tolist()
    assert_allclose(ranking.scores, np.sort(fused)[::-1], atol=1e-6)


def test_what_late_interaction_did_not_look_at_stays_below_in_dense_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fusion, "RERANKED", 10)
    dense, ranking = DENSE.rank(VECTOR, 80), RETRIEVER.rank(VECTOR, QUERY_TOKENS, 80)
    assert ranking.rows[10:].tolist() == dense.rows[10:].tolist()
    assert (np.diff(ranking.scores) <= 0).all()


def test_a_row_comes_once() -> None:
    assert sorted(RETRIEVER.rank(VECTOR, QUERY_TOKENS, 80).rows.tolist()) == list(range(80))


def test_the_selection_holds() -> None:
    selection = np.arange(80) % 2 == 0
    assert sorted(RETRIEVER.rank(VECTOR, QUERY_TOKENS, 80, selection=selection).rows.tolist()) == list(range(0, 80, 2))


def test_selecting_nothing_finds_nothing() -> None:
    assert RETRIEVER.rank(VECTOR, QUERY_TOKENS, 5, selection=np.zeros(80, np.bool_)).rows.tolist() == []


def test_equal_scores_come_in_row_order() -> None:
    same = FLAT.build(np.repeat(_unit(1, 5), 9, axis=0))
    tokens = TokenRows.build([_unit(2, 6)] * 9, DIMENSION)
    assert Retriever(DenseRetriever(same, same), tokens).rank(VECTOR, QUERY_TOKENS, 9).rows.tolist() == list(range(9))
