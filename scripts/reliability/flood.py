"""Offers five times what the service can answer, and fails where it does not keep its promises: `make flood`."""

import argparse
import multiprocessing
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from itertools import chain, islice
from pathlib import Path

from app import terminal
from app.labelled import LabelledQuery, read_labelled
from app.measures import percentile
from app.settings import Settings
from scripts.benchmark import queries
from scripts.benchmark.calls import Asked, search
from scripts.benchmark.candidates import ensure_index, index_copy, service_plan
from scripts.benchmark.load import closed_loop, open_loop
from scripts.benchmark.machine import CORES, describe
from scripts.benchmark.processes import busy_seconds, cpu_seconds, resident_mebibytes
from scripts.benchmark.runs import Outcome, Run, percentiles
from scripts.benchmark.servers import ROOT, Server, exit_code, running
from scripts.benchmark.targets import Target, targets_table
from scripts.reliability.server_figures import Figures, figures, quantile, refused_between

QUERIES = ROOT / "tests" / "quality" / "queries.jsonl"
TIMES, SECONDS = 5, 120.0
_VISITORS = 16
"""Who wait for their answers while the peak is found: enough to keep every core busy."""

_WARM_UP = 4.0
"""Seconds at least before the peak is looked for: what assistants need is loaded behind the first searches."""

_START = 3.0
"""Seconds that the flooding process has to start."""

_AFTERWARDS = 5.0
_NORMAL = 1.5
"""Times the p95 of before; the single visitor's times spread by as much from one second to the next."""

_OFFERED = 0.9
"""Of the calls that are meant to be made: with fewer it is no flood, and nothing is shown."""

_SKIPPED = 20_000
"""Queries that are left for finding the peak: the flood asks none that may be kept."""


@dataclass(frozen=True, slots=True)
class Measured:
    """All that was measured; memory in MiB, CPU in seconds."""

    calm: Run
    peak: Run
    flood: Run
    afterwards: Run
    memory_before: float
    memory: Sequence[float]
    others_cpu: float
    before: Figures
    after: Figures

    @property
    def goodput(self) -> float:
        """Answers a second while the flood lasted."""
        end = self.flood.began + self.flood.seconds
        return sum(each.ended <= end for each in self.flood.answered) / self.flood.seconds

    @property
    def offered(self) -> float:
        """Calls a second that were really made."""
        return len(self.flood.outcomes) / self.flood.seconds

    @property
    def recovery(self) -> float:
        """Seconds from the flood's end until a visitor's p95 is what it was before, from then on; infinite if never."""
        return _recovery(self.afterwards.outcomes, since=self.afterwards.began, bar=self.normal)

    @property
    def normal(self) -> float:
        """Milliseconds of p95 that count as what it was before."""
        return _NORMAL * _p95(self.calm.outcomes)


def run(options: argparse.Namespace) -> int:
    """Prints what came of it; 1 where a promise was not kept."""
    settings = Settings.from_environment()
    labelled = read_labelled(options.queries)
    ensure_index(settings)
    with index_copy(settings) as index:
        plan = service_plan(index, FAQ_DATA_DIR=str(index / "data"))  # no keys there: nobody's rate is limited
        with running(plan, search(Asked("refund"))) as server:
            measured = _measured(server, labelled, seconds=options.seconds, times=options.times)
    targets = list(_targets(measured, options.times))
    print(_told(measured, options.times), targets_table(targets), sep="\n")
    return 0 if all(target.met for target in targets) else 1


def _measured(server: Server, labelled: Sequence[LabelledQuery], *, seconds: float, times: float) -> Measured:
    calls, pause = map(search, queries.distinct(labelled)), min(10.0, seconds)
    terminal.print_step("Finding the peak")
    closed_loop(server.address, calls, visitors=_VISITORS, seconds=max(pause, _WARM_UP))  # caches fill, memory settles
    cpu = cpu_seconds(server.pid)
    peak = closed_loop(server.address, calls, visitors=_VISITORS, seconds=pause)
    peak = replace(peak, server_cpu=cpu_seconds(server.pid) - cpu)
    calm = closed_loop(server.address, calls, visitors=1, seconds=pause)
    rate = times * peak.rate
    terminal.print_step(f"{peak.rate:.0f} answers a second at most; offering {rate:.0f} for {seconds:g} s")
    before, memory_before = figures(server.address), resident_mebibytes(server.pid)
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, context) as other:
        began = time.perf_counter() + _START
        flooding = other.submit(_flood, server.address, labelled, rate=rate, seconds=seconds, at=began)
        time.sleep(max(0.0, began - time.perf_counter()))
        cpu, busy, own = cpu_seconds(server.pid), busy_seconds(), time.process_time()
        memory = list(_memory(server.pid, until=began + seconds))
        cpu, busy, own = cpu_seconds(server.pid) - cpu, busy_seconds() - busy, time.process_time() - own
        afterwards = closed_loop(server.address, calls, visitors=1, seconds=min(_AFTERWARDS, seconds))
        flood = replace(flooding.result(), server_cpu=cpu)
    return Measured(
        calm=calm,
        peak=peak,
        flood=flood,
        afterwards=afterwards,
        memory_before=memory_before,
        memory=[*memory, resident_mebibytes(server.pid)],
        others_cpu=max(0.0, busy - cpu - own - flood.generator_cpu),
        before=before,
        after=figures(server.address),
    )


