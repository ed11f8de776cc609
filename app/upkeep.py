"""Upkeep of the index folder: which generations there are, back to an earlier one, away with old ones."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from app.errors import IndexFolderError, IndexMissing
from app.generations import Generation, current_manifest, current_name, folder_of, load_named, published
from app.index_folder import remove, switch, writable, writing
from app.manifest import Manifest
from app.publication import superfluous
from app.retrieval.ports import IndexKinds

State = Literal["served", "fallback", "damaged"]


@dataclass(frozen=True, slots=True)
class Listed:
    """A generation on disk. A damaged one has no manifest that could be trusted, and the damage says why."""

    name: str
    state: State
    bytes: int
    manifest: Manifest | None = None
    damage: str = ""


def listed(index: Path, kinds: IndexKinds) -> list[Listed]:
    """All generations, the newest first, each as a service would find it that loads it now.

    The one that `CURRENT` names is served or, where that is damaged, the newest whole one; the others are fallbacks.
    """
    found = [_looked_at(index, name, kinds) for name in published(index)]
    whole = [name for name, manifest, _ in found if manifest]
    served = _named(index) if _named(index) in whole else next(iter(whole), "")
    return [
        Listed(name, _state(manifest, served), _size(folder_of(index, name)), manifest, damage)
        for name, manifest, damage in found
    ]


def _looked_at(index: Path, name: str, kinds: IndexKinds) -> tuple[str, Manifest | None, str]:
    try:
        return name, load_named(index, name, kinds).manifest, ""
    except IndexFolderError as exc:
        return name, None, str(exc)


def _state(manifest: Manifest | None, served: str) -> State:
    if manifest is None:
        return "damaged"
    return "served" if manifest.generation == served else "fallback"


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.iterdir())


def _named(index: Path) -> str:
    """The name that `CURRENT` holds, empty where it holds none."""
    try:
        return current_name(index)
    except IndexFolderError:
        return ""


@dataclass(frozen=True, slots=True)
class RolledBack:
    """What is served now, and the name of what was before, empty where `CURRENT` held none."""

    manifest: Manifest
    before: str


def roll_back(
    index: Path, name: str | None, kinds: IndexKinds, *, prove: Callable[[Generation], None] = lambda _: None
) -> RolledBack:
    """Serves a generation again: the named one or, without a name, the newest whole one before the served.

    It is loaded and proven before `CURRENT` is switched. Raises IndexFolderError, and all is as it was.
    """
    with writing(index):
        before = _named(index)
        generation = _named_one(index, name, kinds) if name else _newest_before(index, before, kinds)
        prove(generation)
        with writable(index):
            switch(index, generation.manifest.generation)
    return RolledBack(generation.manifest, before)


def _named_one(index: Path, name: str, kinds: IndexKinds) -> Generation:
    if name not in published(index):
        raise IndexMissing(f"{index} holds no generation {name[:40]!r}. `faq generations list` shows which there are.")
    return load_named(index, name, kinds)


def _newest_before(index: Path, served: str, kinds: IndexKinds) -> Generation:
    for name in published(index):
        if not served or name < served:
            try:
                return load_named(index, name, kinds)
            except IndexFolderError:
                continue
    raise IndexMissing(f"{index} holds no whole generation before the served one. `faq generations list` shows all.")


def prune(index: Path, *, kept: int) -> list[str]:
    """Removes the oldest generations, so that `kept` stay, the served one among them; the names of those removed.

    Raises IndexFolderError where the served one is damaged: the others are what there is to fall back to.
    """
    with writing(index):
        old = superfluous(index, current_manifest(index).generation, kept=kept)
        for name in old:
            with writable(index):
                remove(index, name)
    return old
