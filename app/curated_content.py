"""What curators made of a corpus, as files of a generation: rows of other words, and the overrides in force.

A generation without overrides has none of these files.
"""

import dataclasses
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from app.domain import CurationKind, Passage
from app.retrieval.archive import contradiction, load_arrays, save_arrays, unreadable
from app.stored_rows import StoredRows, store_rows

_PHRASINGS, _STANDS_FOR, _OVERRIDES = "phrasings.jsonl", "stands_for.npz", "overrides.jsonl"

OverrideKind = Literal["synonyms", "phrasings", "pins", "hidden", "answers"]
"""What its table is called."""


@dataclass(frozen=True, slots=True)
class Phrasing:
    """A passage in other words: searched in its place, never shown; `told` is what a hit says of it."""

    passage_id: str
    question: str | None
    text: str
    language: str | None
    kind: CurationKind
    told: str

    def of(self, passage: Passage) -> Passage:
        """The passage in these words, under a name that no passage has."""
        return dataclasses.replace(
            passage, id=f"{passage.id} {self.told}", question=self.question, text=self.text, language=self.language
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class InForce:
    """An override as a generation holds it; a `merchant_id` of None stands for every merchant.

    `texts` are the words, the phrasings, the pinned queries, or the question of the hidden passage or written answer;
    `passages` the ids of the (first) passages that it concerns, `rows` how many rows it added or, of what is hidden,
    took away.
    """

    kind: OverrideKind
    merchant_id: str | None
    texts: tuple[str, ...]
    passages: tuple[str, ...]
    rows: int
    language: str | None
    reason: str
    author: str


@dataclass(frozen=True, slots=True)
class StoredCuration:
    """What was kept of it: `stands_for` is each phrasing's row of its passage."""

    phrasings: Sequence[Phrasing] = ()
    stands_for: NDArray[np.int32] = dataclasses.field(default_factory=lambda: np.zeros(0, np.int32))
    overrides: tuple[InForce, ...] = ()


def write_curation(
    folder: Path, passages: Sequence[Passage], *, phrasings: Sequence[Phrasing], overrides: Sequence[InForce]
) -> None:
    """Writes those files that have something in them."""
    if overrides:
        told = "".join(f"{_text(dataclasses.asdict(override))}\n" for override in overrides)
        (folder / _OVERRIDES).write_text(told, encoding="utf-8", newline="")
    if phrasings:
        row_of = {passage.id: row for row, passage in enumerate(passages)}
        store_rows(folder / _PHRASINGS, ((str(n), _text(dataclasses.asdict(p))) for n, p in enumerate(phrasings)))
        stands_for = np.array([row_of[phrasing.passage_id] for phrasing in phrasings], np.int32)
        save_arrays(folder / _STANDS_FOR, {"stands_for": stands_for})


def read_curation(folder: Path, passages: int) -> StoredCuration:
    """What `write_curation` left in `folder`, for so many passages. Raises IndexCorrupt."""
    overrides = _read_overrides(folder / _OVERRIDES)
    if not (folder / _PHRASINGS).exists():
        return StoredCuration(overrides=overrides)
    phrasings = StoredRows(folder / _PHRASINGS, _phrasing, lambda phrasing: phrasing.passage_id)
    stands_for = load_arrays(folder / _STANDS_FOR, {"stands_for": np.int32}, "rows of phrasings")["stands_for"]
    if len(stands_for) != len(phrasings) or not bool(((stands_for >= 0) & (stands_for < passages)).all()):
        raise contradiction(folder / _STANDS_FOR)
    return StoredCuration(phrasings, stands_for, overrides)


def _read_overrides(path: Path) -> tuple[InForce, ...]:
    if not path.exists():
        return ()
    try:
        return tuple(_in_force(json.loads(line)) for line in path.read_bytes().splitlines())
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as exc:
        raise unreadable(path, "overrides") from exc


def _in_force(row: dict[str, Any]) -> InForce:  # Any: JSON as it was written
    texts, passages = (tuple(map(_worded, row[name])) for name in ("texts", "passages"))
    return InForce(**{**row, "texts": texts, "passages": passages})


def _phrasing(row: Mapping[str, Any]) -> Phrasing:  # Any: JSON as it was written
    phrasing = Phrasing(**row)
    _worded(phrasing.told)
    return phrasing


def _worded(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("no text")
    return value


_text = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode
