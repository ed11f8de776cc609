"""The real passages that a synthetic corpus is made from, embedded once, into an index of their own."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from app import terminal, wiring
from app.beir import BeirPassage, convert
from app.content import read_content
from app.domain import Passage
from app.generations import Generation, current_folder
from app.index_rows import PassageRow
from app.retrieval.ports import Vectors
from app.settings import Settings
from scripts.benchmark.candidates import ensure_index
from scripts.public_files import READERS

MOST = 2000
"""Passages: enough for a million others, each between two of them, and a few minutes to embed."""


@dataclass(frozen=True, slots=True, eq=False)
class Base:
    """Real passages with their rows; `whole` and `questions` are (passages, dimension).

    `by_language` are the places of each language's, "" being an unknown one.
    """

    passages: Sequence[Passage]
    rows: Sequence[PassageRow]
    whole: Vectors
    questions: Vectors
    by_language: Mapping[str, NDArray[np.int64]]

    @classmethod
    def of(cls, generation: Generation) -> Self:
        """All passages of a generation."""
        passages = tuple(generation.content.passages)
        rows = [generation.rows.at(row) for row in range(len(passages))]
        languages = np.array([passage.language or "" for passage in passages])
        return cls(
            passages,
            rows,
            np.array([row.whole for row in rows]),
            np.array([row.question for row in rows]),
            {str(language): np.flatnonzero(languages == language) for language in np.unique(languages)},
        )


def ensure_base(settings: Settings, texts: Path | None, index: Path) -> Settings:
    """The settings of an index that holds the passages of the configured one and of the public sets in `texts`.

    Embedded where the index does not hold exactly these already.
    """
    ensure_index(settings)
    files = convert(_passages(settings, texts), (), {}).files
    with terminal.embedding_progress() as progress:
        return wiring.ingest_beside(files, settings, index, report=terminal.print_step, progress=progress)


def _passages(settings: Settings, texts: Path | None) -> list[BeirPassage]:
    kept = read_content(current_folder(settings.index_dir)).passages
    own = [BeirPassage(p.id, p.question or "", p.text, merchant=p.merchant_id, language=p.language) for p in kept]
    found = [read(texts / place).passages for place, read in READERS.values() if texts and (texts / place).exists()]
    return [*own, *chain.from_iterable(shares(found, MOST - len(own)))]


def shares(sets: Sequence[Sequence[BeirPassage]], most: int) -> Iterator[list[BeirPassage]]:
    """At most so many in all, evenly spread over each set, and as many of each as of any other that has more."""
    for done, passages in enumerate(sorted(sets, key=len)):
        share = min(len(passages), max(0, most) // (len(sets) - done))
        most -= share
        yield [passages[place] for place in np.linspace(0, len(passages) - 1, share, dtype=np.int64)]
