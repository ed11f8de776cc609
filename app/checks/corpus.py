"""Whether the corpus can be ingested: registry and documents; a machine that only serves needs none."""

from collections.abc import Iterator
from pathlib import Path

from app.checks.finding import Finding, ok, problem, warning
from app.corpus.documents import read_document, unlisted
from app.corpus.registry import FILE_NAME, DocumentEntry, read_registry
from app.errors import DocumentError
from app.settings import Settings


def check(settings: Settings) -> Iterator[Finding]:
    """The registry, every listed document, and files that nobody lists. Raises RegistryError."""
    folder = settings.corpus_dir
    if not folder.is_dir():
        yield warning(f"{folder} does not exist: this machine serves, and cannot ingest.", "FAQ_CORPUS_DIR names it.")
        return
    registry = read_registry(folder)
    yield ok(f"{folder}: {len(registry.merchants)} merchants, {len(registry.documents)} documents listed")
    complaints = (_complaint(folder, entry) for entry in registry.documents)
    yield from (problem(complaint) for complaint in complaints if complaint)
    for path in unlisted(folder, registry):
        yield warning(f"{folder / path} is not listed, so it is not searched.", f"List it in {folder / FILE_NAME}.")


def _complaint(folder: Path, entry: DocumentEntry) -> str | None:
    try:
        read_document(folder, entry)
    except DocumentError as exc:
        return str(exc)
    return None
