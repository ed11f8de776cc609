"""Publishes a synthetic corpus through the project's own writer, step by step: `BASE_INDEX INDEX PASSAGES`."""

import resource
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import numpy as np

from app.content import Content
from app.generations import current_folder, load_current
from app.index_folder import writing
from app.index_rows import PassageRow, write_rows
from app.manifest import Model
from app.publication import publish
from app.retrieval.late_interaction import TokenRows
from app.retrieval.ports import IndexKinds, Rows, VectorIndexKind
from app.reuse import write_keys
from app.stopwatch import Stopwatch
from app.wiring import vector_index
from scripts.scaled.base import Base
from scripts.scaled.child import Figures, memory, named, shown, tell
from scripts.scaled.corpus import SEED, Synthetic, synthetic
from scripts.scaled.shops import MEAN
from scripts.scaled.vectors import Perturbed

CORPUS, MADE = "corpus made up", "rows made up"
"""Steps that a real ingestion has not: it reads, and embeds."""

STEPS = ("digest", "keys", "rows written", "nearest index", "letters", "content", "checksums, sync")
FILES = ("vectors", "nearest", "tokens", "second", "lexical", "content", "documents", "other")
"""The parts of a generation that files belong to."""

_BATCH = 1024


@dataclass(frozen=True, slots=True)
class _Timed(Content):
    """A corpus that tells when a step of its publication has ended."""

    watch: Stopwatch = field(kw_only=True)

    def digest(self, model: str, settings: Mapping[str, object]) -> str:
        """See `Content.digest`."""
        found = Content.digest(self, model, settings)
        self.watch.lap("digest")
        return found

    def write(self, folder: Path, tokens: TokenRows) -> None:
        """See `Content.write`; the rows have been written."""
        self.watch.lap("letters")
        Content.write(self, folder, tokens)
        self.watch.lap("content")


def build(base_index: Path, index: Path, passages: int) -> Figures:
    """Publishes so many passages into `index`, and gives back seconds by step, peak memory and bytes by part."""
    kinds, watch = vector_index(), Stopwatch()
    generation = load_current(base_index, kinds)
    base, manifest = Base.of(generation), generation.manifest
    watch.lap("base read")
    made = synthetic(base, passages, lambda shops: shown(shops, "Merchants", max(1, passages // MEAN)))
    watch.lap(CORPUS)
    held = memory()["resident"]
    content = _Timed(made.content.merchants, made.content.documents, made.content.passages, watch=watch)
    with writing(index):
        _link_models(base_index, index)
        write = partial(_write, made, Perturbed(base), kinds=kinds, watch=watch)
        model = Model(manifest.model, manifest.fingerprint, manifest.second)
        publish(index, content, write, model=model, settings=manifest.settings)
    watch.lap("checksums, sync")
    return {
        **_counts(made),
        **named("seconds", {step: watch.stages[step] / 1000 for step in (CORPUS, MADE, *STEPS)}),
        "MiB, corpus in memory": held,
        "MiB, peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        **named("bytes", by_part(current_folder(index))),
    }


def _link_models(base_index: Path, index: Path) -> None:
    if not (index / "models").exists():
        (index / "models").symlink_to((base_index / "models").resolve(), target_is_directory=True)


def _write(
    made: Synthetic, perturbed: Perturbed, folder: Path, *, kinds: IndexKinds, watch: Stopwatch
) -> VectorIndexKind:
    passages = made.content.passages
    write_keys(folder, passages)
    watch.lap("keys")
    return write_rows(folder, _batches(made.origins, perturbed, watch), _texts(made, watch), kinds=kinds)


def _batches(origins: Rows, perturbed: Perturbed, watch: Stopwatch) -> Iterator[Sequence[PassageRow]]:
    blocks = range(0, len(origins), _BATCH)
    for block in shown(blocks, "Rows", len(blocks)):
        rows = perturbed.rows(origins[block : block + _BATCH], np.random.default_rng([SEED, 0, block]))
        watch.lap(MADE)
        yield rows
        watch.lap("rows written")


def _texts(made: Synthetic, watch: Stopwatch) -> Iterator[tuple[str | None, str]]:
    """Read after the index of vectors has been written."""
    watch.lap("nearest index")
    yield from ((passage.question, passage.text) for passage in made.content.passages)


def _counts(made: Synthetic) -> Figures:
    merchants = Counter(passage.merchant_id for passage in made.content.passages)
    return {
        "passages": len(made.content.passages),
        "merchants": len(made.content.merchants),
        "largest merchant": max(merchants.values()),
    }


def by_part(folder: Path) -> Figures:
    """Bytes of a generation's files, by the part that they belong to, and all together."""
    sizes = Counter(dict.fromkeys(FILES, 0))
    for path in folder.iterdir():
        sizes[part_of(path.name)] += path.stat().st_size
    return {**sizes, "all": sizes.total()}


def part_of(file: str) -> str:
    """What a file of a generation belongs to."""
    names: Mapping[str, Iterable[str]] = {
        "vectors": ("passages.vectors", "questions.vectors"),
        "nearest": ("nearest.",),
        "tokens": ("tokens.",),
        "second": ("second.",),
        "lexical": ("lexical.",),
        "documents": ("documents.",),
        "content": ("passages.", "sources.", "merchants.", "columns.", "frequent."),
    }
    return next((part for part, starts in names.items() if file.startswith(tuple(starts))), "other")


if __name__ == "__main__":
    tell(build(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])))
