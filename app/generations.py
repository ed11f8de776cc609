"""Published indexes: `index/generations/<id>/` to objects and back, with `index/CURRENT` switched atomically."""

import fcntl
import os
import re
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from app.content import Content, StoredContent, read_content
from app.errors import IndexCorrupt, IndexIncompatible, IndexMissing, IngestBusy
from app.index_rows import Rows, load_rows
from app.manifest import Manifest, Model, checksum, read_manifest
from app.retrieval.ports import IndexKinds, VectorIndexKind

KEPT = 3
"""Generations that stay on disk, the served one included."""

_NAME = re.compile(r"[0-9TZ]{19,24}-[0-9a-f]{8}")


@dataclass(frozen=True, slots=True)
class Generation:
    """A published index, loaded."""

    manifest: Manifest
    content: StoredContent
    rows: Rows


@contextmanager
def writing(index: Path) -> Iterator[None]:
    """Holds the index folder's lock. Raises IngestBusy at once while another process holds it."""
    index.mkdir(parents=True, exist_ok=True)
    with (index / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as exc:
            raise IngestBusy(f"Another ingestion is writing to {index}. Wait until it has ended.") from exc
        yield


def publish(
    index: Path,
    content: Content,
    write: Callable[[Path], VectorIndexKind],
    *,
    model: Model,
    settings: Mapping[str, object],
) -> Manifest:
    """Writes a generation beside the served one, then switches `CURRENT`. A failure leaves what was served.

    `write` puts the rows into the generation's folder, where they stay, and tells the kind of their vector index.
    """
    generations = index / "generations"
    digest, created = content.digest(model.identity, settings), datetime.now(UTC)
    name = f"{created:%Y%m%dT%H%M%S}{created.microsecond // 1000:03}Z-{digest[7:15]}"
    _clear_unfinished(generations)
    folder = generations / f".new-{name}"
    folder.mkdir(parents=True)
    try:
        kind = write(folder)
        rows = load_rows(folder, kind, second=model.second is not None)
        content.write(folder, rows.tokens)
        manifest = Manifest(
            generation=name,
            created=created.isoformat(timespec="seconds"),
            digest=digest,
            model=model.name,
            fingerprint=model.fingerprint,
            second=model.second,
            dimension=rows.passages.dimension,
            index_kind=kind.name,
            settings=settings,
            counts=_counts(content),
            files={path.name: checksum(path) for path in sorted(folder.iterdir())},
        )
        manifest.write(folder)
        _move(folder, generations / name)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    _switch(index, name)
    _prune(generations, name)
    return manifest


def _counts(content: Content | StoredContent) -> dict[str, int]:
    groups = {"merchants": content.merchants, "documents": content.documents, "passages": content.passages}
    return {name: len(group) for name, group in groups.items()}


def _clear_unfinished(generations: Path) -> None:
    """What an ingestion left that was killed; the caller holds the lock, so nobody is writing there."""
    for left in generations.glob(".new-*"):
        shutil.rmtree(left, ignore_errors=True)


def _move(folder: Path, to: Path) -> None:
    """Everything on disk before the name is: after a power cut a generation is whole or absent."""
    for path in (*folder.iterdir(), folder):
        _fsync(path)
    folder.rename(to)
    _fsync(to.parent)


def _fsync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _switch(index: Path, name: str) -> None:
    beside = index / ".CURRENT.new"
    with beside.open("w", encoding="ascii") as file:
        file.write(name + "\n")
        file.flush()
        os.fsync(file.fileno())
    beside.replace(index / "CURRENT")
    _fsync(index)


def _prune(generations: Path, served: str) -> None:
    published = sorted(path for path in generations.iterdir() if _NAME.fullmatch(path.name) and path.name != served)
    for path in published[: len(published) - KEPT + 1]:
        shutil.rmtree(path, ignore_errors=True)


def current_folder(index: Path) -> Path:
    """The served generation's folder. Raises IndexMissing before the first ingestion, IndexCorrupt for a bad name."""
    try:
        name = (index / "CURRENT").read_text(encoding="ascii").strip()
    except FileNotFoundError as exc:
        raise IndexMissing(f"{index} holds no index yet. Run `faq ingest` (or `make ingest`) first.") from exc
    except ValueError as exc:
        raise IndexCorrupt(f"{index / 'CURRENT'} is not text. Run `faq ingest` to publish again.") from exc
    if not _NAME.fullmatch(name):
        raise IndexCorrupt(
            f"{index / 'CURRENT'} names no generation ({name[:40]!r}). Run `faq ingest` to publish again."
        )
    return index / "generations" / name


def current_manifest(index: Path) -> Manifest:
    """The served generation's manifest, every file's checksum verified."""
    return _verified(current_folder(index))


def _verified(folder: Path) -> Manifest:
    manifest = read_manifest(folder)
    manifest.verify(folder)
    return manifest


def load_current(index: Path, kinds: IndexKinds) -> Generation:
    """The served generation. Raises an IndexFolderError that says what is wrong and what to run."""
    folder = current_folder(index)  # read once: a publication in between must not mix two generations
    manifest = _verified(folder)
    rows, content = _rows(folder, manifest, kinds), read_content(folder)
    if _counts(content) != manifest.counts:
        raise IndexCorrupt(f"{folder} holds more or less than its manifest says. Run `faq ingest`.")
    if (rows.counts, rows.dimensions) != ({len(content.passages)}, {manifest.dimension}):
        raise IndexCorrupt(f"{folder}: rows and passages differ in number or dimension. Run `faq ingest`.")
    return Generation(manifest, content, rows)


def _rows(folder: Path, manifest: Manifest, kinds: IndexKinds) -> Rows:
    kind = kinds.named(manifest.index_kind)
    if kind is None:
        raise IndexIncompatible(
            f"{folder} holds a {manifest.index_kind!r} index, not {kinds.name!r}. Run `faq ingest`."
        )
    return load_rows(folder, kind, second=manifest.second is not None)
