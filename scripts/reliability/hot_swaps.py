"""Exchanges the served generation again and again while visitors search: `make hot-swaps`.

Every answer has to come whole from one of the two generations, none may fail, and the slowest may not be much slower.
Every tenth query is the question of a passage, which has to be found: the two have other passages in the same rows.
"""

import argparse
import json
import sys
import time
import urllib.parse
import urllib.request
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import cycle

from app import terminal
from app.index_folder import switch, writing
from app.labelled import read_labelled
from app.measures import percentile
from app.settings import Settings
from scripts.benchmark import queries
from scripts.benchmark.calls import Asked, Call, search
from scripts.benchmark.candidates import ensure_index, service_plan
from scripts.benchmark.machine import describe
from scripts.benchmark.processes import resident_mebibytes
from scripts.benchmark.servers import ROOT, BenchmarkError, exit_code, running
from scripts.markdown import table
from scripts.reliability.editions import Edition, Editions, editions
from scripts.reliability.visitors import Answered, visiting

QUERIES = ROOT / "tests" / "quality" / "queries.jsonl"
SWAPS, VISITORS, STEADY, BETWEEN = 100, 4, 30.0, 0.5
_LONGEST_SWAP = 20.0
_PATIENT = "60000"
"""Milliseconds that a search may wait its turn: that other programs have the machine is no failure of a swap."""

_ASKED = 10
"""Every so many-th call asks for a passage by its question."""


def run(options: argparse.Namespace) -> int:
    """Prints what came of it; 1 where an answer failed, was of two generations, or was much slower than usual."""
    settings = Settings.from_environment()
    ensure_index(settings)
    with (
        editions(settings) as made,
        running(service_plan(made.index, FAQ_QUEUE_MS=_PATIENT), search(Asked("refund"))) as server,
        visiting(server.address, calls(made), visitors=options.visitors) as answers,
    ):
        terminal.print_step(f"{options.steady:.0f} seconds without a swap")
        time.sleep(options.steady)
        steady, before = answers(), resident_mebibytes(server.pid)
        seconds = list(swaps(made, server.address, options.swaps, between=options.between))
        swapping, after = answers(), resident_mebibytes(server.pid)
    known = {edition.generation: edition for edition in made.both}
    print(told(steady, swapping, known, seconds=seconds))
    print(f"Memory before the first swap and after the last: {before:.0f} and {after:.0f} MiB.")
    failures = failures_of(steady, swapping, known, most_slower=options.most_slower)
    for failure in failures:
        terminal.print_error(failure)
    return 1 if failures else 0


def calls(made: Editions) -> Iterator[Call]:
    """Searches with new queries, an answer and some suggestions in between, and the questions of passages."""
    labelled = read_labelled(QUERIES)
    makers: Sequence[Callable[[Asked], Call]] = (*[search] * 7, _answer, _suggest)
    own = cycle(sorted(set.intersection(*(set(edition.asked) for edition in made.both))))
    for number, (make, asked) in enumerate(zip(cycle(makers), queries.distinct(labelled), strict=False)):
        yield make(asked) if number % _ASKED else search(Asked(next(own)))


def _answer(asked: Asked) -> Call:
    return Call("/v1/answer", json.dumps({"q": asked.query}).encode())


def _suggest(asked: Asked) -> Call:
    return Call(f"/v1/suggest?{urllib.parse.urlencode({'q': asked.query.split()[0]})}")


def swaps(made: Editions, address: str, number: int, *, between: float) -> Iterator[float]:
    """Has one edition served after the other, and tells how many seconds each took to be served."""
    for count, edition in zip(range(1, number + 1), cycle(made.both), strict=False):
        began = time.perf_counter()
        with writing(made.index):
            switch(made.index, edition.generation)
        while _served(address) != edition.generation:
            if time.perf_counter() - began > _LONGEST_SWAP:
                raise BenchmarkError(f"{edition.generation} is not served after {_LONGEST_SWAP:.0f} seconds.")
            time.sleep(0.02)
        yield time.perf_counter() - began
        if count % 10 == 0:
            terminal.print_step(f"{count} of {number} swaps")
        time.sleep(between)


def _served(address: str) -> str:
    with urllib.request.urlopen(f"{address}/readyz", timeout=_LONGEST_SWAP) as reply:  # noqa: S310 - our own service
        return str(json.load(reply)["generation"])


