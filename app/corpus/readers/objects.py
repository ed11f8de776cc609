"""JSON: the objects of a question and an answer, a pair each, in the sections that they are nested in."""

import json
from collections import Counter
from collections.abc import Sequence

from app.corpus.columns import shown_names
from app.corpus.elements import Reading
from app.corpus.jsonl import texts_of
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
    titles = texts_of("title", title, file.where) if isinstance(title, str) and title.strip() else ()
    return Reading(
        elements=tuple(pair for cells in rows for pair in pairs_of(cells)),
        title=next(iter(titles), None),
        notes=(*told.notes, *objects.notes()),
    )


def _parsed(text: str, where: str) -> object:
    try:
        return json.loads(text, object_pairs_hook=lambda pairs: _object(pairs, where))
    except (ValueError, RecursionError) as exc:
        line = f"line {exc.lineno}: " if isinstance(exc, json.JSONDecodeError) else ""
        problem = exc.msg if isinstance(exc, json.JSONDecodeError) else str(exc)
        raise DocumentError(f"{where}: {line}not JSON ({problem}). Correct it, or export the file again.") from exc


def _object(pairs: Sequence[tuple[str, object]], where: str) -> dict[str, object]:
    """Raises DocumentError for a key that comes twice: one of its texts would be lost."""
    told = dict(pairs)
    if len(told) < len(pairs):
        twice = Counter(key for key, _ in pairs).most_common(1)[0][0]
        raise DocumentError(f"{where}: an object holds {twice[:40]!r} twice. Rename one of them, or join their texts.")
    return told
