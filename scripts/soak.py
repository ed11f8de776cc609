"""Asks this service many things for long, and fails where it fails or its memory grows: `make soak`."""

import argparse
import sys
from collections import Counter
from collections.abc import Sequence
from itertools import islice
from pathlib import Path

from app import terminal
from app.labelled import read_labelled
from app.settings import Settings
from scripts.benchmark.calls import Asked, search
from scripts.benchmark.candidates import ensure_index, index_copy, service_plan
from scripts.benchmark.load import closed_loop
from scripts.benchmark.machine import describe
from scripts.benchmark.mixture import SHARES, mixed
from scripts.benchmark.runs import NO_ANSWER, Run, percentiles
from scripts.benchmark.servers import ROOT, exit_code, running
from scripts.benchmark.watching import Counted, Memory, watched
from scripts.markdown import table

QUERIES = ROOT / "tests" / "quality" / "queries.jsonl"
CALLS, VISITORS, LONGEST = 200_000, 16, 3600.0
MOST_GROWTH = 0.05
WARM_UP = 0.1
"""The share of the calls after which memory has to stay as it is: until then caches fill."""

_TOLD_AT = (WARM_UP, 0.25, 0.5, 0.75, 1.0)
_OVERLOADED = 503


def run(options: argparse.Namespace) -> int:
    """Prints what came of the calls; 1 where the service failed or grew."""
    settings = Settings.from_environment()
    ensure_index(settings)
    labelled = read_labelled(options.queries)
    with index_copy(settings) as index, running(service_plan(index), search(Asked("refund"))) as server:
        terminal.print_step(f"{options.calls} calls by {options.visitors} visitors")
        calls = Counted(islice(mixed(labelled), options.calls))
        with watched(server.pid, calls) as memory:
            done = closed_loop(server.address, calls, visitors=options.visitors, seconds=options.seconds)
    print(told(done, memory))
    failures = failures_of(done, memory, options.calls)
    for failure in failures:
        terminal.print_error(failure)
    return 1 if failures else 0


def told(done: Run, memory: Memory) -> str:
    """The run in tables."""
    calls, times = len(done.outcomes), percentiles(done.answered)
    shares = ", ".join(f"{share} % {kind}" for kind, share in SHARES.items())
    by_status = Counter(outcome.status or "no answer" for outcome in done.outcomes)
    spent = f"p50 {times.p50:.1f} ms, p99 {times.p99:.1f} ms of those with 200" if times else "none answered with 200"
    opening = (
        f"On {describe()}. {calls} calls by visitors who wait for their answers: {shares}. They took "
        f"{done.elapsed:.0f} s, {calls / done.elapsed:.0f} a second; {spent}; the generator took "
        f"{done.generator_share:.0%} of a core.\n"
    )
    return "\n".join([
        opening,
        table("calls sent", ["memory MiB"], {f"{at:.0%}": [f"{memory.after(at * calls):.0f}"] for at in _TOLD_AT}),
        f"Growth after the first {WARM_UP:.0%}: {memory.growth(WARM_UP * calls):+.1%}\n",
        table("status", ["calls"], {str(each): [str(count)] for each, count in sorted(by_status.items(), key=str)}),
    ])  # fmt: skip


def failures_of(done: Run, memory: Memory, wanted: int) -> list[str]:
    """What must not be, in words."""
    bad = [each.status for each in done.outcomes if _failed(each.status)]
    growth = memory.growth(WARM_UP * len(done.outcomes))
    return [
        *([f"{len(bad)} calls failed, with status {sorted(set(bad))} (0: no answer)."] if bad else ()),
        *([f"Memory grew by {growth:.1%} after the warm-up, over {MOST_GROWTH:.0%}."] if growth > MOST_GROWTH else ()),
        *([f"Time was up after {len(done.outcomes)} calls of {wanted}."] if len(done.outcomes) < wanted else ()),
    ]


def _failed(status: int) -> bool:
    return status == NO_ANSWER or (status >= 500 and status != _OVERLOADED)


def _arguments(given: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--calls", type=int, default=CALLS, help="how many (default: %(default)s)")
    parser.add_argument("--visitors", type=int, default=VISITORS, help="at the same time (default: %(default)s)")
    parser.add_argument("--seconds", type=float, default=LONGEST, help="end after so long (default: %(default)g)")
    parser.add_argument("--queries", type=Path, default=QUERIES, help="labelled queries (default: the project's own)")
    return parser.parse_args(given)


def main(arguments: Sequence[str]) -> int:
    """1 where the service failed or grew, or nothing could be measured; 130 where it was interrupted."""
    return exit_code(lambda: run(_arguments(arguments)))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
