"""The contract of a vector index, held against brute force. Another index is one more parameter."""

from pathlib import Path

import faiss
import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from app.errors import IndexCorrupt
from app.retrieval.dense import DenseRetriever
from app.retrieval.flat import FLAT
from app.retrieval.ports import VectorIndexKind, Vectors

KINDS = [pytest.param(FLAT, id="flat")]


def _unit(rows: int, seed: int = 7, dimension: int = 24) -> Vectors:
    vectors = np.random.default_rng(seed).normal(size=(rows, dimension)).astype(np.float32)
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), np.float32)


STORED = _unit(200)
QUERY = _unit(1, seed=8)[0]


def _brute_force(rows: np.ndarray[tuple[int], np.dtype[np.int64]], limit: int) -> list[int]:
    scores = STORED[rows] @ QUERY
    return [int(row) for row in rows[np.argsort(-scores, kind="stable")][:limit]]


@pytest.mark.parametrize("kind", KINDS)
def test_a_row_is_its_own_best_with_score_one(kind: VectorIndexKind) -> None:
    ranking = kind.build(STORED).search(STORED[42], 3)
    assert ranking.rows[0] == 42
    assert ranking.scores[0] == pytest.approx(1, abs=1e-5)


@pytest.mark.parametrize("kind", KINDS)
def test_order_and_scores_are_those_of_brute_force(kind: VectorIndexKind) -> None:
    ranking = kind.build(STORED).search(QUERY, 50)
    assert ranking.rows.tolist() == _brute_force(np.arange(200), 50)
    assert_allclose(ranking.scores, STORED[ranking.rows] @ QUERY, atol=1e-5)


@pytest.mark.parametrize("kind", KINDS)
def test_asking_for_more_than_is_stored_gives_every_row_once(kind: VectorIndexKind) -> None:
    ranking = kind.build(STORED).search(QUERY, 5000)
    assert sorted(ranking.rows.tolist()) == list(range(200))


@pytest.mark.parametrize("kind", KINDS)
def test_a_selection_is_applied_before_the_best_are_taken(kind: VectorIndexKind) -> None:
    worst = np.argsort(STORED @ QUERY)[:20]
    selection = np.zeros(200, np.bool_)
    selection[worst] = True
    ranking = kind.build(STORED).search(QUERY, 5, selection)
    assert ranking.rows.tolist() == _brute_force(np.sort(worst), 5)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("limit", [0, 5])
def test_selecting_nothing_finds_nothing(kind: VectorIndexKind, limit: int) -> None:
    assert kind.build(STORED).search(QUERY, limit, np.zeros(200, np.bool_)).rows.tolist() == []


@pytest.mark.parametrize("kind", KINDS)
def test_asking_for_more_than_is_selected_gives_no_padding(kind: VectorIndexKind) -> None:
    selection = np.zeros(200, np.bool_)
    selection[[3, 199]] = True
    assert sorted(kind.build(STORED).search(QUERY, 10, selection).rows.tolist()) == [3, 199]


@pytest.mark.parametrize("kind", KINDS)
def test_an_index_without_rows_finds_nothing(kind: VectorIndexKind) -> None:
    assert kind.build(np.empty((0, 24), np.float32)).search(QUERY, 5).rows.tolist() == []


@pytest.mark.parametrize("kind", KINDS)
def test_equal_scores_come_in_row_order(kind: VectorIndexKind) -> None:
    ranking = kind.build(np.repeat(STORED[:1], 9, axis=0)).search(QUERY, 9)
    assert ranking.rows.tolist() == list(range(9))


@pytest.mark.parametrize("kind", KINDS)
def test_scores_of_given_rows_are_inner_products_in_their_order(kind: VectorIndexKind) -> None:
    rows = np.array([9, 3, 9], np.int64)
    assert_allclose(kind.build(STORED).scores(QUERY, rows), STORED[rows] @ QUERY, atol=1e-6)


@pytest.mark.parametrize("kind", KINDS)
def test_saving_and_loading_changes_nothing(kind: VectorIndexKind, tmp_path: Path) -> None:
    built = kind.build(STORED)
    built.save(tmp_path / "index")
    loaded = kind.load(tmp_path / "index")
    assert (len(loaded), loaded.dimension) == STORED.shape
    assert_array_equal(loaded.search(QUERY, 20).rows, built.search(QUERY, 20).rows)
    assert_array_equal(loaded.search(QUERY, 20).scores, built.search(QUERY, 20).scores)


def test_a_file_that_is_no_index_is_refused(tmp_path: Path) -> None:
    (tmp_path / "index").write_bytes(b"not an index")
    with pytest.raises(IndexCorrupt, match="FAISS cannot read it"):
        FLAT.load(tmp_path / "index")


def test_an_index_of_distances_is_refused(tmp_path: Path) -> None:
    distances = faiss.IndexFlatL2(24)
    distances.add(STORED)
    faiss.write_index(distances, str(tmp_path / "index"))
    with pytest.raises(IndexCorrupt, match="holds a IndexFlatL2"):
        FLAT.load(tmp_path / "index")


def test_dense_scores_are_the_weighted_mean_of_passage_and_question() -> None:
    questions = _unit(200, seed=9)
    dense = DenseRetriever(FLAT.build(STORED), FLAT.build(questions), question_weight=0.25)
    ranking = dense.rank(QUERY, 200)
    scores = 0.75 * (STORED @ QUERY) + 0.25 * (questions @ QUERY)
    assert ranking.rows.tolist() == np.argsort(-scores, kind="stable").tolist()
    assert_allclose(ranking.scores, np.sort(scores)[::-1], atol=1e-5)


def test_dense_candidates_are_the_best_of_either_side() -> None:
    questions = _unit(200, seed=9)
    dense = DenseRetriever(FLAT.build(STORED), FLAT.build(questions), question_weight=0.25)
    either = {*_brute_force(np.arange(200), 10), *np.argsort(-(questions @ QUERY))[:10].tolist()}
    assert set(dense.rank(QUERY, 10).rows.tolist()) < either


def test_dense_ranking_keeps_to_the_selection() -> None:
    selection = np.arange(200) % 2 == 0
    ranking = DenseRetriever(FLAT.build(STORED), FLAT.build(_unit(200, seed=9))).rank(QUERY, 200, selection)
    assert sorted(ranking.rows.tolist()) == list(range(0, 200, 2))
