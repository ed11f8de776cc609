"""Where ingestions are killed: an index folder, two versions of its corpus, and the same published undisturbed."""

import dataclasses
import shutil
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from app.settings import Settings
from app.wiring import ingestion, query_language
from scripts.reliability.children import in_child
from scripts.reliability.corpora import bundled_corpus, write_corpus


class KillLoopError(Exception):
    """The loop cannot go on: something failed that nobody killed."""


@dataclass(frozen=True, slots=True)
class Place:
    """`settings` are of the index that is killed in; `references` hold one published version each, undisturbed."""

    name: str
    settings: Settings
    corpora: tuple[Path, Path]
    references: tuple[Path, Path]
    digests: tuple[str, str]
    from_nothing: bool
    """Whether first ingestions are killed too: with the real model they take too long."""


def hashing(folder: Path) -> Place:
    """A small corpus, with the hashing encoder."""
    environment = {"FAQ_MODEL": "hashing", "FAQ_SECOND_ENCODER": "none", "FAQ_INDEX_DIR": str(folder / "index")}
    corpora = write_corpus(folder / "old", 0), write_corpus(folder / "new", 1)
    return _place(folder, Settings.from_environment(environment), corpora, name="hashing encoder", from_nothing=True)


def real(folder: Path, index: Path) -> Place:
    """The bundled corpus and one passage more, with the model of an index folder, and what was published there."""
    import sentence_transformers  # noqa: F401, PLC0415 - takes 10 s, once instead of in every child

    corpora = bundled_corpus(folder / "old", 0), bundled_corpus(folder / "new", 1)
    for name in ("index", "reference-0", "reference-1"):
        (folder / name).mkdir()
        (folder / name / "models").symlink_to((index / "models").resolve())
        shutil.copytree(index / "generations", folder / name / "generations")
        shutil.copy(index / "CURRENT", folder / name)
    settings = Settings.from_environment({"FAQ_INDEX_DIR": str(folder / "index")})
    return _place(folder, settings, corpora, name="real model", from_nothing=False)


def _place(folder: Path, settings: Settings, corpora: tuple[Path, Path], *, name: str, from_nothing: bool) -> Place:
    warm_up()
    references = folder / "reference-0", folder / "reference-1"
    digests = tuple(
        ingested(dataclasses.replace(settings, index_dir=reference), corpus)
        for reference, corpus in zip(references, corpora, strict=True)
    )
    return Place(name, settings, corpora, references, (digests[0], digests[1]), from_nothing)


def warm_up() -> None:
    """Loads here, once, what every child would load: modules, and what tells the language of a query."""
    for module in ("app.guard", "app.ingest", "app.search", "app.retrieval.kinds", "app.encoders.hashing"):
        import_module(module)
    query_language()


def ingested(settings: Settings, corpus: Path) -> str:
    """Ingests in a child, undisturbed; the digest of what is served then. Raises KillLoopError."""
    ended = in_child(lambda: ingestion(settings).run(corpus).manifest.digest)
    if not isinstance(ended.told, str):
        raise KillLoopError(ended.trouble or "killed by somebody else")
    return ended.told
