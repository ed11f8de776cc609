"""Published indexes as they are read: `index/generations/<id>/` to objects, and which of them `index/CURRENT` names."""

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from app.content import Content, StoredContent, read_content
from app.curated_content import Phrasing
from app.errors import IndexCorrupt, IndexFolderError, IndexIncompatible, IndexMissing
from app.findings import Finding, read_findings
from app.index_rows import Rows, load_rows
from app.manifest import Manifest, read_manifest
from app.retrieval.ports import IndexKinds

_NAME = r"[0-9TZ]{19,24}-[0-9a-f]{8}"

Usable = Callable[[Manifest], None]
"""Raises an IndexFolderError against a whole generation that all the same cannot be served."""


@dataclass(frozen=True, slots=True)
class Generation:
    """A published index, loaded; `refused` are why others that should be served in its place are not."""

    manifest: Manifest
    content: StoredContent
    rows: Rows
    refused: tuple[str, ...] = ()
    findings: Sequence[Finding] = ()


@dataclass(frozen=True, slots=True)
class Served:
    """The generation to serve, the name that `CURRENT` holds (empty where it holds none), and why others are refused.

    The reasons name files as the index folder knows them: the service tells them to whoever asks whether it is ready.
    """

    generation: Generation
    wanted: str
    refused: tuple[str, ...] = ()


def current_name(index: Path) -> str:
    """The name of the served generation.

    Raises IndexMissing before the first ingestion, IndexCorrupt where `CURRENT` is not exactly the name of one that is
    there, and a line's end.
    """
    path = index / "CURRENT"
    try:
        told = path.read_bytes().decode("ascii")
    except FileNotFoundError as exc:
        if published(index):
            raise IndexCorrupt(f"{path} is missing. {_PUBLISH_AGAIN}", path) from exc
        raise IndexMissing(f"{index} holds no index yet. Run `faq ingest` (or `make ingest`) first.", path) from exc
    except (OSError, ValueError) as exc:
        raise IndexCorrupt(f"{path} is not text, or cannot be read. {_PUBLISH_AGAIN}", path) from exc
    if not re.fullmatch(rf"{_NAME}\n", told):
        raise IndexCorrupt(f"{path} names no generation ({told[:40]!r}). {_PUBLISH_AGAIN}", path)
    name = told[:-1]
    if not folder_of(index, name).is_dir():
        raise IndexCorrupt(f"{path} names generation {name}, which is not there. {_PUBLISH_AGAIN}", path)
    return name


_PUBLISH_AGAIN = "Run `faq ingest` to publish again, or `faq generations rollback` to serve what is there."


def named(index: Path) -> str:
    """As `current_name`, empty where there is none."""
    try:
        return current_name(index)
    except IndexFolderError:
        return ""


def folder_of(index: Path, name: str) -> Path:
    """The folder of a generation."""
    return index / "generations" / name


def current_folder(index: Path) -> Path:
    """The served generation's folder. Raises as `current_name`."""
    return folder_of(index, current_name(index))


def published(index: Path) -> list[str]:
    """The names of all generations on disk, the newest first. Raises IndexCorrupt where the disk refuses to tell."""
    folder = index / "generations"
    with _readable(folder):
        names = [path.name for path in folder.iterdir()] if folder.is_dir() else []
    return sorted((name for name in names if re.fullmatch(_NAME, name)), reverse=True)


def current_manifest(index: Path) -> Manifest:
    """The served generation's manifest, every file's checksum verified."""
    return verified(current_folder(index))


def verified(folder: Path) -> Manifest:
    """The manifest of a generation's folder, every file's checksum verified. Raises IndexFolderError."""
    with _readable(folder):
        manifest = read_manifest(folder)
        manifest.verify(folder)
        return manifest


@contextmanager
def _readable(folder: Path) -> Iterator[None]:
    """What the disk refuses is an index that cannot be read."""
    try:
        yield
    except OSError as exc:
        path = Path(exc.filename) if exc.filename else folder
        raise IndexCorrupt(f"{path} cannot be read ({exc.strerror}). {_PUBLISH_AGAIN}", path) from exc


def load_current(index: Path, kinds: IndexKinds) -> Generation:
    """The served generation. Raises an IndexFolderError that says what is wrong and what to run."""
    return load_named(index, current_name(index), kinds)


def anything(_: object) -> None:
    """Has nothing against any generation."""


def load_newest(index: Path, kinds: IndexKinds, usable: Usable = anything) -> Served:
    """The served generation or, where that is not whole or not `usable`, the newest other one that is both.

    Raises IndexFolderError, for the one that should have been served, if none is; its message tells no path outside of
    the index folder.
    """
    wanted, failed = "", dict[str, IndexFolderError]()
    try:
        wanted = current_name(index)
    except IndexFolderError as exc:
        failed[wanted] = exc
    try:
        others = published(index)
    except IndexFolderError as exc:
        others = []
        failed.setdefault("", exc)
    for name in dict.fromkeys(filter(None, (wanted, *others))):
        try:
            generation = load_named(index, name, kinds, usable=usable)
        except IndexFolderError as exc:
            failed[name] = exc
        else:
            return Served(generation, wanted, tuple(_within(index, str(exc)) for exc in failed.values()))
    first = failed[wanted]
    raise type(first)(_within(index, str(first)))


def _within(index: Path, told: str) -> str:
    """A text without the path of the index folder."""
    path = re.escape(str(index))
    return re.sub(rf"(?<![\w/]){path}/", "", re.sub(rf"^{path} ", "The index folder ", told))


def load_named(index: Path, name: str, kinds: IndexKinds, *, usable: Usable = anything) -> Generation:
    """The generation of this name. Raises IndexFolderError, for one that is not `usable` too."""
    folder = folder_of(index, name)
    generation = load(folder, kinds)
    if generation.manifest.generation != name:
        raise IndexCorrupt(f"{folder} holds generation {generation.manifest.generation}. Run `faq ingest`.", folder)
    usable(generation.manifest)
    return generation


def load(folder: Path, kinds: IndexKinds) -> Generation:
    """The generation in a folder, every file's checksum verified. Raises IndexFolderError."""
    manifest = verified(folder)
    with _readable(folder):
        rows, content = _rows(folder, manifest, kinds), read_content(folder)
        findings = read_findings(folder, content.passages.by_key)
    if counts(content, content.curation.phrasings) != manifest.counts:
        raise IndexCorrupt(f"{folder} holds more or less than its manifest says. Run `faq ingest`.", folder)
    searched = len(content.passages) + len(content.curation.phrasings)
    if (rows.counts, rows.dimensions) != ({searched}, {manifest.dimension}):
        raise IndexCorrupt(f"{folder}: rows and passages differ in number or dimension. Run `faq ingest`.", folder)
    return Generation(manifest, content, rows, findings=findings)


def counts(content: Content | StoredContent, phrasings: Sequence[Phrasing]) -> dict[str, int]:
    """How many there are of what a manifest counts: also of phrasings, where curators wrote some."""
    groups = {"merchants": content.merchants, "documents": content.documents, "passages": content.passages}
    told = {name: len(group) for name, group in groups.items()}
    return {**told, "phrasings": len(phrasings)} if phrasings else told


def _rows(folder: Path, manifest: Manifest, kinds: IndexKinds) -> Rows:
    kind = kinds.named(manifest.index_kind)
    if kind is None:
        raise IndexIncompatible(
            f"{folder} holds a {manifest.index_kind!r} index, not {kinds.name!r}. Run `faq ingest`.", folder
        )
    return load_rows(folder, kind, second=manifest.second is not None)
