"""Tables of questions and answers: CSV, TSV and JSONL files, a pair a row. No column says whose a row is."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import PurePosixPath

from app.corpus.cell_html import readable
from app.corpus.column_names import ColumnNames
from app.corpus.columns import Cells
from app.corpus.elements import Pair, Reading
from app.corpus.jsonl import read_objects
from app.corpus.raw_file import RawFile
from app.corpus.separated import read_separated
from app.domain import Place
from app.errors import DocumentError

LONGEST_SECTION = 1000
"""Characters."""

_READERS: Mapping[str, Callable[[str, str, ColumnNames | None], Iterator[Cells]]] = {
    ".csv": read_separated,
    ".tsv": read_separated,
    ".jsonl": read_objects,
}


def read(file: RawFile) -> Reading:
    """A pair for each row. Raises DocumentError also for a table whose rows are all blank."""
    told = file.decoded()
    if not told.text.strip():
        return Reading(elements=())
    rows = read_cells(file.entry.path, told.text, file.where, given=file.entry.columns)
    if not rows:
        raise DocumentError(
            f"{file.where}: no row holds a question or an answer. Add one, or remove it from the registry."
        )
    return Reading(elements=tuple(pair for cells in rows for pair in pairs_of(cells)), notes=told.notes)


def read_cells(path: str, text: str, where: str, *, given: ColumnNames | None = None) -> list[Cells]:
    """The rows of a table, without those that hold neither a question nor an answer.

    Such a row is to a table what a blank line is to a text: spreadsheets leave them at the end. Raises DocumentError,
    which begins with `where` and names the line, for a file that cannot be read as rows of an answer each.
    """
    reader = _READERS[PurePosixPath(path).suffix.casefold()]
    return checked(reader(text, where, given), where)


def checked(cells: Iterable[Cells], where: str) -> list[Cells]:
    """The rows that hold a question or an answer. Raises DocumentError for a section too long to be repeated."""
    rows = [row for row in cells if row.question.strip() or row.answer.strip()]
    if long := [row for row in rows if len(row.section) > LONGEST_SECTION]:
        number, size = long[0].number, len(long[0].section)
        raise DocumentError(
            f"{where}: the section of row {number} has {size:,} characters, and every passage repeats its section. "
            f"Shorten it to {LONGEST_SECTION:,}."
        )
    return rows


def pairs_of(cells: Cells) -> Iterator[Pair]:
    """A pair for each of a row's questions, with the same answer."""
    answer, section = readable(cells.answer), readable(cells.section)
    for question in (cells.question, *cells.others):
        yield Pair(question=readable(question), answer=answer, section=section, place=Place(row=cells.number))
