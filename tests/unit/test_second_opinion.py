"""A second encoder's opinion of passages, held against NumPy by hand."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from app.errors import IndexCorrupt
from app.retrieval import array_files
from app.retrieval.array_files import Parts, write_arrays
from app.retrieval.ports import Vectors
from app.retrieval.second_opinion import SecondRows, load_second_rows

DIMENSION = 16


def _unit(rows: int, seed: int) -> Vectors:
    vectors = np.random.default_rng(seed).normal(size=(rows, DIMENSION)).astype(np.float32)
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), np.float32)


QUESTIONS = _unit(5, 1)
WINDOWS = [_unit(1, 2), _unit(4, 3), _unit(1, 4), _unit(3, 5), _unit(2, 6)]
QUERY = _unit(1, 7)[0]
ROWS = SecondRows.build(QUESTIONS, WINDOWS, [True, True, False, True, True])


@pytest.mark.parametrize("rows", [[0], [1, 3], [4, 3, 1, 0], [3, 3]])
def test_a_passage_counts_by_its_best_window_and_by_its_question(rows: list[int]) -> None:
    opinion = ROWS.opinion(QUERY, np.array(rows))
    assert opinion
    assert_allclose(opinion.windows, [(WINDOWS[row] @ QUERY).max() for row in rows], atol=1e-3)
    assert_allclose(opinion.questions, [QUESTIONS[row] @ QUERY for row in rows], atol=1e-3)
    assert (opinion.windows.dtype.name, opinion.questions.dtype.name) == ("float32", "float32")


@pytest.mark.parametrize("rows", [[2], [0, 2, 4]])
def test_a_row_in_an_unknown_language_leaves_no_opinion_of_any(rows: list[int]) -> None:
    assert ROWS.opinion(QUERY, np.array(rows)) is None


def test_no_rows_have_an_empty_opinion() -> None:
    opinion = ROWS.opinion(QUERY, np.array([], np.int64))
    assert opinion
    assert (opinion.windows.tolist(), opinion.questions.tolist()) == ([], [])


def test_no_passages_make_no_rows() -> None:
    assert len(SecondRows.build(_unit(0, 1), [], [])) == 0


@settings(deadline=None)  # it writes to disk, which others may be using
@given(st.lists(st.tuples(st.integers(1, 4), st.booleans()), max_size=6))
def test_saving_and_loading_changes_nothing(
    tmp_path_factory: pytest.TempPathFactory, passages: list[tuple[int, bool]]
) -> None:
    path = tmp_path_factory.getbasetemp() / "second"
    windows = [_unit(count, seed) for seed, (count, _) in enumerate(passages)]
    built = SecondRows.build(_unit(len(passages), 9), windows, [known for _, known in passages])
    write_arrays(path, built.parts)
    loaded = load_second_rows(path)
    assert len(loaded) == len(passages)
    assert_array_equal(loaded.questions, built.questions)
    assert_array_equal(loaded.windows, built.windows)
    assert_array_equal(loaded.offsets, built.offsets)
    assert_array_equal(loaded.known, built.known)


def test_rows_left_in_their_files_have_the_same_opinion(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(array_files, "HELD_BYTES", 0)
    write_arrays(tmp_path / "second", ROWS.parts)
    stored, rows = load_second_rows(tmp_path / "second"), np.array([0, 1, 3])
    assert isinstance(stored.windows, array_files.StoredArray)
    told, expected = stored.opinion(QUERY, rows), ROWS.opinion(QUERY, rows)
    assert told
    assert expected
    assert_array_equal(told.windows, expected.windows)
    assert_array_equal(told.questions, expected.questions)


def test_rows_taken_one_by_one_make_the_same_rows() -> None:
    again = SecondRows.of([ROWS.at(row) for row in range(5)], DIMENSION)
    assert_array_equal(again.windows, ROWS.windows)
    assert_array_equal(again.questions, ROWS.questions)
    assert (again.offsets.tolist(), again.known.tolist()) == (ROWS.offsets.tolist(), ROWS.known.tolist())


@pytest.mark.parametrize("content", [b"", b"nothing", b"PK\x03\x04"])
def test_a_file_that_holds_no_second_rows_is_refused(tmp_path: Path, content: bytes) -> None:
    write_arrays(tmp_path / "second", ROWS.parts)
    (tmp_path / "second.windows.npy").write_bytes(content)
    with pytest.raises(IndexCorrupt, match=r"windows\.npy holds no second encoder's rows\. Run `faq ingest`"):
        load_second_rows(tmp_path / "second")


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(IndexCorrupt, match=r"absent.* holds no second encoder's rows"):
        load_second_rows(tmp_path / "absent")


@pytest.mark.parametrize(
    "changed",
    [
        {"questions": ROWS.parts["questions"][1:]},
        {"questions": ROWS.parts["questions"][:, 1:]},
        {"questions": ROWS.parts["questions"][0]},
        {"questions": ROWS.parts["questions"].astype(np.float32)},
        {"windows": ROWS.parts["windows"][1:]},
        {"windows": ROWS.parts["windows"].astype(np.float64)},
        {"lengths": ROWS.parts["lengths"][:0]},
        {"lengths": ROWS.parts["lengths"] + np.int32(1)},
        {"lengths": ROWS.parts["lengths"].astype(np.int64)},
        {"lengths": np.array([1, 4, 0, 4, 2], np.int32)},
        {"known": ROWS.parts["known"][1:]},
        {"known": ROWS.parts["known"].astype(np.int8)},
    ],
)
def test_rows_that_contradict_themselves_are_refused(tmp_path: Path, changed: Parts) -> None:
    write_arrays(tmp_path / "second", {**ROWS.parts, **changed})
    with pytest.raises(IndexCorrupt, match=r"contradicts itself\. Run `faq ingest`"):
        load_second_rows(tmp_path / "second")
