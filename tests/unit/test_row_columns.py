"""The columns of an index's rows: numbers that stand for merchants, languages, sections and equal answers."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.columns import Column, Columns, read_columns
from app.domain import Passage
from app.errors import IndexCorrupt
from app.retrieval.archive import save_arrays

LONG = "You may return it within thirty days."


def _passage(merchant: str, text: str, language: str | None = "en", section: str | None = None) -> Passage:
    return Passage("m:1", merchant, "faq.txt", "Why?", text, section, language, 1.0, None, (1, 1), (), "")


PASSAGES = [
    _passage("a", LONG, section="Retours"),
    _passage("a", LONG, "fr"),
    _passage("b", LONG, None, "Retours"),
    _passage("b", "No.", section="返品"),
]


def _texts(column: Column) -> list[str]:
    return [column.values[code] for code in column.codes]


def test_each_row_has_its_merchant_language_and_section_blank_where_there_is_none() -> None:
    columns = Columns.of(PASSAGES)
    assert _texts(columns.merchants) == ["a", "a", "b", "b"]
    assert _texts(columns.languages) == ["en", "fr", "", "en"]
    assert _texts(columns.sections) == ["Retours", "", "Retours", "返品"]
    assert columns.same.tolist() == [0, 0, 2, 3]
    assert len(columns) == 4


@given(st.lists(st.sampled_from(["a", "b", "c", None])))
def test_values_are_numbered_as_rows_have_them_first_and_counted(texts: list[str | None]) -> None:
    column = Column.of(texts)
    assert _texts(column) == [text or "" for text in texts]
    assert list(column.values) == list(dict.fromkeys(text or "" for text in texts))
    assert column.counts == Counter(text or "" for text in texts)


def test_a_value_that_no_row_has_has_no_number() -> None:
    column = Column.of(["en", "fr"])
    assert (column.code("fr"), column.code("de")) == (1, -1)
    assert column.codes_of(["fr", "de", "en"]).tolist() == [1, 0]
    assert column.codes_of([]).tolist() == []


def test_a_blank_value_stands_for_no_rows() -> None:
    assert Column.of(["Returns", None]).codes_of(["", "Returns"]).tolist() == [0]


def test_they_are_read_as_they_were_saved(tmp_path: Path) -> None:
    saved = Columns.of(PASSAGES)
    saved.save(tmp_path)
    read = read_columns(tmp_path)
    for name in ("merchants", "languages", "sections"):
        assert _texts(getattr(read, name)) == _texts(getattr(saved, name))
    assert read.same.tolist() == saved.same.tolist()


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"merchants": 3, "languages": [], "sections": []}'])
def test_values_of_something_else_are_refused(tmp_path: Path, content: str) -> None:
    Columns.of(PASSAGES).save(tmp_path)
    (tmp_path / "columns.json").write_text(content)
    with pytest.raises(IndexCorrupt, match=r"columns\.json holds no columns"):
        read_columns(tmp_path)


def _codes(*merchants: int, rows: int = 4) -> Callable[[Path], object]:
    others = {name: np.zeros(rows, np.int32) for name in ("languages", "sections", "same")}
    return lambda folder: save_arrays(folder / "columns.npz", {"merchants": np.array(merchants, np.int32), **others})


@pytest.mark.parametrize("damage", [_codes(0, 0, 1), _codes(0, 0, 1, 2), _codes(0, 0, 1, -1)])
def test_codes_that_do_not_fit_rows_or_values_are_refused(tmp_path: Path, damage: Callable[[Path], object]) -> None:
    Columns.of(PASSAGES).save(tmp_path)
    damage(tmp_path)
    with pytest.raises(IndexCorrupt, match=r"columns\.npz contradicts itself"):
        read_columns(tmp_path)


@pytest.mark.parametrize("content", ["[" * 100_000, '{"merchants": [1], "languages": [], "sections": []}'])
def test_values_that_are_no_texts_are_refused(tmp_path: Path, content: str) -> None:
    Columns.of(PASSAGES).save(tmp_path)
    (tmp_path / "columns.json").write_text(content)
    with pytest.raises(IndexCorrupt, match=r"columns\.json holds no columns"):
        read_columns(tmp_path)


def test_equal_answers_of_rows_that_are_not_there_are_refused(tmp_path: Path) -> None:
    Columns.of(PASSAGES).save(tmp_path)
    codes = {name: np.zeros(4, np.int32) for name in ("merchants", "languages", "sections")}
    save_arrays(tmp_path / "columns.npz", {**codes, "same": np.array([0, 1, 2, 4], np.int32)})
    with pytest.raises(IndexCorrupt, match=r"columns\.npz contradicts itself"):
        read_columns(tmp_path)
