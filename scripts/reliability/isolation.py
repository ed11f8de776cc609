"""Asks a service of many merchants, with keys and tokens for few of them, for what they may not see: `make isolation`.

While it does the served generation is exchanged again and again, and the caches are warm: every query is asked by many
callers. A word that one merchant's texts alone have must not reach a caller who may not see that merchant; it has to
reach one who may.
"""

import argparse
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import cycle, islice
from pathlib import Path
from tempfile import TemporaryDirectory

from app import terminal
from app.grants import Grant
from app.index_folder import switch, writing
from app.key_file import KeyFile
from app.scope import Scope
from app.settings import Settings
from app.tokens import Claims, sign
from scripts.benchmark.calls import Call
from scripts.benchmark.machine import describe
from scripts.benchmark.runs import NO_ANSWER
from scripts.benchmark.servers import Plan, exit_code, running
from scripts.markdown import table
from scripts.reliability.broken_service import FAULTS
from scripts.reliability.canaries import merchant_ids, write_corpus
from scripts.reliability.editions import Editions, editions
from scripts.reliability.intruders import Attempt, Attempts, Intruder, leaks, shows_own
from scripts.reliability.visitors import ask, ask_patiently, connected

REQUESTS, MERCHANTS, CALLERS, VISITORS = 100_000, 668, 60, 4
_TOLD_EVERY = 10.0
_FOUND = 200
_EXPECTED = {_FOUND, 202, 403, 404}
_IN_ONE_EDITION = ("/v1/passages", "/v1/documents")
"""Half of the ids and paths that are asked for are of the edition that is not served: a fifth has to be found, of few
less still."""

_ALIVE = Call("/healthz")
_ENCODERS = {"FAQ_MODEL": "hashing", "FAQ_SECOND_ENCODER": "none"}
_SHOWN = 5


@dataclass(slots=True)
class Tally:
    """What came of the requests."""

    statuses: Counter[int] = field(default_factory=Counter)
    by_path: Counter[str] = field(default_factory=Counter)
    leaked: list[str] = field(default_factory=list)
    unexpected: list[str] = field(default_factory=list)
    own: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    swaps: int = 0
    seconds: float = 0.0

    def add(self, attempt: Attempt, status: int, body: bytes) -> None:
        """Looks at one reply."""
        path = "/".join(attempt.call.path.partition("?")[0].split("/")[:3])
        self.statuses[status] += 1
        self.by_path[path] += 1
        self.own[path] += attempt.own
        self.found[path] += attempt.own and status == _FOUND and shows_own(attempt, body)
        asked = f"{attempt.call.path} {attempt.call.body!r}"
        if found := leaks(attempt, body):
            self.leaked.append(f"{asked} showed {', '.join(found[:3])}")
        if status not in _EXPECTED:
            self.unexpected.append(f"{asked} was answered {status}: {body[:200]!r}")

    @property
    def lacking(self) -> list[str]:
        """Where callers did not find what is their own."""
        return [
            f"{path} showed its own to {self.found[path]} of {asked} callers"
            for path, asked in self.own.items()
            if self.found[path] < (asked / 5 - 3 if path in _IN_ONE_EDITION else asked)
        ]

    @property
    def troubles(self) -> list[str]:
        """Everything that must not be, a line each: leaks, unexpected replies, and callers who lack what is theirs."""
        return [*self.leaked, *self.unexpected, *self.lacking]


def run(options: argparse.Namespace) -> int:
    """Prints what came of it; 1 where anything leaked or failed: with a fault planted that is what is wanted."""
    with TemporaryDirectory(prefix="faq-isolation-") as folder:
        corpus = Path(folder, "corpus")
        write_corpus(corpus, options.merchants)
        given = {"FAQ_CORPUS_DIR": str(corpus), "FAQ_INDEX_DIR": folder, **_ENCODERS}
        with editions(Settings.from_environment(given)) as made:
            tally = attempted(made, options)
    print(told(tally, options))
    for trouble in (*tally.leaked[:_SHOWN], *tally.unexpected[:_SHOWN], *tally.lacking):
        terminal.print_error(trouble)
    return 1 if tally.troubles else 0


def attempted(made: Editions, options: argparse.Namespace) -> Tally:
    """All requests, made while the served edition changes."""
    intruders = callers(made.index / "data", options.merchants, options.callers)
    ids = sorted(id_ for edition in made.both for id_ in edition.passages)
    attempts = islice(Attempts(intruders, merchant_ids(options.merchants), ids, seed=options.seed), options.requests)
    tally, ended = Tally(), threading.Event()
    with running(_plan(made.index, options.fault), _ALIVE) as server:
        _wait_until_ready(server.address, intruders[0])
        swapping = threading.Thread(
            target=_swap, args=(made, tally, ended), kwargs={"between": options.between}, daemon=True
        )
        swapping.start()
        began = time.perf_counter()
        _ask(server.address, attempts, tally, visitors=options.visitors)
        tally.seconds = time.perf_counter() - began
        ended.set()
        swapping.join()
    return tally


