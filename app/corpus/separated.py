"""CSV and TSV files to rows of cells: a header, then a row each; the delimiter is told from the header."""

import csv
import io
from collections.abc import Iterator, Sequence

from app.corpus.columns import Cells, columns_of, count_known
from app.errors import DocumentError


def read_separated(text: str, where: str) -> Iterator[Cells]:
    """Every row that holds text. Raises DocumentError, which begins with `where`, for a row that cannot be read."""
    rows = _separated(text, _delimiter(text), where)
    at, header = next(((at, row) for at, row in rows if _holds_text(row)), (f"{where}: line 1", ()))
    columns = columns_of(header, at)
    for number, (at, row) in enumerate(rows, 1):
        if _holds_text(row):
            _check_width(row, header, at)
            yield columns.cells(number, row)


_DELIMITERS = ",;\t"


def _delimiter(text: str) -> str:
    """The delimiter under which the header has the most columns that are read; a comma where that decides nothing."""
    names = {delimiter: _first_row(text.lstrip("\r\n"), delimiter) for delimiter in _DELIMITERS}
    return max(_DELIMITERS, key=lambda delimiter: (count_known(names[delimiter]), len(names[delimiter])))


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
