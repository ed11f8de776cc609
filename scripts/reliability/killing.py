"""One killed ingestion after another, and what is served after each."""

import dataclasses
import random
import re
import shutil
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from app.generations import current_manifest, current_name, load_current
from app.settings import Settings
from app.wiring import ingestion, vector_index
from scripts.benchmark.servers import BenchmarkError
from scripts.reliability.children import Ended, in_child
from scripts.reliability.kill_places import KillLoopError, Place, ingested
from scripts.reliability.starting import readiness
from scripts.reliability.steps import die_before, record
from scripts.reliability.whole import NOTHING, Expected, NotWhole, left_over, served

OUTCOMES = ("kills", "old", "new", "mixed", "corrupt", "service started")
_RANDOM = "at a random moment"
_KINDS = {
    r"\w+ \.lock": "before the lock",
    r"[\w ]+ \.CURRENT\.new|\w+ CURRENT|sync $": "before a step of switching CURRENT",
    r"\w+ generations/<id>.*|\w+ generations/\.old.*": "before a step of removing an old generation",
    r"rename generations/\.new.*|sync generations$": "before a step of naming the generation",
    r"sync .*": "before a sync",
    r".*": "before a write",
}


@dataclass(frozen=True, slots=True)
class Kill:
    """One killed ingestion: where it was stopped, what was served after it, and what is wrong, if something is."""

    kind: str
    outcome: str
    trouble: str = ""
    started: bool = False


@dataclass(slots=True)
class Tally:
    """Kills, counted by where they came and by what was served then."""

    _counts: dict[str, Counter[str]] = field(default_factory=dict)
    troubles: list[str] = field(default_factory=list)

    def add(self, kill: Kill) -> None:
        """One more."""
        told = [kill.outcome, "kills", *(["service started"] if kill.started else [])]
        self._counts.setdefault(kill.kind, Counter()).update(told)
        if kill.trouble:
            self.troubles.append(f"{kill.kind}: {kill.trouble}")

    def rows(self) -> dict[str, Counter[str]]:
        """The counts by kind, and of all."""
        return {**self._counts, "all": sum(self._counts.values(), Counter[str]())}


@dataclass(frozen=True, slots=True)
class _Stop:
    """Where to kill: before the step of this number or at a random moment, of a `first` ingestion or of a next one."""

    kind: str = _RANDOM
    step: int | None = None
    first: bool = False


