"""Values in a file: found by row and by key as in a list and a dictionary, without keeping them all in memory."""

import errno
import gc
import os
import weakref
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app import stored_rows
from app.errors import IndexCorrupt
from app.retrieval.archive import save_arrays
from app.stored_rows import StoredRows, store_rows

WORDS = ["delivery", "返品", "", "naïve", "a\u2028b", "😀"]


def _read(path: Path, kept: int = 4096) -> StoredRows[str]:
    return StoredRows(path, str.upper, str.lower, kept=kept)


def _stored(folder: Path, words: Iterable[str] = WORDS, kept: int = 4096) -> StoredRows[str]:
    store_rows(folder / "words.jsonl", ((word.upper().lower(), f'"{word}"') for word in words))
    return _read(folder / "words.jsonl", kept)


def _open_files() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


def test_it_is_the_sequence_of_what_was_stored(tmp_path: Path) -> None:
    rows, expected = _stored(tmp_path), [word.upper() for word in WORDS]
    assert list(rows) == expected
    assert [rows[row] for row in range(len(rows))] == expected
    assert (rows[-1], rows[1:3], rows[np.int64(0)]) == ("😀", ("返品", ""), "DELIVERY")  # type: ignore[call-overload]
    with pytest.raises(IndexError):
        rows[6]


def test_each_is_found_by_its_key_and_no_other(tmp_path: Path) -> None:
    words = _stored(tmp_path).by_key
    assert dict(words) == {word.upper().lower(): word.upper() for word in WORDS}
    assert [words.get(key) for key in ("Delivery", "deliver", "\udcff")] == [None, None, None]
    assert "delivery" in words


def test_keys_with_the_same_digest_are_told_apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stored_rows, "_digest", len)
    words = _stored(tmp_path, ["one", "two", "six"]).by_key
    assert [words.get(key) for key in ("two", "six", "one", "ten")] == ["TWO", "SIX", "ONE", None]


@settings(max_examples=30)
@given(words=st.sets(st.text("abcé", max_size=4)))
def test_any_set_of_keys_is_a_dictionary(words: set[str], tmp_path_factory: pytest.TempPathFactory) -> None:
    stored = _stored(tmp_path_factory.mktemp("rows"), sorted(words)).by_key
    assert dict(stored) == {word: word.upper() for word in words}
    assert len(stored) == len(words)


def test_only_recent_values_are_kept_and_a_walk_displaces_none(tmp_path: Path) -> None:
    rows = _stored(tmp_path, kept=2)
    first, second = rows[0], rows[1]
    assert next(iter(rows)) is not first
    assert (rows[0] is first, rows[1] is second) == (True, True)
    assert (rows[3], rows[4]) == ("NAÏVE", "A\u2028B")
    assert rows[0] is not first


def test_many_threads_read_at_once(tmp_path: Path) -> None:
    words = [f"word{number}" for number in range(500)]
    stored = _stored(tmp_path, words, kept=3).by_key
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(stored.__getitem__, words * 4)) == [word.upper() for word in words] * 4


def test_a_file_is_served_after_its_folder_was_cleared_and_closed_with_the_last_use(tmp_path: Path) -> None:
    gc.collect()  # those of other tests
    rows = _stored(tmp_path)
    (tmp_path / "words.jsonl").unlink()
    assert rows[0] == "DELIVERY"
    before = _open_files()
    del rows
    gc.collect()
    assert _open_files() == before - 1


def _forge(path: Path, **arrays: Sequence[int]) -> None:
    """Says something else of the file's two first lines."""
    path.write_bytes(b'"a"\n"b"\n')
    told = {"offsets": [0, 4, 8], "digests": [1, 2], "rows": [0, 1]} | arrays
    kinds = {"offsets": np.int64, "digests": np.uint64, "rows": np.int32}
    save_arrays(path.with_suffix(".rows.npz"), {name: np.array(told[name], kind) for name, kind in kinds.items()})


@pytest.mark.parametrize(
    "damage",
    [
        lambda path: path.with_suffix(".rows.npz").write_text("?"),
        lambda path: path.with_suffix(".rows.npz").unlink(),
        lambda path: path.write_bytes(path.read_bytes() + b'"more"\n'),
        lambda path: save_arrays(
            path.with_suffix(".rows.npz"),
            {"offsets": np.array([0, path.stat().st_size]), "digests": np.zeros(2), "rows": np.zeros(2)},
        ),
        lambda path: _forge(path, rows=[0, 0]),
        lambda path: _forge(path, rows=[0, 7]),
        lambda path: _forge(path, rows=[-1, 0]),
        lambda path: _forge(path, digests=[2, 1]),
        lambda path: _forge(path, digests=[1, 2, 3]),
        lambda path: _forge(path, offsets=[0, 9, 3]),
    ],
)
def test_files_that_do_not_belong_together_are_refused(tmp_path: Path, damage: Callable[[Path], object]) -> None:
    _stored(tmp_path)
    damage(tmp_path / "words.jsonl")
    with pytest.raises(IndexCorrupt, match=r"words\.rows\.npz"):
        _read(tmp_path / "words.jsonl")


def test_without_its_lines_a_file_is_refused(tmp_path: Path) -> None:
    _stored(tmp_path)
    (tmp_path / "words.jsonl").unlink()
    with pytest.raises(IndexCorrupt, match=r"words\.jsonl holds no rows\. Run `faq ingest`"):
        _read(tmp_path / "words.jsonl")


@pytest.mark.parametrize(
    "damage",
    [
        lambda path: path.write_bytes(b"?" * path.stat().st_size),
        lambda path: os.truncate(path, 3),
    ],
)
def test_a_row_that_was_damaged_while_it_was_served_is_refused(
    tmp_path: Path, damage: Callable[[Path], object]
) -> None:
    words = _stored(tmp_path)
    damage(tmp_path / "words.jsonl")
    with pytest.raises(IndexCorrupt, match=r"words\.jsonl holds no row 0\. Run `faq ingest`"):
        words[0]


def test_a_disk_that_fails_while_a_row_is_read_is_told_with_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = _stored(tmp_path)

    def fail(*_: object) -> bytes:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(os, "pread", fail)
    with pytest.raises(IndexCorrupt, match=r"words\.jsonl cannot be read \(Input/output error\)\. Check the disk"):
        words[0]
    monkeypatch.undo()
    assert words[0] == "DELIVERY"


class _Key(str):
    """A text that tells when nobody keeps it any more."""


def test_keys_that_are_not_found_are_not_kept(tmp_path: Path) -> None:
    words, strange = _stored(tmp_path).by_key, _Key("x" * 60_000)
    kept = weakref.ref(strange)
    assert words.get(strange) is None
    del strange
    gc.collect()
    assert kept() is None


def test_a_row_nested_without_end_is_refused(tmp_path: Path) -> None:
    store_rows(tmp_path / "words.jsonl", [("deep", "[" * 100_000)])
    with pytest.raises(IndexCorrupt, match=r"words\.jsonl holds no row 0"):
        _read(tmp_path / "words.jsonl")[0]
