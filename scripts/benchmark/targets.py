"""What the service shall be beside the obvious alternative, in one run: each target with what was measured."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from scripts.benchmark.contest import CLOSED, OPEN, SUGGEST, Result, closed_name, open_name
from scripts.benchmark.runs import Percentiles, percentiles
from scripts.benchmark.stages import RETRIEVAL, stage_times
from scripts.markdown import table

_MOST = closed_name(CLOSED[-1])
_ONE = closed_name(CLOSED[0])
_NEVER = Percentiles(math.inf, math.inf, math.inf)
"""The times of a server that answered nothing."""


@dataclass(frozen=True, slots=True)
class Target:
    """A bar, in words, and the measured figure that is compared with it."""

    name: str
    bar: float
    measured: float
    at_least: bool = False

    @property
    def met(self) -> bool:
        """Whether the figure is on the right side of the bar."""
        return self.measured >= self.bar if self.at_least else self.measured <= self.bar


def targets_table(targets: Sequence[Target]) -> str:
    """One row for each target."""
    rows = {
        each.name: [
            f"{'≥' if each.at_least else '≤'} {each.bar:g}",
            f"{each.measured:.3g}",
            "yes" if each.met else "NO",
        ]
        for each in targets
    }
    return table("target", ["bar", "measured", "met"], rows)


def against(obvious: Result, service: Result) -> Iterator[Target]:
    """The service, nothing cached, beside the obvious alternative."""
    for load in (closed_name(visitors) for visitors in CLOSED):
        theirs, ours = _times(obvious, load), _times(service, load)
        yield Target(f"p50 times lower, {load}", 4, theirs.p50 / ours.p50, at_least=True)
    yield Target(f"answers/s times higher, {_MOST}", 8, _rate(service) / _rate(obvious), at_least=True)
    yield Target(f"memory beside theirs, {_MOST}", 0.7, service.loads[_MOST].memory / obvious.loads[_MOST].memory)


def alone(service: Result) -> Iterator[Target]:
    """The service by itself, nothing cached."""
    most = _times(service, _MOST)
    yield Target(f"p99 beside p50, {_MOST}", 10, most.p99 / most.p50)
    yield Target("seconds from start to first answer", 3, service.start)
    yield Target("errors", 0, sum(measured.run.errors for measured in service.loads.values()))
    if retrieval := stage_times(service.loads[_ONE].run).get(RETRIEVAL):
        yield Target("retrieval without the encoders, p99 ms", 3, retrieval.p99)
    overload = service.loads[open_name(OPEN[-1])].run
    if refusals := percentiles(overload.refused):
        yield Target("refusal p95 ms, as a client sees it", 10, refusals.p95)
    yield Target("goodput under overload, of capacity", 0.8, overload.rate / _capacity(service), at_least=True)


def suggesting(service: Result) -> Iterator[Target]:
    """The service's suggestions."""
    yield Target(f"p95 ms, {SUGGEST}", 5, _times(service, SUGGEST).p95)


def with_repeats(service: Result) -> Iterator[Target]:
    """The service asked as visitors ask."""
    yield Target("answers/s with repeated queries", 1000, service.loads[_MOST].run.rate, at_least=True)


def _capacity(result: Result) -> float:
    return max(1e-9, *(result.loads[closed_name(visitors)].run.rate for visitors in CLOSED))


def _rate(result: Result) -> float:
    return max(result.loads[_MOST].run.rate, 1e-9)


def _times(result: Result, load: str) -> Percentiles:
    return percentiles(result.loads[load].run.answered) or _NEVER
