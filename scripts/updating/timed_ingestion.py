"""An ingestion in a process of its own: what it did, what its parts took, and how much memory.

`python -m scripts.updating.timed_ingestion [--force]` prints that for the configured corpus and index, as JSON.
"""

import dataclasses
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import wraps
from pathlib import Path
from typing import ParamSpec, TypeVar

from app import ingest, wiring
from app.embedding import Embedding
from app.settings import Settings
from scripts.benchmark.servers import ROOT, BenchmarkError

_P = ParamSpec("_P")
_R = TypeVar("_R")


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """An ingestion as it was seen from outside: `began` and `published` by the clock, None where nothing was.

    `seconds` are those of its process, from start to end; `parts` those of what it did, by name. `peak` is in MiB.
    """

    generation: str
    passages: int
    documents: Mapping[str, int]
    added: int
    removed: int
    kept: int
    embedded: int
    parts: Mapping[str, float]
    peak: float
    began: float
    published: float | None
    seconds: float

    @property
    def embedding(self) -> float:
        """Seconds for loading the encoders, and for embedding."""
        return self.parts.get("loading encoders", 0.0) + self.parts.get("embedding", 0.0)


def measured(environment: Mapping[str, str], *, force: bool = False) -> Measured:
    """Ingests, with these settings. Raises BenchmarkError where that fails; it has then said why itself."""
    command = [sys.executable, "-m", "scripts.updating.timed_ingestion", *(["--force"] if force else [])]
    began, since = time.time(), time.perf_counter()
    done = subprocess.run(  # noqa: S603 - our own command
        command, cwd=ROOT, env={**os.environ, **environment}, stdout=subprocess.PIPE, check=False
    )
    seconds = time.perf_counter() - since
    if done.returncode:
        raise BenchmarkError(f"`{' '.join(command[1:])}` failed with status {done.returncode}.")
    current = Path(environment["FAQ_INDEX_DIR"]) / "CURRENT"
    told = json.loads(done.stdout)
    published = current.stat().st_mtime if told.pop("is_new") else None
    return Measured(**told, began=began, published=published, seconds=seconds)


@dataclass(slots=True)
class _Parts:
    """Seconds by part; one that is done within another counts as its own only."""

    seconds: dict[str, float] = field(default_factory=dict)
    _within: list[float] = field(default_factory=list)

    def timed(self, part: str, work: Callable[_P, _R]) -> Callable[_P, _R]:
        """The same work, its seconds kept."""

        @wraps(work)
        def timed(*args: _P.args, **kwargs: _P.kwargs) -> _R:
            since = time.perf_counter()
            self._within.append(0.0)
            try:
                return work(*args, **kwargs)
            finally:
                spent = time.perf_counter() - since
                self.seconds[part] = self.seconds.get(part, 0.0) + spent - self._within.pop()
                if self._within:
                    self._within[-1] += spent

        return timed


def _ingested(settings: Settings, *, force: bool) -> dict[str, object]:
    parts = _Parts()
    made = wiring.ingestion(settings, force=force)
    made = dataclasses.replace(
        made,
        encoder=parts.timed("loading encoders", made.encoder),
        second_encoder=parts.timed("loading encoders", made.second_encoder),
        approve=parts.timed("proving", made.approve),
    )
    _time_inside(parts)
    done = parts.timed("all else", made.run)(settings.corpus_dir)
    changed = done.changes
    kinds = [each.change for each in changed.documents] if changed else []
    return {
        "generation": done.manifest.generation,
        "is_new": done.published,
        "passages": done.manifest.counts["passages"],
        "documents": {kind: kinds.count(kind) for kind in ("added", "changed", "removed")},
        "added": changed.added if changed else 0,
        "removed": changed.removed if changed else 0,
        "kept": changed.kept if changed else done.manifest.counts["passages"],
        "embedded": done.embedded,
        "parts": parts.seconds,
        "peak": _peak(),
    }


def _time_inside(parts: _Parts) -> None:
    """The parts that are not given to an ingestion are functions that it calls by their names."""
    for part, name in (("reading and chunking", "read_corpus"), ("writing", "publish"), ("loading", "load_newest")):
        setattr(ingest, name, parts.timed(part, getattr(ingest, name)))
    Embedding.rows = parts.timed("embedding", Embedding.rows)  # type: ignore[method-assign]  # until this process ends


def _peak() -> float:
    """MiB, of this process alone: the system's count of resources begins with what the parent has."""
    lines = Path("/proc/self/status").read_text(encoding="utf-8").splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM:"))


if __name__ == "__main__":
    json.dump(_ingested(Settings.from_environment(), force="--force" in sys.argv), sys.stdout)
