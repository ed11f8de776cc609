"""Tables of questions and answers: CSV, TSV and JSONL files to rows of cells. No column says whose a row is."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import PurePosixPath

from app.corpus.columns import Cells
from app.corpus.jsonl import read_objects
from app.corpus.separated import read_separated
from app.errors import DocumentError

LONGEST_SECTION = 1000
"""Characters."""

_READERS: Mapping[str, Callable[[str, str], Iterator[Cells]]] = {
    ".csv": read_separated,
    ".tsv": read_separated,
    ".jsonl": read_objects,
}


def is_table(path: str) -> bool:
    """Whether a document is read as a table: its name ends in .csv, .tsv or .jsonl."""
    return _suffix(path) in _READERS


def read_cells(path: str, text: str, where: str) -> list[Cells]:
    """The rows of a table, without those that hold neither a question nor an answer.

    Such a row is to a table what a blank line is to a text: spreadsheets leave them at the end. Raises DocumentError,
    which begins with `where` and names the line, for a file that cannot be read as rows of an answer each.
    """
    rows = [row for row in _READERS[_suffix(path)](text, where) if row.question.strip() or row.answer.strip()]
    if long := [row for row in rows if len(row.section) > LONGEST_SECTION]:
        number, size = long[0].number, len(long[0].section)
        raise DocumentError(
            f"{where}: the section of row {number} has {size:,} characters, and every passage repeats its section. "
            f"Shorten it to {LONGEST_SECTION:,}."
        )
    return rows


def _suffix(path: str) -> str:
    return PurePosixPath(path).suffix.casefold()