class Killing:
    """Ingests the two versions of a place in turn, each killed once and then let through."""

    def __init__(self, place: Place, chance: random.Random) -> None:
        self.place, self._chance = place, chance
        self._expected = _expected(place)
        for version in (1, 0, 1, 0):  # more generations than are kept: from here on, each ingestion removes one
            started = time.perf_counter()
            ingested(place.settings, place.corpora[version])
            self._seconds = time.perf_counter() - started
        self._state = 0

    def kills(self, count: int, *, starts: int) -> Iterator[Kill]:
        """So many kills; after `starts` of them, evenly, the whole service is started."""
        every = max(1, count // starts) if starts else count + 1
        for number, stop in enumerate(self._plan(count), 1):
            start = number % every == 0
            kill = self._kill(stop, start=start)
            while kill is None:  # it ended before its time came
                kill = self._kill(_Stop(), start=start)
            yield kill

    def _plan(self, count: int) -> list[_Stop]:
        """Steps for half of the kills, each once where there are as many; random moments for the others."""
        steps = self._steps(first=False) + (self._steps(first=True) if self.place.from_nothing else [])
        chosen = self._chance.sample(steps, min(count // 2, len(steps)))
        return [*chosen, *[_Stop()] * (count - len(chosen))]

    def _steps(self, *, first: bool) -> list[_Stop]:
        settings = self._settings(first=first)
        ended = in_child(lambda: _recorded(settings, self.place.corpora[1 - self._state]))
        if ended.told is None:
            raise KillLoopError(ended.trouble)
        if not first:
            self._state = 1 - self._state
        return [_Stop(_kind(name), step, first) for step, name in enumerate(ended.told)]

    def _settings(self, *, first: bool) -> Settings:
        """Those of the index, or of one in which nothing has been published yet."""
        if not first:
            return self.place.settings
        nothing = self.place.settings.index_dir.with_name("nothing")
        shutil.rmtree(nothing, ignore_errors=True)
        return dataclasses.replace(self.place.settings, index_dir=nothing)

    def _kill(self, stop: _Stop, *, start: bool) -> Kill | None:
        """Kills the ingestion of the version that is not served; None where it ended before."""
        settings, target = self._settings(first=stop.first), 1 - self._state
        old, start = NOTHING if stop.first else self.place.digests[self._state], start and not stop.first
        if not self._is_killed(stop, settings, target):
            return None
        trouble = _start(settings) if start else ""
        found = in_child(lambda: self._looked_at(settings, target))
        self._seconds = (found.told or {}).get("seconds", self._seconds)
        outcome, wrong = _judged(found, old=old, new=self.place.digests[target])
        return Kill(stop.kind, outcome, wrong or trouble, started=start)

    def _is_killed(self, stop: _Stop, settings: Settings, target: int) -> bool:
        """Ingests the target version and kills that; whether it was in time. It is let through, or will be, later."""
        after = self._chance.uniform(0, 1.1 * self._seconds) if stop.step is None else None
        ended = in_child(lambda: _stopped(settings, self.place.corpora[target], stop.step), kill_after=after)
        if ended.trouble:
            raise KillLoopError(ended.trouble)
        if not stop.first:
            self._state = target
        return ended.killed

    def _looked_at(self, settings: Settings, target: int) -> dict[str, str | float]:
        """What is served after a kill; then the version that was to be ingested is, and nothing may be left over."""
        try:
            found = served(settings, self._expected)
        except NotWhole as exc:
            return {"wrong": str(exc)}
        started = time.perf_counter()
        ingestion(settings).run(self.place.corpora[target])
        told: dict[str, str | float] = {"served": found, "seconds": time.perf_counter() - started}
        manifest, left = current_manifest(settings.index_dir), left_over(settings.index_dir)
        if manifest.files != self._expected[self.place.digests[target]].files or left:
            told["trouble"] = f"the next ingestion published {manifest.digest}, and left {left}"
        return told


def _kind(step: str) -> str:
    return next(kind for pattern, kind in _KINDS.items() if re.fullmatch(pattern, step))


def _recorded(settings: Settings, corpus: Path) -> list[str]:
    settings.index_dir.mkdir(exist_ok=True)
    steps = record(settings.index_dir)
    ingestion(settings).run(corpus)
    return steps


def _stopped(settings: Settings, corpus: Path, step: int | None) -> str:
    settings.index_dir.mkdir(exist_ok=True)
    if step is not None:
        die_before(settings.index_dir, step)
    return ingestion(settings).run(corpus).manifest.digest


def _expected(place: Place) -> dict[str, Expected]:
    """What each version is undisturbed, by its digest: loaded once, and then there in every child."""
    kinds = vector_index()
    expected = (Expected.of(load_current(each, kinds)) for each in place.references)
    return dict(zip(place.digests, expected, strict=True))


def _judged(ended: Ended, *, old: str, new: str) -> tuple[str, str]:
    """The outcome of a kill, and what is wrong."""
    if not isinstance(ended.told, dict):
        return "corrupt", ended.trouble or "the check was killed"
    if wrong := ended.told.get("wrong"):
        return wrong.partition(":")[0], wrong
    outcome = {old: "old", new: "new"}.get(ended.told["served"], "mixed")
    return outcome, ended.told.get("trouble", "" if outcome != "mixed" else f"{ended.told['served']} is served")


def _start(settings: Settings) -> str:
    """Starts the service as people do; what is wrong with it, if something is."""
    try:
        ready = readiness(settings)
    except BenchmarkError as exc:
        return str(exc)
    wanted = {"generation": current_name(settings.index_dir), "index": None}
    told = {"generation": ready["generation"], "index": ready["checks"]["index"]}
    return "" if told == wanted else f"/readyz says {told}, not {wanted}"
