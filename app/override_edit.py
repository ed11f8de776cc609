"""Adding entries to `overrides.toml`: each is tried on the corpus before the file is changed."""

import os
from pathlib import Path

from app.corpus.edited_file import locked, replace
from app.corpus.files import read_file
from app.corpus.override_text import OPENING, Fields, snippet, with_entry
from app.corpus.overrides import FILE_NAME, Overrides
from app.corpus.overrides_file import LARGEST, parse_overrides
from app.curated_content import InForce, OverrideKind
from app.curation import Curated
from app.errors import OverrideError
from app.ingest import read_corpus
from app.languages import DetectLanguage


def add(corpus: Path, kind: OverrideKind, fields: Fields, *, detect: DetectLanguage) -> InForce:
    """What the entry does to the corpus, once it stands at the end of the file, whose other lines stay as they are.

    Raises a CorpusError, and nothing is changed then: also for an entry that does nothing, and for a file that somebody
    changes meanwhile.
    """
    path = corpus / FILE_NAME
    with locked(corpus, error=OverrideError):
        before = _content(path)
        changed = _changed(path, before, snippet(kind, fields))
        overrides = parse_overrides(path, changed)
        curated = read_corpus(corpus, detect, overrides).curated
        added = _last(overrides, curated, kind)
        if _content(path) != before:
            raise OverrideError(f"{path} was changed by somebody else just now; nothing was changed. Run this again.")
        replace(path, changed)
    return added


def _content(path: Path) -> bytes | None:
    """What the file holds, None where there is none."""
    if not os.path.lexists(path):
        return None
    return read_file(path.parent, path.name, LARGEST, where=str(path), error=OverrideError).content


def _changed(path: Path, before: bytes | None, entry: str) -> bytes:
    parse_overrides(path, before or b"")  # what is wrong already is told as such
    try:
        return with_entry((before or OPENING.encode()).decode("utf-8-sig"), entry).encode()
    except UnicodeEncodeError as exc:
        raise OverrideError("A text was given in another encoding. Give it in UTF-8; nothing was changed.") from exc


def _last(overrides: Overrides, curated: Curated, kind: OverrideKind) -> InForce:
    """What the last entry of a kind does. Raises OverrideError where that is nothing."""
    entry = getattr(overrides, kind)[-1]
    for warning in curated.warnings:
        if warning.startswith(f"{overrides.where(entry)}: "):
            raise OverrideError(f"{warning} Nothing was changed.")
    return [each for each in curated.in_force if each.kind == kind][-1]
