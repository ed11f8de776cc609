"""Upkeep of the index folder: which generations there are, back to an earlier one, away with old ones."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from app.errors import IndexFolderError, IndexIncompatible, IndexMissing
from app.generations import (
    Generation,
    Usable,
    anything,
    current_manifest,
    current_name,
    folder_of,
    load_named,
    load_newest,
    named,
    published,
)
from app.index_folder import remove, switch, writable, writing
from app.manifest import Manifest
from app.publication import superfluous
from app.retrieval.ports import IndexKinds

State = Literal["served", "fallback", "unusable", "damaged"]


@dataclass(frozen=True, slots=True)
class Listed:
    """A generation on disk. One that cannot be served has no manifest, and the damage says why."""

    name: str
    state: State
    bytes: int
    manifest: Manifest | None = None
    damage: str = ""


def listed(index: Path, kinds: IndexKinds, usable: Usable = anything) -> list[Listed]:
    """All generations, the newest first, each as a service would find it that loads it now.

    The one that `CURRENT` names is served or, where that cannot be, the newest one that can; other ones that can are
    fallbacks. Those of another format or model are unusable.
    """
    wanted = named(index)
    found = [_looked_at(index, name, kinds, usable=usable) for name in published(index)]
    whole = [each.name for each in found if each.manifest]
    served = wanted if wanted in whole else next(iter(whole), "")
    return [replace(each, state="served") if each.name == served else each for each in found]


def _looked_at(index: Path, name: str, kinds: IndexKinds, *, usable: Usable) -> Listed:
    size = _size(folder_of(index, name))
    try:
        return Listed(name, "fallback", size, load_named(index, name, kinds, usable=usable).manifest)
    except IndexIncompatible as exc:
        return Listed(name, "unusable", size, damage=str(exc))
    except IndexFolderError as exc:
        return Listed(name, "damaged", size, damage=str(exc))


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.iterdir())


@dataclass(frozen=True, slots=True)
class RolledBack:
    """What is served now, and the name of what was before, empty where `CURRENT` held none."""

    manifest: Manifest
    before: str


def roll_back(
    index: Path,
    name: str | None,
    kinds: IndexKinds,
    *,
    usable: Usable = anything,
    prove: Callable[[Generation], None] = anything,
) -> RolledBack:
    """Serves a generation again: the named one or, without a name, the newest one before the served that can be.

    Where there is none before it, it is the newest other one; where `CURRENT` holds no name, the newest of all. It is
    loaded and proven before `CURRENT` is switched. Raises IndexFolderError, and all is as it was.
    """
    with writing(index):
        before = _served(index, kinds, usable)
        chosen = _named_one if name else _other
        generation = chosen(index, name or before, kinds, usable=usable)
        prove(generation)
        with writable(index):
            switch(index, generation.manifest.generation)
    return RolledBack(generation.manifest, before)


def _served(index: Path, kinds: IndexKinds, usable: Usable) -> str:
    """What a service serves, which is not always what `CURRENT` names; empty where that names none."""
    try:
        served = load_newest(index, kinds, usable)
    except IndexFolderError:
        return ""
    return served.generation.manifest.generation if served.wanted else ""


def _named_one(index: Path, name: str, kinds: IndexKinds, *, usable: Usable) -> Generation:
    if name not in published(index):
        raise IndexMissing(f"{index} holds no generation {name[:40]!r}. `faq generations list` shows which there are.")
    return load_named(index, name, kinds, usable=usable)


def _other(index: Path, served: str, kinds: IndexKinds, *, usable: Usable) -> Generation:
    """Names are in the order of publication, unless the clock was set back."""
    others = [name for name in published(index) if name != served]
    for name in sorted(others, key=lambda name: name > served > ""):
        try:
            return load_named(index, name, kinds, usable=usable)
        except IndexFolderError:
            continue
    other = f"other generation than {served}" if served else "generation"
    raise IndexMissing(f"{index} holds no {other} that can be served. `faq generations list` shows all.")


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


def lend(index: Path, other: Path) -> None:
    """Has an empty index folder serve what `index` serves, by a link. Raises as `current_name`."""
    name = current_name(index)
    link = folder_of(other, name)
    link.parent.mkdir(parents=True)
    link.symlink_to(folder_of(index, name).resolve(), target_is_directory=True)
    switch(other, name)
