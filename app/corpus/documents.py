"""Source files to documents: each read by its format's reader, its elements laid out as one text."""

import dataclasses
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from app.corpus import overrides
from app.corpus.chunked import Chunked
from app.corpus.elements import Dropped
from app.corpus.files import File, read_file
from app.corpus.layout import Layout, lay_out
from app.corpus.passages import chunk
from app.corpus.policy_dates import policy_date
from app.corpus.raw_file import RawFile
from app.corpus.readers import reader_of
from app.corpus.registry import FILE_NAME, DocumentEntry, Registry, read_registry_file
from app.domain import Document
from app.errors import DocumentError
from app.languages import DetectLanguage

LARGEST = 16 * 1024 * 1024
"""Bytes of the largest document that is read."""

_SHOWN = 100


@dataclass(frozen=True, slots=True)
class Source:
    """A document as it was read, how its text is laid out, and what its reader left out and said of it."""

    document: Document
    layout: Layout
    dropped: tuple[Dropped, ...] = ()
    notes: tuple[str, ...] = ()

    def chunked(self, detect: DetectLanguage) -> Chunked:
        """Its passages; `detect` names the language of a text."""
        chunked = chunk(self.document, detect, layout=self.layout)
        return dataclasses.replace(chunked, dropped=self.dropped, notes=self.notes)


def read_documents(corpus: Path, registry: Registry) -> list[Source]:
    """Every listed document, in the registry's order. Raises DocumentError also for one file under two names."""
    names = {read_registry_file(corpus).identity: FILE_NAME}
    sources = []
    for entry in registry.documents:
        file = _file(corpus, entry)
        first = names.setdefault(file.identity, entry.path)
        if first != entry.path:
            where = _where(corpus, entry)
            raise DocumentError(f"{where}: the same file as {first}. A text belongs to one merchant once.")
        sources.append(_source(entry, file.content, _where(corpus, entry)))
    return sources


def read_document(corpus: Path, entry: DocumentEntry) -> Source:
    """One listed document.

    Raises DocumentError for a file that is missing, outside, too large or blank, or that its reader cannot read.
    """
    return _source(entry, _file(corpus, entry).content, _where(corpus, entry))


def _file(corpus: Path, entry: DocumentEntry) -> File:
    return read_file(corpus, entry.path, LARGEST, where=_where(corpus, entry), error=DocumentError)


def _where(corpus: Path, entry: DocumentEntry) -> str:
    told = f"listed at {corpus / FILE_NAME}:{entry.line}" if entry.line else "attributed by its front matter"
    return f"{corpus / entry.path} ({told})"


def _source(entry: DocumentEntry, content: bytes, where: str) -> Source:
    reading = reader_of(entry.path)(RawFile(content, entry, where))
    if reading.merchant not in (None, entry.merchant_id):
        raise DocumentError(
            f"{where}: its front matter names the merchant {reading.merchant[:_SHOWN]!r}, {FILE_NAME} lists it under "
            f"{entry.merchant_id!r}. Correct one of them."
        )
    layout = lay_out(reading.elements)
    if not layout.text.strip():
        raise DocumentError(f"{where}: empty. Add its text, or remove it from the registry.")
    document = Document(
        path=entry.path,
        merchant_id=entry.merchant_id,
        text=layout.text,
        title=entry.title or reading.title,
        language=entry.language or reading.language,
        retrieved=entry.retrieved,
        url=entry.url or reading.url,
        updated=entry.updated or reading.updated or policy_date(layout.text),
    )
    return Source(document, layout, reading.dropped, reading.notes)


def unlisted(corpus: Path, registry: Registry) -> list[str]:
    """Files under the corpus folder that are nobody's document, hidden ones aside; sorted."""
    listed = {entry.path for entry in registry.documents} | {FILE_NAME, overrides.FILE_NAME}
    return sorted(path for path in _files(corpus) if path not in listed)


def _files(corpus: Path) -> Iterator[str]:
    for folder, folders, names in os.walk(corpus):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in names:
            if not name.startswith("."):
                yield (Path(folder) / name).relative_to(corpus).as_posix()
