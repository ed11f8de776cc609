"""Publishing a generation: written beside the served one, approved, switched to; a failure leaves what was served."""

import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from app.content import Content
from app.errors import IndexFolderError
from app.generations import Generation, anything, counts, folder_of, load, named, published, verified
from app.index_folder import UNFINISHED, appear, remove, switch, writable
from app.index_rows import load_rows
from app.manifest import Manifest, Model, checksum, read_manifest
from app.retrieval.ports import VectorIndexKind

KEPT = 3
"""Generations that stay on disk, the served one included."""


def publish(
    index: Path,
    content: Content,
    write: Callable[[Path], VectorIndexKind],
    *,
    model: Model,
    settings: Mapping[str, object],
    approve: Callable[[Generation], None] = anything,
) -> Manifest:
    """Writes a generation beside the served one, then switches `CURRENT`. The caller holds the folder's lock.

    `write` puts the rows into the generation's folder, where they stay, and tells the kind of their vector index.
    `approve` is given the generation as it was read back, and raises what it has against it.
    Whatever is raised leaves the served generation as it was, and nothing behind; IndexUnwritable for the disk.
    """
    digest, created = content.digest(model.identity, settings), datetime.now(UTC)
    name = f"{created:%Y%m%dT%H%M%S}{created.microsecond // 1000:03}Z-{digest[7:15]}"
    before = named(index)
    with writable(index), _unfinished(index, name) as folder:
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
            counts=counts(content, content.phrasings),
            files={path.name: checksum(path) for path in sorted(folder.iterdir())},
        )
        manifest.write(folder)
        approve(load(folder, kind))
        appear(folder, name)
        switch(index, name)
    with suppress(OSError, IndexFolderError):  # it is published; the next ingestion tries again
        for old in superfluous(index, name, before=before):
            remove(index, old)
    return manifest


@contextmanager
def _unfinished(index: Path, name: str) -> Iterator[Path]:
    """The folder that a generation is written into; what is raised leaves neither it nor the published one."""
    folder = folder_of(index, f"{UNFINISHED}{name}")
    try:
        folder.mkdir(parents=True)
        yield folder
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        if folder_of(index, name).exists() and named(index) != name:
            remove(index, name)
        raise


def superfluous(index: Path, served: str, *, before: str = "", kept: int = KEPT) -> list[str]:
    """The generations beyond the `kept` ones: the served one, a whole one to fall back to, `before`, then the newest.

    Those come last whose manifest is not as it was written. Of the others' files, those of the one to fall back to
    alone are read: at a million passages that takes 40 seconds each.
    """
    on_disk = published(index)
    if len(on_disk) <= kept:
        return []
    others = [name for name in dict.fromkeys((before, *on_disk)) if name in on_disk and name != served]
    others.sort(key=lambda name: not _passes(read_manifest, folder_of(index, name)))
    fallback = (name for name in others if _passes(verified, folder_of(index, name)))
    return list(dict.fromkeys((served, next(fallback, served), *others)))[kept:]


def _passes(check: Callable[[Path], Manifest], folder: Path) -> bool:
    try:
        check(folder)
    except IndexFolderError:
        return False
    return True
