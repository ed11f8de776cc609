"""Whether the model that the served index was built with is there, whole, and the one that is configured."""

from collections.abc import Iterator
from pathlib import Path

from app.checks.finding import Finding, ok, problem, warning
from app.encoders.model_folder import SERVED, ModelCard, read_card, verify
from app.errors import IndexFolderError, ModelIntegrityError
from app.generations import current_folder
from app.manifest import Manifest, read_manifest
from app.settings import Settings


def check(settings: Settings) -> Iterator[Finding]:
    """Its files against their checksums, and whether an ingestion would take another one. Raises ModelError."""
    try:
        manifest = read_manifest(current_folder(settings.index_dir))
    except IndexFolderError:
        yield warning("Not looked at: no index says which model it needs.")
        return
    if settings.model == "hashing":
        yield ok("hashing (for tests), which has no files")
        return
    folder = settings.index_dir / "models" / manifest.fingerprint
    card = read_card(folder)
    yield from _damages(folder, card)
    yield from _another(settings, manifest)
    yield ok(f"{folder}: {card.name}, {card.dimension} dimensions")


def _damages(folder: Path, card: ModelCard) -> Iterator[Finding]:
    """Serving needs some of the files, ingesting all of them."""
    for name in card.checksums:
        try:
            verify(folder, card, [name])
        except ModelIntegrityError as exc:
            yield problem(str(exc)) if name in SERVED else warning(str(exc))


def _another(settings: Settings, manifest: Manifest) -> Iterator[Finding]:
    """Told where the configured model's files are on this machine: a hub name could only be asked of the hub."""
    if settings.model != "bundled" and not Path(settings.model).is_dir():
        return
    from app.encoders.source import find_source  # noqa: PLC0415 - it needs the extra `ingest`

    given = find_source(
        settings.model,
        query_prefix=settings.query_prefix or None,
        passage_prefix=settings.passage_prefix or None,
    )
    if given.fingerprint != manifest.fingerprint:
        yield warning(
            f"The index was built with {manifest.model} ({manifest.fingerprint}), and is searched with it; "
            f"FAQ_MODEL is {settings.model} ({given.fingerprint}).",
            "Run `faq ingest` to build the index with that, or set FAQ_MODEL to the index's.",
        )