def _flood(address: str, labelled: Sequence[LabelledQuery], *, rate: float, seconds: float, at: float) -> Run:
    """The flood itself, in a process of its own, from a moment of the machine's monotonic clock on."""
    calls = map(search, islice(queries.distinct(labelled), _SKIPPED, None))
    first = next(calls)
    time.sleep(max(0.0, at - time.perf_counter()))
    return open_loop(address, chain([first], calls), rate=rate, seconds=seconds)


def _memory(pid: int, *, until: float) -> Iterator[float]:
    while (left := until - time.perf_counter()) > 0:
        time.sleep(min(1.0, left))
        yield resident_mebibytes(pid)


def _p95(outcomes: Sequence[Outcome]) -> float:
    return percentile([each.milliseconds for each in outcomes], 95)


def _recovery(outcomes: Sequence[Outcome], *, since: float, bar: float) -> float:
    for number, outcome in enumerate(outcomes):
        rest = outcomes[number:]
        if _p95(rest) <= bar and all(each.status == 200 for each in rest):
            return outcome.due - since
    return float("inf")


def _targets(measured: Measured, times: float) -> Iterator[Target]:
    flood, refused = measured.flood, refused_between(measured.before, measured.after)
    untold = sum(not each.retry_after for each in flood.refused)
    growth = max(measured.memory) / measured.memory_before - 1
    yield Target(
        "calls offered, times the peak", _OFFERED * times, measured.offered / measured.peak.rate, at_least=True
    )
    yield Target("goodput, of the peak", 0.8, measured.goodput / measured.peak.rate, at_least=True)
    yield Target("memory growth", 0.1, growth)
    yield Target("p95 of a refusal at the server, ms", 10, quantile(refused, 0.95) * 1000)
    yield Target("refusals without Retry-After", 0, untold)
    yield Target("answers that are neither 200 nor a refusal", 0, flood.errors)
    yield Target("seconds until p95 is normal again", 2, measured.recovery)


def _told(measured: Measured, times: float) -> str:
    flood, refusals = measured.flood, percentiles(measured.flood.refused)
    told = f", as the client sees it p50 {refusals.p50:.1f} ms, p95 {refusals.p95:.1f} ms" if refusals else ""
    late = sum(each.milliseconds > 500 for each in flood.refused)
    problems = measured.after.problems - measured.before.problems
    answered = percentiles(flood.answered)
    took = f" (p50 {answered.p50:.0f} ms, p95 {answered.p95:.0f} ms)" if answered else ""
    return (
        f"On {describe()}. Peak: {measured.peak.rate:.0f} answers a second to {_VISITORS} visitors who wait for them. "
        f"Flood: {measured.offered:.0f} calls a second for {flood.seconds:g} s ({times:g} times the "
        f"peak were meant), no query twice; {measured.goodput:.0f} answers a second{took}, {len(flood.refused)} "
        f"refused{told}, {late} of them after more than half a second; problems by code: {dict(problems)}. "
        f"Of {CORES} cores the service took {flood.server_cpu / flood.seconds:.2f} ({_cost(flood)} ms for each answer, "
        f"refusals included; at the peak {_cost(measured.peak)} ms), the load generator {flood.generator_share:.2f}, "
        f"others {measured.others_cpu / flood.seconds:.2f}. Memory: {measured.memory_before:.0f} MiB before, "
        f"{max(measured.memory):.0f} at most, {measured.memory[-1]:.0f} after. A single visitor's p95: "
        f"{_p95(measured.calm.outcomes):.0f} ms before.\n"
    )


def _cost(run: Run) -> str:
    return f"{run.cpu_milliseconds:.1f}" if run.cpu_milliseconds else "no"


def _arguments(given: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=SECONDS, help="of the flood (default: %(default)g)")
    parser.add_argument("--times", type=float, default=TIMES, help="the peak (default: %(default)g)")
    parser.add_argument("--queries", type=Path, default=QUERIES, help="labelled queries (default: the project's own)")
    return parser.parse_args(given)


def main(arguments: Sequence[str]) -> int:
    """1 where a promise was not kept or nothing could be measured; 130 where it was interrupted."""
    return exit_code(lambda: run(_arguments(arguments)))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
