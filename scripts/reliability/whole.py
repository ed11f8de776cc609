"""What an index serves, held against the generations that it may hold: one of them exactly, or something is wrong."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from app.content import StoredContent
from app.domain import SearchRequest
from app.errors import IndexMissing
from app.generations import Generation, current_name, published
from app.search import Searcher
from app.settings import Settings
from app.wiring import Searchers

NOTHING = "nothing"
"""What an index serves that nothing has been published in."""


@dataclass(frozen=True, slots=True)
class Expected:
    """One generation as it has to be: its files' checksums and its content are those of an undisturbed ingestion."""

    files: Mapping[str, str]
    content: tuple[object, ...]

    @classmethod
    def of(cls, generation: Generation) -> "Expected":
        """The generation that an undisturbed ingestion published."""
        return cls(generation.manifest.files, _values(generation.content))


def _values(content: StoredContent) -> tuple[object, ...]:
    return content.merchants, tuple(content.documents), tuple(content.passages)


class NotWhole(Exception):
    """The index serves something that was never published, or cannot be served."""


def served(settings: Settings, expected: Mapping[str, Expected]) -> str:
    """The digest of what the service would serve: found whole, searched, one of the expected. Raises NotWhole."""
    index = settings.index_dir
    try:
        searcher = Searchers(settings).newest()
    except IndexMissing:
        return NOTHING
    generation = searcher.generation
    if generation.refused and not _is_first(index):
        raise NotWhole(f"corrupt: {generation.refused[0]}")
    if Expected.of(generation) != expected.get(generation.manifest.digest):
        raise NotWhole(f"mixed: {generation.manifest.generation} is not as published")
    _require_search(searcher)
    return generation.manifest.digest


def _require_search(searcher: Searcher) -> None:
    name, passage = searcher.generation.manifest.generation, searcher.generation.content.passages[0]
    result = searcher.search(SearchRequest(passage.question or passage.text[:100], merchants=(passage.merchant_id,)))
    if result.generation != name or passage.id not in [hit.passage.id for hit in result.hits]:
        raise NotWhole(f"mixed: a search in {name} does not find {passage.id}")


def _is_first(index: Path) -> bool:
    """Whether the first generation of all has its name, and `CURRENT` is not there yet."""
    return not (index / "CURRENT").exists() and len(published(index)) == 1


def left_over(index: Path) -> list[str]:
    """What is in the index folder beside what belongs there: nothing, after an ingestion that has ended."""
    there = [
        path.name for path in index.iterdir() if path.name not in (".lock", "CURRENT", "generations", "models", "data")
    ]
    names = published(index)
    there += [path.name for path in (index / "generations").iterdir() if path.name not in names]
    return there if current_name(index) in names else [*there, "CURRENT"]
