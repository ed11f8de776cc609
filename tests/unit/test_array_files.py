"""Arrays in files of their own: written piece by piece, read in parts."""

import errno
import os
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_array_equal
from numpy.typing import NDArray

from app.errors import IndexCorrupt
from app.retrieval import array_files
from app.retrieval.array_files import ArrayFiles, StoredArray, file_of, open_arrays, read_arrays, write_arrays
from app.retrieval.ports import Takeable

WHOLE = np.random.default_rng(1).normal(size=(60, 3)).astype(np.float32)


@pytest.fixture
def stored(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Takeable:
    monkeypatch.setattr(array_files, "HELD_BYTES", 0)
    write_arrays(tmp_path / "rows", {"whole": WHOLE})
    return open_arrays(tmp_path / "rows", ["whole"], "rows")["whole"]


def test_arrays_grow_at_their_end_and_are_ordinary_files_of_numpy(tmp_path: Path) -> None:
    with ArrayFiles(tmp_path / "rows") as files:
        files.append({"whole": WHOLE[:20], "flags": np.array([True])})
        files.append({"whole": WHOLE[20:], "flags": np.array([False, True])})
    assert_array_equal(np.load(tmp_path / "rows.whole.npy"), WHOLE)
    assert np.load(tmp_path / "rows.flags.npy").tolist() == [True, False, True]


def test_nothing_appended_writes_no_file(tmp_path: Path) -> None:
    with ArrayFiles(tmp_path / "rows"):
        pass
    assert list(tmp_path.iterdir()) == []


def test_small_arrays_are_held_in_memory_and_large_ones_left_in_their_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(array_files, "HELD_BYTES", 300)
    write_arrays(tmp_path / "rows", {"small": WHOLE[:2], "large": WHOLE})
    arrays = open_arrays(tmp_path / "rows", ["small", "large"], "rows")
    assert isinstance(arrays["small"], np.ndarray)
    assert isinstance(arrays["large"], StoredArray)
    assert (arrays["large"].shape, arrays["large"].dtype) == (WHOLE.shape, WHOLE.dtype)
    assert_array_equal(read_arrays(tmp_path / "rows", ["large"], "rows")["large"], WHOLE)


@pytest.mark.parametrize("places", [[], [0], [59], [3, 4, 5], [5, 4, 3], [7, 7], [0, 1, 9, 30, 31, 59]])
def test_what_is_taken_from_a_file_is_what_numpy_takes(stored: Takeable, places: list[int]) -> None:
    assert_array_equal(stored.take(np.array(places, np.int64), axis=0), WHOLE[places])


def _damaged(path: Path, content: bytes) -> None:
    file_of(path, "whole").write_bytes(content)


@pytest.mark.parametrize("keep", [0, 5, 40, -1])
def test_a_truncated_file_is_refused(tmp_path: Path, keep: int) -> None:
    write_arrays(tmp_path / "rows", {"whole": WHOLE})
    _damaged(tmp_path / "rows", file_of(tmp_path / "rows", "whole").read_bytes()[:keep])
    with pytest.raises(IndexCorrupt, match=r"rows\.whole\.npy holds no rows\. Run `faq ingest`"):
        open_arrays(tmp_path / "rows", ["whole"], "rows")


@pytest.mark.parametrize("array", [np.array([{}]), np.asfortranarray(WHOLE)])
def test_objects_and_other_orders_are_refused(tmp_path: Path, array: NDArray[Any]) -> None:
    np.save(tmp_path / "rows.whole.npy", array)
    with pytest.raises(IndexCorrupt, match="holds no rows"):
        open_arrays(tmp_path / "rows", ["whole"], "rows")


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(IndexCorrupt, match="holds no rows"):
        read_arrays(tmp_path / "rows", ["whole"], "rows")


@settings(deadline=None)  # it writes to disk, which others may be using
@given(st.lists(st.integers(0, 5), max_size=5))
def test_however_an_array_is_cut_it_is_written_whole(
    tmp_path_factory: pytest.TempPathFactory, lengths: list[int]
) -> None:
    path, ends = tmp_path_factory.getbasetemp() / "cut", np.cumsum(lengths, dtype=np.int64)
    with ArrayFiles(path) as files:
        for part in np.split(WHOLE, ends):
            files.append({"whole": part})
    assert_array_equal(read_arrays(path, ["whole"], "rows")["whole"], WHOLE)


def test_what_the_system_hands_over_in_pieces_is_read_to_its_end(
    stored: Takeable, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = os.preadv
    monkeypatch.setattr(os, "preadv", lambda file, into, start: whole(file, [into[0][:5]], start))
    assert_array_equal(stored.take(np.arange(60), axis=0), WHOLE)


def test_rows_of_a_file_that_was_cut_while_it_was_served_are_refused(stored: Takeable, tmp_path: Path) -> None:
    path = file_of(tmp_path / "rows", "whole")
    os.truncate(path, path.stat().st_size - 1)
    assert_array_equal(stored.take(np.arange(59), axis=0), WHOLE[:59])
    with pytest.raises(IndexCorrupt, match=r"rows\.whole\.npy was cut while it was served\. Run `faq ingest`"):
        stored.take(np.arange(60), axis=0)


@pytest.mark.parametrize("header", [b"{'descr': (", b"{'descr': '''", b"\xff\x00", b"[]", b"{}"])
@pytest.mark.parametrize("version", [b"\x01\x00", b"\x02\x00", b"\x03\x00", b"\x09\x00"])
def test_a_header_of_something_else_is_refused(tmp_path: Path, version: bytes, header: bytes) -> None:
    told = b"\x93NUMPY" + version + len(header).to_bytes(2, "little") + header
    (tmp_path / "rows.whole.npy").write_bytes(told)
    with pytest.raises(IndexCorrupt, match="holds no rows"):
        read_arrays(tmp_path / "rows", ["whole"], "rows")


@pytest.mark.parametrize("version", [(2, 0), (3, 0)])
def test_another_version_of_the_format_is_refused(tmp_path: Path, version: tuple[int, int]) -> None:
    with file_of(tmp_path / "rows", "whole").open("wb") as file:
        np.lib.format.write_array(file, WHOLE, version)
    with pytest.raises(IndexCorrupt, match="holds no rows"):
        read_arrays(tmp_path / "rows", ["whole"], "rows")


def test_a_disk_that_fails_while_rows_are_read_is_told_with_the_file(
    stored: Takeable, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> int:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(os, "preadv", fail)
    with pytest.raises(IndexCorrupt, match=r"rows\.whole\.npy cannot be read \(Input/output error\)"):
        stored.take(np.array([0]), axis=0)
