"""Late interaction over 8-bit token rows, held against its formula in full precision."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from app.errors import IndexCorrupt
from app.retrieval import array_files
from app.retrieval.array_files import Parts, write_arrays
from app.retrieval.late_interaction import TokenRows
from app.retrieval.ports import Vectors
from app.retrieval.token_archive import load_token_rows

DIMENSION = 16


def _unit(tokens: int, seed: int) -> Vectors:
    vectors = np.random.default_rng(seed).normal(size=(tokens, DIMENSION)).astype(np.float32)
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), np.float32)


PASSAGES = [_unit(5, 1), _unit(1, 2), _unit(0, 3), _unit(9, 4)]
QUERY = _unit(4, 5)
SPANS = [np.array([(i, i + 1) for i in range(len(passage))], np.int32).reshape(-1, 2) for passage in PASSAGES]
QUESTIONS = ["ab", None, "?", "abc"]
ROWS = TokenRows.build(PASSAGES, DIMENSION, spans=SPANS, questions=QUESTIONS)
HEADS = [2, 1, 0, 3]


def test_the_query_s_tokens_are_met_by_the_whole_passage_and_the_question_s_by_the_query() -> None:
    rows = [3, 0, 1, 0]
    found = ROWS.matches(QUERY, np.array(rows))
    assert_allclose(found.passages, [(QUERY @ PASSAGES[row].T).max(axis=1).mean() for row in rows], atol=0.01)
    asked = [(QUERY @ PASSAGES[row][: HEADS[row]].T).max(axis=0).mean() for row in rows]
    assert_allclose(found.questions, asked, atol=0.01)


def test_a_passage_matches_best_its_own_tokens() -> None:
    found = ROWS.matches(PASSAGES[3], np.arange(4))
    assert found.passages.argmax() == found.questions.argmax() == 3
    assert (found.passages[3], found.questions[3]) == (pytest.approx(1, abs=0.01), pytest.approx(1, abs=0.01))


def test_a_passage_or_a_query_without_tokens_matches_nothing() -> None:
    assert ROWS.matches(QUERY, np.array([2])).passages.tolist() == [0]
    assert ROWS.matches(QUERY, np.array([2])).questions.tolist() == [0]
    assert ROWS.matches(_unit(0, 6), np.arange(4)).passages.tolist() == [0, 0, 0, 0]


def test_matches_are_the_same_however_many_tokens_are_compared_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    at_once = ROWS.matches(QUERY, np.arange(4))
    monkeypatch.setattr("app.retrieval.late_interaction._BLOCK", 2)
    assert_allclose(ROWS.matches(QUERY, np.arange(4)).passages, at_once.passages, atol=1e-6)
    assert_allclose(ROWS.matches(QUERY, np.arange(4)).questions, at_once.questions, atol=1e-6)


def test_a_run_of_tokens_scores_as_a_passage_of_just_these() -> None:
    scores = ROWS.run_scores(QUERY, np.array([7, 1]), np.array([3, 2]), share=0.5)
    similarities = [QUERY @ PASSAGES[3][1:4].T, QUERY @ PASSAGES[0][1:3].T]
    expected = [s.max(axis=1).mean() + 0.5 * s.max(axis=0).mean() for s in similarities]
    assert_allclose(scores, expected, atol=0.01)


def test_tokens_keep_their_places_in_the_text() -> None:
    assert_array_equal(ROWS.spans_of(3), SPANS[3])
    assert ROWS.spans_of(2).shape == (0, 2)


def test_no_rows_have_no_scores() -> None:
    assert ROWS.matches(QUERY, np.array([], np.int64)).passages.tolist() == []
    assert len(TokenRows.build([], DIMENSION, spans=[], questions=[])) == 0


def test_saving_and_loading_changes_nothing(tmp_path: Path) -> None:
    write_arrays(tmp_path / "tokens", ROWS.parts)
    loaded = load_token_rows(tmp_path / "tokens")
    assert (len(loaded), loaded.dimension) == (4, DIMENSION)
    assert_array_equal(loaded.matches(QUERY, np.arange(4)).questions, ROWS.matches(QUERY, np.arange(4)).questions)
    assert_array_equal(loaded.spans, ROWS.spans)


def test_rows_left_in_their_files_match_alike(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(array_files, "HELD_BYTES", 0)
    write_arrays(tmp_path / "tokens", ROWS.parts)
    stored = load_token_rows(tmp_path / "tokens")
    assert isinstance(stored.vectors, array_files.StoredArray)
    assert_array_equal(stored.matches(QUERY, np.arange(4)).passages, ROWS.matches(QUERY, np.arange(4)).passages)
    assert_array_equal(stored.spans_of(3), SPANS[3])


def test_rows_taken_one_by_one_make_the_same_rows() -> None:
    again = TokenRows.of([ROWS.at(row) for row in range(4)], DIMENSION)
    assert_array_equal(again.vectors, ROWS.vectors)
    assert_array_equal(again.offsets, ROWS.offsets)
    assert again.heads.tolist() == HEADS


@pytest.mark.parametrize("content", [b"", b"nothing", b"PK\x03\x04"])
def test_a_file_that_holds_no_token_rows_is_refused(tmp_path: Path, content: bytes) -> None:
    write_arrays(tmp_path / "tokens", ROWS.parts)
    (tmp_path / "tokens.vectors.npy").write_bytes(content)
    with pytest.raises(IndexCorrupt, match=r"tokens\.vectors\.npy holds no token rows\. Run `faq ingest`"):
        load_token_rows(tmp_path / "tokens")


def test_objects_are_never_unpickled(tmp_path: Path) -> None:
    write_arrays(tmp_path / "tokens", ROWS.parts)
    np.save(tmp_path / "tokens.lengths.npy", np.array([{}]))
    with pytest.raises(IndexCorrupt, match="holds no token rows"):
        load_token_rows(tmp_path / "tokens")


@pytest.mark.parametrize(
    "changed",
    [
        {"vectors": ROWS.parts["vectors"][:3]},
        {"vectors": ROWS.parts["vectors"][None]},
        {"vectors": ROWS.parts["vectors"].astype(np.int16)},
        {"scales": ROWS.parts["scales"][1:]},
        {"scales": ROWS.parts["scales"].astype(np.float64)},
        {"spans": ROWS.parts["spans"].astype(np.int64)},
        {"spans": ROWS.parts["spans"][1:]},
        {"spans": ROWS.parts["spans"][:, :1]},
        {"lengths": ROWS.parts["lengths"] + np.int32(1)},
        {"lengths": ROWS.parts["lengths"][1:]},
        {"lengths": np.array([5, -1, 2, 9], np.int32)},
        {"lengths": ROWS.parts["lengths"].astype(np.float32)},
        {"heads": ROWS.parts["heads"][1:]},
        {"heads": ROWS.parts["heads"] + np.int32(9)},
        {"heads": ROWS.parts["heads"] - np.int32(1)},
    ],
)
def test_rows_that_contradict_themselves_are_refused(tmp_path: Path, changed: Parts) -> None:
    write_arrays(tmp_path / "tokens", {**ROWS.parts, **changed})
    with pytest.raises(IndexCorrupt, match=r"contradicts itself\. Run `faq ingest`"):
        load_token_rows(tmp_path / "tokens")


def test_matrix_products_are_kept_to_one_thread_in_threads_started_later_too() -> None:
    code = (
        "from concurrent.futures import ThreadPoolExecutor as Pool; from threadpoolctl import threadpool_info as info;"
        "import app.retrieval.late_interaction as late; late.use_one_thread();"
        "print({lib['num_threads'] for lib in Pool(1).submit(info).result() if lib['user_api'] == 'blas'} <= {1})"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "True\n"
