"""Labelled queries: what is asked of whom, and which stretches or rows of the documents answer it."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.domain import Passage
from app.errors import EvaluationError
from app.measures import ANSWERS


@dataclass(frozen=True, slots=True)
class LinesLabel:
    """A judged stretch of a document; `lines` are 1-based and inclusive."""

    document: str
    lines: tuple[int, int]
    grade: int

    def covers(self, passage: Passage) -> bool:
        """Whether at least half of the passage's lines lie in the stretch."""
        first, last = passage.lines
        shared = max(0, min(last, self.lines[1]) - max(first, self.lines[0]) + 1)
        return passage.document == self.document and 2 * shared >= last - first + 1


@dataclass(frozen=True, slots=True)
class RowLabel:
    """A judged row, 1-based, of a document that is read row by row."""

    document: str
    row: int
    grade: int

    def covers(self, passage: Passage) -> bool:
        """Whether the passage was read from the row."""
        return (passage.document, passage.place.row) == (self.document, self.row)


Label = LinesLabel | RowLabel


@dataclass(frozen=True, slots=True)
class LabelledQuery:
    """A query with its labels; none means that nothing in the searched documents answers it.

    `merchants` are the ids that the search is restricted to; none means all.
    """

    id: str
    query: str
    language: str
    merchants: tuple[str, ...]
    relevant: tuple[Label, ...]

    @property
    def answerable(self) -> bool:
        """Whether a label says that something answers the query."""
        return any(label.grade == ANSWERS for label in self.relevant)

    def grade(self, passage: Passage) -> int:
        """The best grade among the labels that cover the passage; 0 without one."""
        return max((label.grade for label in self.relevant if label.covers(passage)), default=0)


def read_labelled(path: Path) -> list[LabelledQuery]:
    """The queries of a JSON Lines file. Raises EvaluationError, naming the line, for anything else."""
    queries = []
    for number, row in json_rows(path):
        try:
            queries.append(_labelled(row))
        except (ValueError, KeyError, TypeError, IndexError) as exc:
            raise EvaluationError(f"{path}:{number}: not a labelled query ({exc!r}). See README, 'Evaluate'.") from exc
    if not queries:
        raise EvaluationError(f"{path} holds no queries.")
    twice = [name for name, count in Counter(query.id for query in queries).items() if count > 1]
    if twice:
        raise EvaluationError(f"{path}: several queries have the id {twice[0]!r}. Give each its own.")
    return queries


def json_rows(path: Path) -> Iterator[tuple[int, Mapping[str, object]]]:
    """Line number, from 1, and object of each line that is not blank. Raises EvaluationError, naming the line."""
    for number, line in enumerate(text_of(path).split("\n"), 1):
        if line.strip():
            yield number, _object(path, number, line)


def _object(path: Path, number: int, line: str) -> Mapping[str, object]:
    try:
        row = json.loads(line)
    except ValueError as exc:
        raise EvaluationError(f"{path}:{number}: not JSON ({exc}). Write one JSON object a line.") from exc
    if not isinstance(row, dict):
        raise EvaluationError(f"{path}:{number}: not a JSON object. Write one JSON object a line.")
    return row


def text_of(path: Path) -> str:
    """The file's text. Raises EvaluationError where there is none."""
    if not path.is_file():
        raise EvaluationError(f"{path}: no such file.")
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as exc:
        raise EvaluationError(f"{path} is not UTF-8 (at byte {exc.start}). Save it as UTF-8.") from exc


def _labelled(row: Mapping[str, object]) -> LabelledQuery:
    return LabelledQuery(
        id=str(row["id"]),
        query=str(row["query"]),
        language=str(row["language"]),
        merchants=_merchants(row.get("merchant")),
        relevant=tuple(_label(label) for label in _array(row.get("relevant", []))),
    )


def _merchants(value: object) -> tuple[str, ...]:
    given = value if isinstance(value, list) else [] if value is None else [value]
    return tuple(str(merchant) for merchant in given)


def _array(value: object) -> Sequence[object]:
    if not isinstance(value, list):
        raise TypeError("relevant is not an array")
    return value


def _label(label: object) -> Label:
    if not isinstance(label, dict):
        raise TypeError("a label is not an object")
    if "row" in label:
        return RowLabel(str(label["document"]), int(label["row"]), int(label["grade"]))
    first, last = label["lines"]
    return LinesLabel(str(label["document"]), (int(first), int(last)), int(label["grade"]))