def callers(data: Path, merchants: int, number: int) -> list[Intruder]:
    """Half of them with a key of their own, half with a token: for one to five merchants, one in four by language."""
    keys, ids, now = KeyFile(data), merchant_ids(merchants), datetime.now(UTC)
    signer = keys.add(Grant(role="agent")).shown
    made = []
    for n in range(number):
        own = frozenset(ids[n % len(ids) :: max(1, len(ids) // (1 + n % 5))][: 1 + n % 5])
        scope = Scope(own, frozenset({"fr"}) if n % 4 == 3 else None)
        token = sign(signer, Claims(scope=scope, origins=None, issued=now, expires=now + timedelta(days=1)))
        credential = token if n % 2 else keys.add(Grant(role="search", scope=scope)).shown.text
        made.append(Intruder(credential, own, scope.languages, token=bool(n % 2)))
    return made


def _plan(index: Path, fault: str | None) -> Plan:
    command = [sys.executable, "-m", "app.cli", "serve"]
    if fault:
        command = [sys.executable, "-m", "scripts.reliability.broken_service", fault, "serve"]
    return Plan("the service", command, {"FAQ_INDEX_DIR": str(index), "FAQ_DATA_DIR": str(index / "data"), **_ENCODERS})


def _wait_until_ready(address: str, somebody: Intruder) -> None:
    """Searches are answered, and then assistants too."""
    with connected(address) as connection:
        for call in (Call("/readyz"), Call("/mcp", b"{}")):
            while ask(connection, call, headers_of(Attempt(somebody, call))).status in (NO_ANSWER, 503):
                time.sleep(0.1)


def _swap(made: Editions, tally: Tally, ended: threading.Event, *, between: float) -> None:
    for edition in cycle(made.both):
        if ended.wait(between):
            return
        with writing(made.index):
            switch(made.index, edition.generation)
        tally.swaps += 1


def _ask(address: str, attempts: Iterator[Attempt], tally: Tally, *, visitors: int) -> None:
    """Makes the attempts over several connections."""
    lock, interrupted = threading.Lock(), threading.Event()

    def visit() -> None:
        with connected(address) as connection:
            while (attempt := _next(attempts, lock)) and not interrupted.is_set():
                answer = ask_patiently(connection, attempt.call, headers_of(attempt))
                with lock:
                    tally.add(attempt, answer.status, answer.body)

    with ThreadPoolExecutor(visitors) as threads:
        asking = [threads.submit(visit) for _ in range(visitors)]
        try:
            while wait(asking, _TOLD_EVERY).not_done:
                told = f"{tally.statuses.total()} requests, {len(tally.leaked)} leaks, {tally.swaps} swaps"
                terminal.print_step(told)
        except BaseException:
            interrupted.set()
            raise
        for each in asking:
            each.result()


def _next(attempts: Iterator[Attempt], lock: threading.Lock) -> Attempt | None:
    with lock:
        return next(attempts, None)


def headers_of(attempt: Attempt) -> dict[str, str]:
    """What goes with it: who asks, and what assistants' tools demand."""
    return {
        "Authorization": f"Bearer {attempt.who.credential}",
        "Content-Type": "application/json",
        "Accept": "application/json, text/event-stream",
    }


def told(tally: Tally, options: argparse.Namespace) -> str:
    """The run in a table."""
    asked = tally.statuses.total()
    opening = (
        f"On {describe()}. {asked} requests about {options.merchants} merchants by {options.callers} callers with keys "
        f"and tokens, {asked / max(tally.seconds, 1e-9):.0f} a second, over {tally.swaps} swaps"
        f"{f', with the fault {options.fault!r} planted' if options.fault else ''}.\n"
    )
    by_status = ", ".join(f"{status or 'no answer'}: {count}" for status, count in sorted(tally.statuses.items()))
    rows = {
        "leaks": [str(len(tally.leaked))],
        "failed": [str(len(tally.unexpected))],
        "own found": [f"{tally.found.total()} of {tally.own.total()}"],
        "by status": [by_status],
        **{path: [str(count)] for path, count in sorted(tally.by_path.items())},
    }
    return f"{opening}\n{table('', ['requests'], rows)}"


def main(argv: Sequence[str] | None = None) -> int:
    """Reads the command line and runs it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--requests", type=int, default=REQUESTS)
    parser.add_argument("--merchants", type=int, default=MERCHANTS)
    parser.add_argument("--callers", type=int, default=CALLERS)
    parser.add_argument("--visitors", type=int, default=VISITORS)
    parser.add_argument("--between", type=float, default=10.0, help="seconds from a swap to the next")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--fault", choices=sorted(FAULTS), help="a wall to take down: this has to be noticed")
    options = parser.parse_args(argv)
    return exit_code(lambda: run(options))


if __name__ == "__main__":
    sys.exit(main())
