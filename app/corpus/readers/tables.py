"""Tables of questions and answers: CSV, TSV and JSONL files, a pair a row. No column says whose a row is."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import PurePosixPath

from app.corpus.columns import Cells
from app.corpus.elements import Pair, Reading
from app.corpus.jsonl import read_objects
from app.corpus.raw_file import RawFile
from app.corpus.separated import read_separated
from app.domain import Place
from app.errors import DocumentError

LONGEST_SECTION = 1000
"""Characters."""

_READERS: Mapping[str, Callable[[str, str], Iterator[Cells]]] = {
    ".csv": read_separated,
    ".tsv": read_separated,
    ".jsonl": read_objects,
}


def read(file: RawFile) -> Reading:
    """A pair for each row. Raises DocumentError also for a table whose rows are all blank."""
    told = file.decoded()
    if not told.text.strip():
        return Reading(elements=())
    rows = read_cells(file.entry.path, told.text, file.where)
    if not rows:
        raise DocumentError(
            f"{file.where}: no row holds a question or an answer. Add one, or remove it from the registry."
        )
    return Reading(elements=tuple(map(_pair, rows)), notes=told.notes)


def read_cells(path: str, text: str, where: str) -> list[Cells]:
    """The rows of a table, without those that hold neither a question nor an answer.

    Such a row is to a table what a blank line is to a text: spreadsheets leave them at the end. Raises DocumentError,
    which begins with `where` and names the line, for a file that cannot be read as rows of an answer each.
    """
    reader = _READERS[PurePosixPath(path).suffix.casefold()]
    rows = [row for row in reader(text, where) if row.question.strip() or row.answer.strip()]
    if long := [row for row in rows if len(row.section) > LONGEST_SECTION]:
        number, size = long[0].number, len(long[0].section)
        raise DocumentError(
            f"{where}: the section of row {number} has {size:,} characters, and every passage repeats its section. "
            f"Shorten it to {LONGEST_SECTION:,}."
        )
    return rows


def _pair(cells: Cells) -> Pair:
    return Pair(question=cells.question, answer=cells.answer, section=cells.section, place=Place(row=cells.number))
