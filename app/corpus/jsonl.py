"""JSONL files to rows of cells: one object a line, each with its own names."""

import json
import re
from collections.abc import Iterator, Sequence

from app.corpus.column_names import ColumnNames
from app.corpus.columns import Cells, Columns, columns_of
from app.errors import DocumentError
from app.text import lines_of


def read_objects(text: str, where: str, given: ColumnNames | None = None) -> Iterator[Cells]:
    """Every object. Raises DocumentError, which begins with `where`, for a line that is none."""
    known: dict[tuple[str, ...], Columns] = {}
    for number, line in enumerate(lines_of(text), 1):
        content = text[line.start : line.end]
        if not content.strip():
            continue
        at = f"{where}: line {number}"
        pairs = _pairs(content, at)
        names = tuple(name for name, _ in pairs)
        columns = known.get(names) or known.setdefault(names, columns_of(names, at, given))
        row = [texts_of(name, value, at) if i in columns.read else () for i, (name, value) in enumerate(pairs)]
        yield columns.cells(number, row)


def _pairs(line: str, at: str) -> tuple[tuple[str, object], ...]:
    """The names and values of an object, a name that comes twice among them twice."""
    try:
        parsed = json.loads(line, object_pairs_hook=tuple)
    except (ValueError, RecursionError) as exc:
        problem = f"{exc.msg} at column {exc.colno}" if isinstance(exc, json.JSONDecodeError) else str(exc)
        raise DocumentError(f"{at}: not JSON ({problem}). Write one object a line.") from exc
    if not isinstance(parsed, tuple):
        raise DocumentError(f'{at}: not an object. Write {{"question": ..., "answer": ...}}.')
    return parsed


_NO_TEXT = re.compile("[\0\ud800-\udfff]")


def texts_of(name: str, value: object, at: str) -> Sequence[str]:
    """A value as one text, as several where it is an array, or as none. Raises DocumentError for what is no text."""
    if value is None:
        return ()
    values = value if isinstance(value, list) else [value]
    texts = [text for text in values if isinstance(text, str)]
    if len(texts) < len(values):
        raise DocumentError(
            f"{at}: {name[:40]!r} is no string. Write it in double quotes, or null where there is none."
        )
    if found := _NO_TEXT.search("".join(texts)):
        raise DocumentError(f"{at}: {name[:40]!r} holds {found[0]!r}, which is no character of a text. Remove it.")
    return texts
