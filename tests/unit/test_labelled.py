"""Labelled queries read from a file, and the grade that their labels give a passage."""

import json
from pathlib import Path

import pytest

from app.domain import Passage, Place
from app.errors import EvaluationError
from app.labelled import LabelledQuery, LinesLabel, RowLabel, read_labelled


def _passage(lines: tuple[int, int], document: str = "d", row: int | None = None) -> Passage:
    return Passage("m:1", "m", document, None, "t", None, "en", 1.0, None, lines, (), "sha256:", Place(row=row))


def _query(*labels: LinesLabel | RowLabel) -> LabelledQuery:
    return LabelledQuery("q", "query", "en", (), labels)


@pytest.mark.parametrize(
    ("lines", "document", "expected"),
    [((1, 4), "d", 2), ((3, 6), "d", 2), ((4, 7), "d", 1), ((6, 7), "d", 1), ((9, 9), "d", 0), ((1, 4), "other", 0)],
)
def test_a_hit_takes_the_grade_of_the_stretch_over_half_of_its_lines(
    lines: tuple[int, int], document: str, expected: int
) -> None:
    assert _query(LinesLabel("d", (1, 4), 2), LinesLabel("d", (5, 8), 1)).grade(_passage(lines, document)) == expected


@pytest.mark.parametrize(("document", "row", "expected"), [("d", 3, 2), ("d", 4, 0), ("e", 3, 0), ("d", None, 0)])
def test_a_hit_takes_the_grade_of_its_row(document: str, row: int | None, expected: int) -> None:
    assert _query(RowLabel("d", 3, 2)).grade(_passage((3, 3), document, row)) == expected


def test_a_query_is_answerable_if_something_answers_it_whole() -> None:
    assert _query(RowLabel("d", 1, 1), RowLabel("d", 2, 2)).answerable
    assert not _query(RowLabel("d", 1, 1)).answerable
    assert not _query().answerable


def _write(folder: Path, *rows: object) -> Path:
    path = folder / "queries.jsonl"
    path.write_text("\n\n".join(json.dumps(row) for row in rows) + "\n")
    return path


def test_labelled_queries_are_read(tmp_path: Path) -> None:
    relevant = [{"document": "d", "lines": [1, 2], "grade": 2}, {"document": "e.jsonl", "row": 7, "grade": 1}]
    path = _write(
        tmp_path,
        {"id": 7, "language": "en", "merchant": "m", "query": "why", "relevant": relevant},
        {"id": "8", "language": "de", "query": "warum"},
        {"id": "9", "language": "de", "merchant": ["m", "n"], "query": "wann"},
    )
    assert read_labelled(path) == [
        LabelledQuery("7", "why", "en", ("m",), (LinesLabel("d", (1, 2), 2), RowLabel("e.jsonl", 7, 1))),
        LabelledQuery("8", "warum", "de", (), ()),
        LabelledQuery("9", "wann", "de", ("m", "n"), ()),
    ]


@pytest.mark.parametrize(
    "relevant",
    [3, [3], [{"document": "d", "grade": 2}], [{"document": "d", "lines": [3], "grade": 2}], [{"row": 1, "grade": 2}]],
)
def test_bad_labels_are_refused_by_line(tmp_path: Path, relevant: object) -> None:
    path = _write(tmp_path, {"id": 1, "language": "en", "query": "q", "relevant": relevant})
    with pytest.raises(EvaluationError, match=r"queries\.jsonl:1: not a labelled query"):
        read_labelled(path)


@pytest.mark.parametrize(("line", "problem"), [("{", "not JSON"), ("[]", "not a JSON object"), ("{}", "'id'")])
def test_a_bad_line_is_named(tmp_path: Path, line: str, problem: str) -> None:
    path = tmp_path / "queries.jsonl"
    path.write_text(f"\n{line}\n")
    with pytest.raises(EvaluationError, match=rf"queries\.jsonl:2: .*{problem}"):
        read_labelled(path)


def test_an_id_given_twice_is_refused(tmp_path: Path) -> None:
    row = {"id": "a", "language": "en", "query": "q"}
    with pytest.raises(EvaluationError, match="several queries have the id 'a'"):
        read_labelled(_write(tmp_path, row, row))


@pytest.mark.parametrize(("raw", "problem"), [(b"\n", "holds no queries"), (b"\xff", "is not UTF-8")])
def test_a_file_without_readable_queries_is_refused(tmp_path: Path, raw: bytes, problem: str) -> None:
    path = tmp_path / "queries.jsonl"
    path.write_bytes(raw)
    with pytest.raises(EvaluationError, match=problem):
        read_labelled(path)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(EvaluationError, match="no such file"):
        read_labelled(tmp_path / "queries.jsonl")
