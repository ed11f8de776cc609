"""What each server is put through, and what was measured of it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

from app.labelled import LabelledQuery
from scripts.benchmark import queries
from scripts.benchmark.calls import Asked, Call, search, suggest
from scripts.benchmark.load import closed_loop, open_loop
from scripts.benchmark.processes import busy_seconds, cpu_seconds, resident_mebibytes
from scripts.benchmark.runs import Run
from scripts.benchmark.servers import Plan, Server, running

CLOSED = (1, 8, 32)
"""Visitors of the closed loops."""

OPEN = (0.6, 5.0)
"""Rates of the open loops, in shares of the most that visitors of a closed one got answered a second."""

SUGGESTING = 8
_FIRST = search(Asked("When will my order arrive?"), limit=1)


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds of each load, and of the one before them that is not counted; whether a first start is not, either."""

    seconds: float = 15.0
    warm_up: float = 3.0
    rehearsed: bool = True
    """A first start fills the disk cache, and the alternative embeds the passages in it."""


SHORT = Pace(0.3, 0.1, rehearsed=False)


@dataclass(frozen=True, slots=True)
class Contestant:
    """A server, and the stream of queries that it is asked."""

    name: str
    plan: Plan
    stream: Callable[[Sequence[LabelledQuery]], Iterator[Asked]]
    searches: bool = True
    suggests: bool = False


@dataclass(frozen=True, slots=True)
class Measured:
    """A load's run, the server's memory at its end in MiB, and the CPU seconds that nobody's business here took."""

    load: str
    run: Run
    memory: float
    others_cpu: float = 0.0


@dataclass(frozen=True, slots=True)
class Result:
    """Everything about one server; `start` is seconds from process start to first answer."""

    name: str
    start: float
    loads: dict[str, Measured]


def compete(
    contestant: Contestant, labelled: Sequence[LabelledQuery], pace: Pace, *, report: Callable[[str], None]
) -> Result:
    """Starts the server, puts it under every load, ends it."""
    report(f"{contestant.name}: starting")
    if pace.rehearsed:
        with running(contestant.plan, _FIRST):
            pass
    with running(contestant.plan, _FIRST) as server:
        result = Result(contestant.name, server.start_seconds, {})
        for measured in _put_through(contestant, server, labelled, pace=pace):
            result.loads[measured.load] = measured
            report(f"{contestant.name}, {measured.load}: {measured.run.rate:.0f} answers/s")
    return result


def _put_through(
    contestant: Contestant, server: Server, labelled: Sequence[LabelledQuery], *, pace: Pace
) -> Iterator[Measured]:
    """The open loops come last: an overload may leave work behind."""
    calls, capacity = map(search, contestant.stream(labelled)), 0.0
    if contestant.searches:
        closed_loop(server.address, calls, visitors=8, seconds=pace.warm_up)
        for visitors in CLOSED:
            yield (measured := _closed(server, calls, visitors, seconds=pace.seconds))
            capacity = max(1.0, capacity, measured.run.rate)
    if contestant.suggests:
        yield _suggestions(server, labelled, pace)
    for share in OPEN if contestant.searches else ():
        load = partial(open_loop, server.address, calls, rate=capacity * share, seconds=pace.seconds)
        yield _measured(server, open_name(share), load)


def closed_name(visitors: int) -> str:
    """What a closed loop is called."""
    return f"closed, {visitors}"


def open_name(share: float) -> str:
    """What an open loop is called."""
    return f"open, {share:.0%} of capacity"


SUGGEST = f"suggest, {SUGGESTING}"


def _closed(server: Server, calls: Iterator[Call], visitors: int, *, seconds: float) -> Measured:
    """The only visitor's answers are kept with the server's own times."""
    load = partial(closed_loop, visitors=visitors, seconds=seconds, with_timing=visitors == 1)
    return _measured(server, closed_name(visitors), partial(load, server.address, calls))


def _suggestions(server: Server, labelled: Sequence[LabelledQuery], pace: Pace) -> Measured:
    calls = (suggest(asked.query, asked.merchants) for asked in queries.typed(labelled))
    load = partial(closed_loop, server.address, calls, visitors=SUGGESTING)
    load(seconds=pace.warm_up)
    return _measured(server, SUGGEST, partial(load, seconds=pace.seconds))


def _measured(server: Server, load: str, run: Callable[[], Run]) -> Measured:
    cpu, busy = cpu_seconds(server.pid), busy_seconds()
    done = run()
    cpu, busy = cpu_seconds(server.pid) - cpu, busy_seconds() - busy
    return Measured(
        load,
        replace(done, server_cpu=cpu),
        resident_mebibytes(server.pid),
        others_cpu=max(0.0, busy - cpu - done.generator_cpu),
    )
