"""JSON: the objects of a question and an answer, a pair each, in the sections that they are nested in."""

import json

from app.corpus.columns import shown_names
from app.corpus.elements import Reading
from app.corpus.objects import Objects
from app.corpus.raw_file import RawFile
from app.corpus.readers.tables import checked, pairs_of
from app.errors import DocumentError


def read(file: RawFile) -> Reading:
    """A pair for each question. Raises DocumentError also for a file without any."""
    told = file.decoded()
    if not told.text.strip():
        return Reading(elements=())
    value = _parsed(told.text, file.where)
    objects = Objects(file.where, file.entry.columns)
    rows = checked(objects.cells(value), file.where)
    if not rows:
        raise DocumentError(
            f"{file.where}: no object holds a question and an answer; found {shown_names(list(objects.names))}. Name "
            'the keys "question" and "answer", or name them in the registry.'
        )
    title = value.get("title") or value.get("name") if isinstance(value, dict) else None
    return Reading(
        elements=tuple(pair for cells in rows for pair in pairs_of(cells)),
        title=title if isinstance(title, str) and title.strip() else None,
        notes=told.notes,
    )


def _parsed(text: str, where: str) -> object:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as exc:
        line = f"line {exc.lineno}: " if isinstance(exc, json.JSONDecodeError) else ""
        problem = exc.msg if isinstance(exc, json.JSONDecodeError) else str(exc)
        raise DocumentError(f"{where}: {line}not JSON ({problem}). Correct it, or export the file again.") from exc
