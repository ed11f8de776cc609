"""Rows of the served generation that the next one can take over: those of passages that say the same."""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np

from app.domain import Passage
from app.embedding import Embedding
from app.encoders.ports import Progress
from app.errors import IndexFolderError
from app.generations import Generation
from app.index_rows import PassageRow, Rows
from app.manifest import Manifest, Model
from app.retrieval.array_files import read_arrays, write_arrays

_KEYS = "embedded"
_SETTINGS = ("rows", "token_pooling")
"""Those that rows depend on."""

_BATCH = 1024
"""Passages whose rows are in memory at the same time, 170 MB of token vectors."""


def key_of(passage: Passage) -> bytes:
    """What a passage's rows depend on beside the models: SHA-256 of its question, text and language."""
    told = json.dumps([passage.question, passage.text, passage.language])
    return hashlib.sha256(told.encode()).digest()


def write_keys(folder: Path, passages: Sequence[Passage]) -> None:
    """One key a row."""
    keys = np.frombuffer(b"".join(map(key_of, passages)), np.uint8).reshape(-1, hashlib.sha256().digest_size)
    write_arrays(folder / _KEYS, {"keys": keys})


class Embedded:
    """The rows of a generation, by key."""

    def __init__(self, rows: Rows, keys: Iterable[bytes]) -> None:
        self._rows, self._places = rows, {key: row for row, key in enumerate(keys)}

    def of(self, passage: Passage) -> PassageRow | None:
        """The row of a passage that says the same."""
        place = self._places.get(key_of(passage))
        return None if place is None else self._rows.at(place)


def embedded_before(
    folder: Path, served: Generation, *, model: Model, settings: Mapping[str, object]
) -> Embedded | None:
    """What the served generation, loaded from `folder`, holds, where the same models and settings made its rows."""
    if _made_by(model, settings) != _made_by(served.manifest, served.manifest.settings):
        return None
    try:
        keys = read_arrays(folder / _KEYS, ("keys",), "keys of passages")["keys"]
    except IndexFolderError:  # all are embedded anew then
        return None
    return Embedded(served.rows, map(bytes, keys))


def _made_by(model: Model | Manifest, settings: Mapping[str, object]) -> tuple[object, ...]:
    return model.fingerprint, model.second, *map(settings.get, _SETTINGS)


class PassageRows:
    """The rows of passages, those that were embedded before taken over; `made` are the others, as they are met."""

    def __init__(self, before: Embedded | None, embedding: Callable[[], Embedding]) -> None:
        """`embedding` makes the encoders, and is asked to only when there is something to embed."""
        self._before, self._embedding = before, embedding
        self.made: list[Passage] = []

    def batches(self, passages: Sequence[Passage], progress: Progress | None = None) -> Iterator[list[PassageRow]]:
        """The rows in order, some at a time; `progress` is told how many of the passages are done."""
        for start in range(0, len(passages), _BATCH):
            batch = passages[start : start + _BATCH]
            found = [self._before.of(passage) if self._before else None for passage in batch]
            missing = [passage for passage, row in zip(batch, found, strict=True) if row is None]
            rows = iter(self._embedded(missing, _within(progress, start, len(passages))))
            yield [row or next(rows) for row in found]

    def _embedded(self, passages: Sequence[Passage], progress: Progress | None) -> list[PassageRow]:
        self.made += passages
        return self._embedding().rows(passages, progress) if passages else []


def _within(progress: Progress | None, start: int, total: int) -> Progress | None:
    """Progress of a batch as that of all passages."""
    if progress is None:
        return None
    size = min(_BATCH, total - start)
    return lambda done, of: progress(start + size * done // max(of, 1), total)
