"""Readers: one format a file, told by the ending of a document's name; whatever has no reader is plain text."""

from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import PurePosixPath

from app.corpus.elements import Reading
from app.corpus.raw_file import RawFile

Read = Callable[[RawFile], Reading]
"""What a reader's module offers as `read`. It raises DocumentError, beginning with the file's `where`."""

_MODULES: Mapping[str, str] = {
    ".docx": "docx",
    ".pdf": "pdf",
    ".htm": "html",
    ".html": "html",
    ".xhtml": "html",
    ".csv": "tables",
    ".tsv": "tables",
    ".jsonl": "tables",
    ".md": "markdown",
    ".markdown": "markdown",
    ".json": "objects",
}


def reader_of(path: str) -> Read:
    """The reader of a document; what it needs is imported now."""
    name = _MODULES.get(PurePosixPath(path).suffix.casefold(), "plain")
    read: Read = import_module(f"{__name__}.{name}").read
    return read