def is_mixed(answer: Answered, known: Mapping[str, Edition]) -> bool:
    """Whether it holds a passage that the generation it names has not, or not with this text and merchant."""
    body = json.loads(answer.body)
    if "suggestions" in body:  # names no generation
        ids = {each["passage_id"] for each in body["suggestions"]}
        return not any(ids <= edition.passages.keys() for edition in known.values())
    passages = known[body["generation"]].passages
    shown = [*body.get("hits", ()), *(extract["passage"] for extract in body.get("extracts", ()))]
    return any(passages.get(each["id"]) != (each["merchant"]["id"], each["text"]) for each in shown)


def is_lost(answer: Answered, known: Mapping[str, Edition]) -> bool:
    """Whether it was asked the question of a passage, and shows none with that question."""
    body = json.loads(answer.body)
    if "hits" not in body:
        return False
    wanted = known[body["generation"]].asked.get(json.loads(answer.call.body or b"{}").get("q"))
    return wanted is not None and wanted.isdisjoint(hit["id"] for hit in body["hits"])


def failures_of(
    steady: Sequence[Answered], swapping: Sequence[Answered], known: Mapping[str, Edition], *, most_slower: float
) -> list[str]:
    """What must not be."""
    found = []
    if failed := _failed((*steady, *swapping)):
        first = next(answer for answer in (*steady, *swapping) if answer.status != 200)
        found.append(f"{failed} answers failed; the first with {first.status}: {first.call} {first.body[:300]!r}.")
    if mixed := _mixed(swapping, known):
        found.append(f"{mixed} answers are of two generations.")
    if lost := _lost((*steady, *swapping), known):
        found.append(f"{lost} answers lack the passage whose question was asked.")
    if (times := _p99(swapping) / _p99(steady)) > most_slower:
        found.append(f"The p99 is {times:.1f} times that without swaps; at most {most_slower:g} is allowed.")
    return found


def _failed(answers: Sequence[Answered]) -> int:
    return sum(answer.status != 200 for answer in answers)


def _mixed(answers: Sequence[Answered], known: Mapping[str, Edition]) -> int:
    return sum(is_mixed(answer, known) for answer in answers if answer.status == 200)


def _lost(answers: Sequence[Answered], known: Mapping[str, Edition]) -> int:
    return sum(is_lost(answer, known) for answer in answers if answer.status == 200)


def _p99(answers: Sequence[Answered]) -> float:
    return percentile([answer.milliseconds for answer in answers], 99)


def told(
    steady: Sequence[Answered],
    swapping: Sequence[Answered],
    known: Mapping[str, Edition],
    *,
    seconds: Sequence[float],
) -> str:
    """The run in a table."""
    columns = ["answers", "failed", "of two generations", "passage lost", "p50 ms", "p95 ms", "p99 ms"]
    rows = {
        "without swaps": _row(steady, known),
        f"{len(seconds)} swaps": _row(swapping, known),
    }
    served = Counter(json.loads(a.body).get("generation", "suggestions") for a in swapping if a.status == 200)
    opening = (
        f"On {describe()}. From the renaming of CURRENT a swap took {percentile(seconds, 50):.2f} s (p50), "
        f"at most {max(seconds):.2f} s. Answers by generation: {', '.join(map(str, served.values()))}.\n"
    )
    return f"{opening}\n{table('', columns, rows)}"


def _row(answers: Sequence[Answered], known: Mapping[str, Edition]) -> list[str]:
    times = [percentile([answer.milliseconds for answer in answers], percent) for percent in (50, 95, 99)]
    wrong = _failed(answers), _mixed(answers, known), _lost(answers, known)
    return [str(len(answers)), *map(str, wrong), *(f"{ms:.1f}" for ms in times)]


def main(argv: Sequence[str] | None = None) -> int:
    """Reads the command line and runs it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--swaps", type=int, default=SWAPS)
    parser.add_argument("--visitors", type=int, default=VISITORS)
    parser.add_argument("--steady", type=float, default=STEADY, help="seconds without a swap, to compare with")
    parser.add_argument("--between", type=float, default=BETWEEN, help="seconds from a swap to the next")
    parser.add_argument("--most-slower", type=float, default=2.0, help="times the steady p99 that a p99 may be")
    options = parser.parse_args(argv)
    return exit_code(lambda: run(options))


if __name__ == "__main__":
    sys.exit(main())
