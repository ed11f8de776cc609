"""Array files that lie about what they hold: their checksums may have been forged with them."""

import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import faiss
import numpy as np
import pytest
from numpy.typing import NDArray

from app.errors import IndexCorrupt
from app.retrieval.archive import load_arrays, save_arrays
from app.retrieval.array_files import open_arrays, write_arrays
from app.retrieval.flat import build_flat, load_flat
from app.retrieval.inverted import build_inverted, load_inverted
from app.retrieval.lexical import LexicalIndex, load_lexical

ROWS = np.eye(4, dtype=np.float32)


def _header(shape: tuple[int, ...], kind: str = "<f4", *, fortran: bool = False) -> bytes:
    told = repr({"descr": kind, "fortran_order": fortran, "shape": shape}).encode()
    return b"\x93NUMPY\x01\x00" + len(told).to_bytes(2, "little") + told


@pytest.mark.parametrize(
    "header",
    [
        _header((2**40, 4)),
        _header((2**62, 2**62)),
        _header((-4, -4)),
        _header((-1, 4)),
        _header((2**62, 0)),
        _header((4, 4), "|O"),
        _header((4, 4), fortran=True),
        b"\x93NUMPY\x01\x00\xff\xff" + b"(" * 65_535,
        b"\x93NUMPY\x03\x00" + b"\xff" * 4,
        b"",
    ],
)
def test_a_header_that_its_file_does_not_bear_out_is_refused(tmp_path: Path, header: bytes) -> None:
    (tmp_path / "rows.vectors.npy").write_bytes(header + ROWS.tobytes())
    with pytest.raises(IndexCorrupt, match=r"rows\.vectors\.npy holds no rows"):
        open_arrays(tmp_path / "rows", ["vectors"], "rows")


@pytest.mark.parametrize("number", [np.nan, np.inf])
def test_numbers_that_are_none_are_refused(tmp_path: Path, number: float) -> None:
    write_arrays(tmp_path / "rows", {"vectors": np.full((2, 2), number, np.float32)})
    with pytest.raises(IndexCorrupt, match="holds no rows"):
        open_arrays(tmp_path / "rows", ["vectors"], "rows")


def _compressed(path: Path) -> None:
    np.savez_compressed(path, codes=np.zeros(1_000_000, np.int32))


def _declared(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("codes.npy", _header((2**40,), "<i4") + b"x" * 16)


def _of(array: NDArray[Any]) -> Callable[[Path], None]:
    return lambda path: save_arrays(path, {"codes": array})


@pytest.mark.parametrize(
    "forge",
    [
        _compressed,
        _declared,
        _of(np.zeros(3)),
        _of(np.zeros((3, 1), np.int32)),
        _of(np.array(3, np.int32)),
        lambda path: path.write_bytes(b"PK" * 100),
        lambda path: path.write_bytes(_header((3,), "<i4") + b"x" * 12),
    ],
)
def test_an_archive_holds_what_is_written_into_it_or_is_refused(
    tmp_path: Path, forge: Callable[[Path], object]
) -> None:
    forge(tmp_path / "codes.npz")
    with pytest.raises(IndexCorrupt, match="holds no codes"):
        load_arrays(tmp_path / "codes.npz", {"codes": np.int32}, "codes")


def _write(path: Path, index: faiss.Index) -> Path:
    faiss.write_index(index, str(path))
    return path


def test_an_index_of_distances_is_refused(tmp_path: Path) -> None:
    kind = faiss.ScalarQuantizer.QT_8bit
    index = faiss.IndexIVFScalarQuantizer(faiss.IndexFlatL2(4), 4, 1, kind, faiss.METRIC_L2)
    index.train(ROWS)
    index.add(ROWS)
    with pytest.raises(IndexCorrupt, match="not made for inner products"):
        load_inverted(_write(tmp_path / "nearest.index", index))


@pytest.mark.parametrize("rows", [[0, 1, 2, 4], [0, 1, 2, 2], [-1, 0, 1, 2], [0, 1, 2, 10**12]])
def test_an_inverted_index_with_rows_of_others_is_refused(tmp_path: Path, rows: list[int]) -> None:
    kind = faiss.ScalarQuantizer.QT_8bit
    index = faiss.IndexIVFScalarQuantizer(faiss.IndexFlatIP(4), 4, 1, kind, faiss.METRIC_INNER_PRODUCT)
    index.train(ROWS)
    index.add_with_ids(ROWS, np.array(rows, np.int64))
    with pytest.raises(IndexCorrupt, match="contradicts itself"):
        load_inverted(_write(tmp_path / "nearest.index", index))


def test_indexes_are_read_as_they_were_saved(tmp_path: Path) -> None:
    build_flat(ROWS).save(tmp_path / "flat")
    build_inverted(ROWS).save(tmp_path / "inverted")
    assert len(load_flat(tmp_path / "flat")) == len(load_inverted(tmp_path / "inverted")) == 4


@pytest.mark.parametrize("way", ["by_row", "by_gram"])
@pytest.mark.parametrize("number", [-1, 10**6])
def test_letters_of_rows_that_are_not_there_are_refused(tmp_path: Path, way: str, number: int) -> None:
    LexicalIndex.build([("Why?", "Because."), (None, "So.")]).save(tmp_path / "lexical")
    path = tmp_path / f"lexical.{way}.members.npy"
    members = np.load(path)
    members[0] = number
    write_arrays(tmp_path / f"lexical.{way}", {"members": members})
    with pytest.raises(IndexCorrupt, match="contradicts itself"):
        load_lexical(tmp_path / "lexical")
