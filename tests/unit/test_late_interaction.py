"""Late interaction over 8-bit token rows, held against its formula in full precision."""

from pathlib import Path

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from app.errors import IndexCorrupt
from app.retrieval.late_interaction import PASSAGE_SHARE, TokenRows, load_token_rows
from app.retrieval.ports import Vectors

DIMENSION = 16


def _unit(tokens: int, seed: int) -> Vectors:
    vectors = np.random.default_rng(seed).normal(size=(tokens, DIMENSION)).astype(np.float32)
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), np.float32)


PASSAGES = [_unit(5, 1), _unit(1, 2), _unit(0, 3), _unit(9, 4)]
QUERY = _unit(4, 5)
ROWS = TokenRows.build(PASSAGES, DIMENSION)


def _formula(query: Vectors, passage: Vectors) -> float:
    similarity = query @ passage.T
    return float(similarity.max(axis=1).mean() + PASSAGE_SHARE * similarity.max(axis=0).mean())


def test_scores_are_those_of_the_formula_in_the_order_asked_for() -> None:
    scores = ROWS.scores(QUERY, np.array([3, 0, 1, 0]))
    assert_allclose(scores, [_formula(QUERY, PASSAGES[row]) for row in (3, 0, 1, 0)], atol=0.01)


def test_a_passage_scores_best_against_its_own_tokens() -> None:
    scores = ROWS.scores(PASSAGES[3], np.arange(4))
    assert scores.argmax() == 3
    assert scores[3] == pytest.approx(1 + PASSAGE_SHARE, abs=0.01)


def test_a_passage_or_a_query_without_tokens_scores_nothing() -> None:
    assert ROWS.scores(QUERY, np.array([2])).tolist() == [0]
    assert ROWS.scores(_unit(0, 6), np.arange(4)).tolist() == [0, 0, 0, 0]


def test_no_rows_have_no_scores() -> None:
    assert ROWS.scores(QUERY, np.array([], np.int64)).tolist() == []
    assert len(TokenRows.build([], DIMENSION)) == 0


def test_saving_and_loading_changes_nothing(tmp_path: Path) -> None:
    ROWS.save(tmp_path / "tokens")
    loaded = load_token_rows(tmp_path / "tokens")
    assert (len(loaded), loaded.dimension) == (4, DIMENSION)
    assert_array_equal(loaded.scores(QUERY, np.arange(4)), ROWS.scores(QUERY, np.arange(4)))


def test_a_file_that_holds_no_token_rows_is_refused(tmp_path: Path) -> None:
    (tmp_path / "tokens").write_bytes(b"nothing")
    with pytest.raises(IndexCorrupt, match="holds no token rows"):
        load_token_rows(tmp_path / "tokens")


def test_objects_are_never_unpickled(tmp_path: Path) -> None:
    with (tmp_path / "tokens").open("wb") as file:
        np.savez(file, vectors=np.array([{}]), scales=np.zeros(1), offsets=np.zeros(2))
    with pytest.raises(IndexCorrupt, match="holds no token rows"):
        load_token_rows(tmp_path / "tokens")


@pytest.mark.parametrize(
    "rows",
    [
        TokenRows(ROWS.vectors[:3], ROWS.scales, ROWS.offsets),
        TokenRows(ROWS.vectors, ROWS.scales * np.nan, ROWS.offsets),
        TokenRows(ROWS.vectors, ROWS.scales, ROWS.offsets + 1),
        TokenRows(ROWS.vectors, ROWS.scales, ROWS.offsets[:0]),
        TokenRows(ROWS.vectors, ROWS.scales, np.array([0, 20, -3, 15])),
        TokenRows(ROWS.vectors, ROWS.scales, ROWS.offsets.astype(np.float64)),
        TokenRows(ROWS.vectors[None], ROWS.scales, ROWS.offsets),
    ],
)
def test_rows_that_contradict_themselves_are_refused(tmp_path: Path, rows: TokenRows) -> None:
    rows.save(tmp_path / "tokens")
    with pytest.raises(IndexCorrupt, match="contradicts itself"):
        load_token_rows(tmp_path / "tokens")


def test_a_truncated_archive_is_refused(tmp_path: Path) -> None:
    ROWS.save(tmp_path / "tokens")
    (tmp_path / "tokens").write_bytes((tmp_path / "tokens").read_bytes()[:-30])
    with pytest.raises(IndexCorrupt, match="holds no token rows"):
        load_token_rows(tmp_path / "tokens")
