"""The contract of a vector index, held against brute force. Another index is one more parameter."""

from pathlib import Path

import faiss
import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from app.errors import IndexCorrupt
from app.retrieval import inverted
from app.retrieval.flat import FLAT
from app.retrieval.inverted import INVERTED
from app.retrieval.kinds import BySize
from app.retrieval.ports import Selection, VectorIndexKind, Vectors

EXACT = [pytest.param(FLAT, id="flat")]
KINDS = [*EXACT, pytest.param(INVERTED, id="inverted")]
"""Of so few rows, the inverted index looks into all lists; its scores are near."""


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
    assert ranking.scores[0] == pytest.approx(1, abs=0.02)


@pytest.mark.parametrize("kind", EXACT)
def test_order_and_scores_are_those_of_brute_force(kind: VectorIndexKind) -> None:
    ranking = kind.build(STORED).search(QUERY, 50)
    assert ranking.rows.tolist() == _brute_force(np.arange(200), 50)
    assert_allclose(ranking.scores, STORED[ranking.rows] @ QUERY, atol=1e-5)


@pytest.mark.parametrize("kind", EXACT)
def test_asking_for_more_than_is_stored_gives_every_row_once(kind: VectorIndexKind) -> None:
    ranking = kind.build(STORED).search(QUERY, 5000)
    assert sorted(ranking.rows.tolist()) == list(range(200))


@pytest.mark.parametrize("kind", KINDS)
def test_a_selection_is_applied_before_the_best_are_taken(kind: VectorIndexKind) -> None:
    worst = np.argsort(STORED @ QUERY)[:20]
    ranking = kind.build(STORED).search(QUERY, 20, Selection.of(worst))
    assert sorted(ranking.rows.tolist()) == sorted(worst.tolist())
    assert_allclose(ranking.scores, STORED[ranking.rows] @ QUERY, atol=0.02)


@pytest.mark.parametrize("kind", EXACT)
def test_the_best_of_a_selection_are_those_of_brute_force(kind: VectorIndexKind) -> None:
    worst = np.argsort(STORED @ QUERY)[:20]
    ranking = kind.build(STORED).search(QUERY, 5, Selection.of(worst))
    assert ranking.rows.tolist() == _brute_force(np.sort(worst), 5)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("limit", [0, 5])
def test_selecting_nothing_finds_nothing(kind: VectorIndexKind, limit: int) -> None:
    assert kind.build(STORED).search(QUERY, limit, Selection.of([])).rows.tolist() == []


@pytest.mark.parametrize("kind", KINDS)
def test_asking_for_more_than_is_selected_gives_no_padding(kind: VectorIndexKind) -> None:
    ranking = kind.build(STORED).search(QUERY, 10, Selection.of([199, 3]))
    assert sorted(ranking.rows.tolist()) == [3, 199]


@pytest.mark.parametrize("kind", KINDS)
def test_an_index_without_rows_finds_nothing(kind: VectorIndexKind) -> None:
    assert kind.build(np.empty((0, 24), np.float32)).search(QUERY, 5).rows.tolist() == []


@pytest.mark.parametrize("kind", EXACT)
def test_equal_scores_come_in_row_order(kind: VectorIndexKind) -> None:
    ranking = kind.build(np.repeat(STORED[:1], 9, axis=0)).search(QUERY, 9)
    assert ranking.rows.tolist() == list(range(9))


@pytest.mark.parametrize("kind", KINDS)
def test_saving_and_loading_changes_nothing(kind: VectorIndexKind, tmp_path: Path) -> None:
    built = kind.build(STORED)
    built.save(tmp_path / "index")
    loaded = kind.load(tmp_path / "index")
    assert (len(loaded), loaded.dimension) == STORED.shape
    assert_array_equal(loaded.search(QUERY, 20).rows, built.search(QUERY, 20).rows)
    assert_array_equal(loaded.search(QUERY, 20).scores, built.search(QUERY, 20).scores)


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_that_is_no_index_is_refused(kind: VectorIndexKind, tmp_path: Path) -> None:
    (tmp_path / "index").write_bytes(b"not an index")
    with pytest.raises(IndexCorrupt, match="FAISS cannot read it"):
        kind.load(tmp_path / "index")


@pytest.mark.parametrize("kind", KINDS)
def test_an_index_of_distances_is_refused(kind: VectorIndexKind, tmp_path: Path) -> None:
    distances = faiss.IndexFlatL2(24)
    distances.add(STORED)
    faiss.write_index(distances, str(tmp_path / "index"))
    with pytest.raises(IndexCorrupt, match="holds a IndexFlatL2"):
        kind.load(tmp_path / "index")


def _clustered(rows: int) -> Vectors:
    """Rows around fifty directions, as passages are about topics."""
    near = np.repeat(_unit(50, seed=3), rows // 50, axis=0) + 0.7 * _unit(rows, seed=4)
    return np.asarray(near / np.linalg.norm(near, axis=1, keepdims=True), np.float32)


def test_the_inverted_index_finds_nearly_all_of_the_best_in_a_part_of_its_lists(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(inverted, "_PROBED", 16)
    stored, queries = _clustered(20_000), _clustered(50)
    index, exact = INVERTED.build(stored), FLAT.build(stored)
    found = [np.isin(exact.search(q, 10).rows, index.search(q, 40).rows).mean() for q in queries]
    assert np.mean(found) >= 0.97


def test_the_fewer_rows_are_selected_the_more_lists_are_looked_into(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inverted, "_PROBED", 1)
    stored = _clustered(2_000)
    worst = np.sort(np.argsort(stored @ QUERY)[:20])
    ranking = INVERTED.build(stored).search(QUERY, 5, Selection.of(worst))
    assert set(ranking.rows.tolist()) == set(worst[np.argsort(-(stored[worst] @ QUERY))[:5]].tolist())


def test_the_inverted_index_is_the_same_when_it_is_built_again() -> None:
    first, second = INVERTED.build(STORED), INVERTED.build(STORED)
    assert_array_equal(first.search(QUERY, 50).scores, second.search(QUERY, 50).scores)


def test_the_kind_is_chosen_by_size_and_found_again_by_name() -> None:
    kinds = BySize(most_exact=3)
    assert (kinds.of_size(3), kinds.of_size(4)) == (FLAT, INVERTED)
    assert (kinds.named("flat"), kinds.named("inverted"), kinds.named("other")) == (FLAT, INVERTED, None)
    assert kinds.name == "flat or inverted"


def test_a_kind_alone_is_that_of_every_size() -> None:
    assert FLAT.of_size(10**9) is FLAT
    assert (FLAT.named("flat"), FLAT.named("inverted")) == (FLAT, None)
