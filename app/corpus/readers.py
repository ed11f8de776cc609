"""Source files to documents: UTF-8 text read whole and unchanged, tables rendered as text."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from app.corpus.files import File, read_file
from app.corpus.registry import FILE_NAME, DocumentEntry, Registry, read_registry_file
from app.corpus.rows import Rendered, Row, render
from app.corpus.tables import is_table, read_cells
from app.domain import Document
from app.errors import DocumentError

LARGEST = 16 * 1024 * 1024
"""Bytes of the largest document that is read."""


@dataclass(frozen=True, slots=True)
class Source:
    """A document as it was read, and its rows where its file is a table, which its text is a rendering of."""

    document: Document
    rows: tuple[Row, ...] | None


def read_documents(corpus: Path, registry: Registry) -> list[Source]:
    """Every listed document, in the registry's order. Raises DocumentError also for one file under two names."""
    names = {read_registry_file(corpus).identity: FILE_NAME}
    sources = []
    for entry in registry.documents:
        file = _file(corpus, entry)
        first = names.setdefault(file.identity, entry.path)
        if first != entry.path:
            where = f"{corpus / FILE_NAME}:{entry.line}"
            raise DocumentError(
                f"{where}: {entry.path} is the same file as {first}. A text belongs to one merchant once."
            )
        sources.append(_source(entry, file.content, _where(corpus, entry)))
    return sources


def read_document(corpus: Path, entry: DocumentEntry) -> Source:
    """One listed document.

    Raises DocumentError for a file that is missing, outside, too large, binary or blank, and for a malformed table.
    """
    return _source(entry, _file(corpus, entry).content, _where(corpus, entry))


def _file(corpus: Path, entry: DocumentEntry) -> File:
    return read_file(corpus, entry.path, LARGEST, where=_where(corpus, entry), error=DocumentError)


def _where(corpus: Path, entry: DocumentEntry) -> str:
    return f"{corpus / entry.path} (listed at {corpus / FILE_NAME}:{entry.line})"


def _source(entry: DocumentEntry, content: bytes, where: str) -> Source:
    text = _decoded(content, where)
    if not text.strip():
        raise DocumentError(f"{where}: empty. Add its text, or remove it from the registry.")
    table = _table(entry, text, where) if is_table(entry.path) else None
    document = Document(
        path=entry.path,
        merchant_id=entry.merchant_id,
        text=table.text if table else text,
        title=entry.title,
        language=entry.language,
        retrieved=entry.retrieved,
        url=entry.url,
    )
    return Source(document, table.rows if table else None)


def _table(entry: DocumentEntry, text: str, where: str) -> Rendered:
    cells = read_cells(entry.path, text, where)
    if not cells:
        raise DocumentError(f"{where}: no row holds a question or an answer. Add one, or remove it from the registry.")
    return render(cells)


def _decoded(raw: bytes, where: str) -> str:
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as exc:
        line = raw.count(b"\n", 0, exc.start) + 1
        message = (
            f"{where}: line {line} is not UTF-8 (byte 0x{raw[exc.start]:02x} at {exc.start}). Save the file as UTF-8."
        )
        raise DocumentError(message) from exc
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise DocumentError(
            f"{where}: line {line} holds a NUL character, so this is not a text. Save it as plain UTF-8 text."
        )
    return text


def unlisted(corpus: Path, registry: Registry) -> list[str]:
    """Files under the corpus folder that the registry does not list, hidden ones aside; sorted."""
    listed = {entry.path for entry in registry.documents} | {FILE_NAME}
    return sorted(path for path in _files(corpus) if path not in listed)


def _files(corpus: Path) -> Iterator[str]:
    for folder, folders, names in os.walk(corpus):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in names:
            if not name.startswith("."):
                yield (Path(folder) / name).relative_to(corpus).as_posix()
