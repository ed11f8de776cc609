"""Whether the corpus can be ingested: registry and documents; a machine that only serves needs none."""

from collections.abc import Iterator
from pathlib import Path

from app.checks.finding import Finding, ok, problem, warning
from app.corpus.attribution import read_attribution
from app.corpus.documents import read_document, unlisted
from app.corpus.registry import DocumentEntry
from app.errors import DocumentError
from app.settings import Settings


def check(settings: Settings) -> Iterator[Finding]:
    """The registry, every listed document, and files that nobody lists. Raises CorpusError."""
    folder = settings.corpus_dir
    if not folder.is_dir():
        yield warning(f"{folder} does not exist: this machine serves, and cannot ingest.", "FAQ_CORPUS_DIR names it.")
        return
    registry = read_attribution(folder)
    yield ok(f"{folder}: {len(registry.merchants)} merchants, {len(registry.documents)} documents listed")
    complaints = (_complaint(folder, entry) for entry in registry.documents)
    yield from (problem(complaint) for complaint in complaints if complaint)
    for path in unlisted(folder, registry):
        file = folder / path
        yield warning(f"{file} is not listed, so it is not searched.", f"`faq merchants add ID {file}` lists it.")


def _complaint(folder: Path, entry: DocumentEntry) -> str | None:
    try:
        read_document(folder, entry)
    except DocumentError as exc:
        return str(exc)
    return None
