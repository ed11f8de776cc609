"""Dense retrieval over exact rows and an index of mixed ones, held against brute force."""

from pathlib import Path

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from app.errors import IndexCorrupt
from app.retrieval import dense as module
from app.retrieval import exact
from app.retrieval.array_files import write_arrays
from app.retrieval.dense import QUESTION_WEIGHT, DenseRetriever, mixed
from app.retrieval.exact import ExactRows, load_exact
from app.retrieval.flat import FLAT
from app.retrieval.ports import Ranking, Selection, Vectors, best_of


def _unit(rows: int, seed: int) -> Vectors:
    vectors = np.random.default_rng(seed).normal(size=(rows, 24)).astype(np.float32)
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), np.float32)


WHOLE, ASKED = _unit(300, 7), _unit(300, 9)
QUERY = _unit(1, 8)[0]
DENSE = DenseRetriever(ExactRows(WHOLE), ExactRows(ASKED), FLAT.build(mixed(WHOLE, ASKED)))
MEANS = (1 - QUESTION_WEIGHT) * (WHOLE @ QUERY) + QUESTION_WEIGHT * (ASKED @ QUERY)


def _best(rows: list[int]) -> list[int]:
    return sorted(rows, key=lambda row: -MEANS[row])


def test_scores_are_the_weighted_mean_of_passage_and_question() -> None:
    ranking = DENSE.rank(QUERY, 300)
    assert ranking.rows.tolist() == _best(list(range(300)))
    assert_allclose(ranking.scores, np.sort(MEANS)[::-1], atol=1e-6)


def test_no_more_are_found_than_asked_for() -> None:
    assert DENSE.rank(QUERY, 10).rows.tolist() == _best(list(range(300)))[:10]


@pytest.mark.parametrize("rows", [range(0, 300, 2), range(40, 60), [7], []])
@pytest.mark.parametrize("most", [2048, 0])
def test_a_selection_s_best_are_found_whether_or_not_all_of_it_is_scored(
    rows: list[int], most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_SELECTED", most)
    monkeypatch.setattr(module, "_IN_A_RUN", most)
    assert DENSE.rank(QUERY, 20, Selection.of(rows)).rows.tolist() == _best(list(rows))[:20]


class _Rough:
    """An index whose scores are too high by a half, and its order upside down."""

    dimension = 24

    def __len__(self) -> int:
        return 300

    def search(self, vector: Vectors, limit: int, selection: Selection | None = None) -> Ranking:
        found = FLAT.build(mixed(WHOLE, ASKED)).search(vector, limit, selection)
        return Ranking(found.rows[::-1], found.scores[::-1] + np.float32(0.5))

    def save(self, path: Path) -> None:
        raise NotImplementedError


def test_of_what_an_index_finds_the_first_are_scored_exactly_and_none_behind_is_above_them() -> None:
    ranking = DenseRetriever(ExactRows(WHOLE), ExactRows(ASKED), _Rough()).rank(QUERY, 300)
    first, behind = ranking.rows[:200].tolist(), ranking.rows[200:].tolist()
    assert first == _best(first)
    assert_allclose(ranking.scores[:200], MEANS[first], atol=1e-6)
    assert behind == _best(behind)[::-1]
    assert_array_equal(ranking.scores[200:], np.full(100, ranking.scores[199]))


def test_exact_rows_are_scored_in_blocks_and_in_the_order_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exact, "_BLOCK", 2)
    rows = np.array([9, 3, 9, 0, 299])
    assert_allclose(ExactRows(WHOLE).scores(QUERY, rows), WHOLE[rows] @ QUERY, atol=1e-6)


@pytest.mark.parametrize("selection", [None, Selection.of([5, 299, 3])])
def test_exact_rows_can_be_searched_by_themselves(selection: Selection | None) -> None:
    rows = np.arange(300) if selection is None else selection.rows
    expected = rows[np.argsort(-(WHOLE[rows] @ QUERY), kind="stable")][:10]
    assert ExactRows(WHOLE).search(QUERY, 10, selection).rows.tolist() == expected.tolist()


def test_exact_rows_are_loaded_from_their_file(tmp_path: Path) -> None:
    write_arrays(tmp_path / "rows", {"vectors": WHOLE})
    loaded = load_exact(tmp_path / "rows")
    assert (len(loaded), loaded.dimension) == WHOLE.shape
    assert_array_equal(loaded.vectors, WHOLE)


@pytest.mark.parametrize("vectors", [WHOLE.astype(np.float64), WHOLE[0]])
def test_other_vectors_are_refused(tmp_path: Path, vectors: Vectors) -> None:
    write_arrays(tmp_path / "rows", {"vectors": vectors})
    with pytest.raises(IndexCorrupt, match=r"contradicts itself\. Run `faq ingest`"):
        load_exact(tmp_path / "rows")


@pytest.mark.parametrize("limit", [0, 1, 3, 4, 99])
def test_the_best_are_taken_with_ties_in_row_order(limit: int) -> None:
    rows, scores = np.array([8, 2, 6, 4]), np.array([0.5, 0.9, 0.5, 0.5], np.float32)
    found = best_of(rows, scores, limit)
    assert found.rows.tolist() == [2, 4, 6, 8][:limit]
    assert_array_equal(found.scores, np.array([0.9, 0.5, 0.5, 0.5], np.float32)[:limit])


def test_other_rows_of_one_passage_take_no_other_passage_s_place() -> None:
    stands_for = np.concatenate([np.arange(200), np.full(100, 7)]).astype(np.int32)
    dense = DenseRetriever(ExactRows(WHOLE), ExactRows(ASKED), FLAT.build(mixed(WHOLE, ASKED)), stands_for)
    passages = stands_for[dense.rank(QUERY, 50).rows].tolist()
    expected = list(dict.fromkeys(stands_for[np.argsort(-MEANS, kind="stable")].tolist()))[:50]
    assert passages == expected


@pytest.mark.parametrize(("passages", "rows"), [(1, 101), (10, 1010), (50, 4040), (2000, 6000)])
def test_as_many_rows_are_taken_as_give_the_passages_that_are_looked_at(passages: int, rows: int) -> None:
    stands_for = np.concatenate([np.arange(200), np.full(100, 7)]).astype(np.int32)
    dense = DenseRetriever(ExactRows(WHOLE), ExactRows(ASKED), FLAT.build(mixed(WHOLE, ASKED)), stands_for)
    assert dense.rows_for(passages) == rows
