"""Tables inside a text that pair questions with answers."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.corpus.blocks import LONGEST_HEADING
from app.corpus.columns import Columns, columns_of
from app.errors import DocumentError
from app.text import count_words, ends_question


@dataclass(frozen=True, slots=True)
class QuestionTable:
    """The questions of a table with their answers; `header`, if it has one, names its columns."""

    pairs: tuple[tuple[str, str], ...]
    header: tuple[str, ...] = ()


def question_table(rows: Sequence[Sequence[str]]) -> QuestionTable | None:
    """A table of two columns whose header names them, or that asks in most of the first; None for any other."""
    if any(len(row) != 2 for row in rows):
        return None
    columns = _named(rows[0])
    if columns and columns.question is not None and len(rows) > 1:
        pairs = tuple((row[columns.question], row[columns.answer]) for row in rows[1:])
        return QuestionTable(pairs, tuple(rows[0]))
    asks = sum(ends_question(row[0]) for row in rows) * 2 > len(rows) and all(map(_may_pair, rows))
    return QuestionTable(tuple((row[0], row[1]) for row in rows)) if asks else None


def _may_pair(row: Sequence[str]) -> bool:
    return 0 < count_words(row[0]) <= LONGEST_HEADING and bool(row[1].strip())


def _named(names: Sequence[str]) -> Columns | None:
    try:
        return columns_of(names, "")
    except DocumentError:
        return None
