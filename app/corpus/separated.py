"""CSV and TSV files to rows of cells: a header, then a row each; the delimiter is told from the header."""

import csv
import io
from collections.abc import Iterator, Sequence
from itertools import islice

from app.corpus.column_names import ColumnNames
from app.corpus.columns import Cells, Columns, columns_of, count_known
from app.errors import DocumentError


def read_separated(text: str, where: str, given: ColumnNames | None = None) -> Iterator[Cells]:
    """Every row that holds text. Raises DocumentError, which begins with `where`, for a row that cannot be read."""
    rows = _separated(text, _delimiter(text, given), where)
    at, header = next(((at, row) for at, row in rows if _holds_text(row)), (f"{where}: line 1", ()))
    try:
        columns = columns_of(header, at, given)
    except DocumentError as exc:
        raise _preceded(rows, exc) from exc
    yield from _cells(rows, header, columns)


def _cells(rows: Iterator[tuple[str, Sequence[str]]], header: Sequence[str], columns: Columns) -> Iterator[Cells]:
    for number, (at, row) in enumerate(rows, 1):
        if _holds_text(row):
            _check_width(row, header, at)
            yield columns.cells(number, [(cell,) for cell in row])


_MOST_ABOVE = 20


def _preceded(rows: Iterator[tuple[str, Sequence[str]]], problem: DocumentError) -> DocumentError:
    """What to say of a table whose first line is no header: that its header is further down, where there is one."""
    for at, row in islice(rows, _MOST_ABOVE):
        if count_known(row) > 1:
            return DocumentError(f"{at}: the header seems to stand here. Remove the lines above it.")
    return problem


_DELIMITERS = ",;\t|"


def _delimiter(text: str, given: ColumnNames | None) -> str:
    """The delimiter under which the header has the most columns that are read; a comma where that decides nothing."""
    names = {delimiter: _first_row(text.lstrip("\r\n"), delimiter) for delimiter in _DELIMITERS}
    return max(_DELIMITERS, key=lambda delimiter: (count_known(names[delimiter], given), len(names[delimiter])))


def _first_row(text: str, delimiter: str) -> Sequence[str]:
    try:
        return next(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), ())
    except csv.Error:  # told when the file is read in earnest
        return ()


def _separated(text: str, delimiter: str, where: str) -> Iterator[tuple[str, Sequence[str]]]:
    """Each row with the place that a complaint about it names."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    while True:
        at = f"{where}: line {reader.line_num + 1}"
        try:
            row = next(reader, None)
        except csv.Error as exc:
            raise DocumentError(
                f"{at}: the row that begins here cannot be read ({exc}). Write a cell that holds quotes, delimiters or "
                "line breaks in double quotes, with its own quotes doubled, and keep cells under 131,072 characters."
            ) from exc
        if row is None:
            return
        yield at, row


def _holds_text(row: Sequence[str]) -> bool:
    return any(cell.strip() for cell in row)


def _check_width(row: Sequence[str], header: Sequence[str], at: str) -> None:
    """A row of another width was cut at a delimiter or a line break within an answer; blank cells at its end may be."""
    if len(row) < len(header) or _holds_text(row[len(header) :]):
        raise DocumentError(
            f"{at}: {len(row)} cells where the header has {len(header)}. Write a cell that holds a delimiter or a line "
            "break in double quotes."
        )
