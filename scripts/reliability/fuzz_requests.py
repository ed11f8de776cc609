"""Asks the service 100,000 strange things, and fails where one is not answered as documented: `make fuzz`."""

import argparse
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from app.errors import FaqError
from app.settings import Settings
from app.terminal import print_error, print_step
from app.wiring import ingestion
from scripts.benchmark.calls import Asked, search
from scripts.benchmark.servers import ROOT, Plan, running, sigterm_as_interrupt
from scripts.markdown import table
from scripts.reliability.corpora import write_corpus
from scripts.reliability.raw_calls import Reply, send
from scripts.reliability.reply_faults import LONGEST, fault_of, is_plain
from scripts.reliability.strange_requests import strange_request

_STEP, _SHOWN = 2000, 10
_FIRST = Asked("How long does delivery take?")


@dataclass(slots=True)
class Found:
    """What came of the requests so far; faults and slow ones are by number."""

    kinds: Counter[str] = field(default_factory=Counter)
    statuses: Counter[str] = field(default_factory=Counter)
    slowest: dict[str, tuple[float, int]] = field(default_factory=dict)
    faults: dict[int, str] = field(default_factory=dict)

    def add(self, number: int, kind: str, reply: Reply, *, fault: str) -> None:
        """One more."""
        self.kinds[kind] += 1
        self.statuses["plain 400" if is_plain(reply) else reply.ended or str(reply.status)] += 1
        self.slowest[kind] = max(self.slowest.get(kind, (0.0, 0)), (reply.seconds, number))
        if fault:
            self.faults[number] = fault

    def told(self) -> str:
        """As tables."""
        rows = {
            kind: (str(count), f"{self.slowest[kind][0] * 1000:.0f}", str(self.slowest[kind][1]))
            for kind, count in self.kinds.most_common()
        }
        statuses = {status: [str(count)] for status, count in sorted(self.statuses.items())}
        kinds = table("Request", ("asked", "slowest, ms", "its number"), rows)
        return f"{kinds}\n{table('Reply', ('times',), statuses)}"


def main(argv: Sequence[str] | None = None) -> int:
    """The command line; 1 where a reply was not as documented, 2 where the service does not start."""
    options = _options(argv)
    found, started = Found(), time.monotonic()
    try:
        with sigterm_as_interrupt(), _served() as (port, paths):
            _ask(port, paths, options, found=found)
    except KeyboardInterrupt:
        print_step("Interrupted; so far:")
    except FaqError as exc:
        print_error(str(exc))
        return 2
    print(f"{found.kinds.total()} requests with seed {options.seed} in {time.monotonic() - started:.0f} s.\n")
    print(found.told(), end="")
    for number, fault in sorted(found.faults.items())[:_SHOWN]:
        again = f"{sys.argv[0]} --seed {options.seed} --first {number} --requests 1"
        print_error(f"{fault}: {strange_request(options.seed, number).sent[:300]!r}; again: {again}")
    print(f"\n{len(found.faults)} faults")
    return 1 if found.faults else 0


def _options(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--requests", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1, help="which requests: the same seed, the same requests")
    parser.add_argument("--first", type=int, default=0, help="number of the first one")
    parser.add_argument("--clients", type=int, default=2, help="how many ask at the same time")
    return parser.parse_args(argv)


@contextmanager
def _served() -> Iterator[tuple[int, list[bytes]]]:
    """The service over a small corpus, with the encoder that needs no model: its port, and paths that are its own."""
    with tempfile.TemporaryDirectory(prefix="faq-fuzz-") as folder:
        settings = Settings.from_environment(
            environment := {
                "FAQ_INDEX_DIR": f"{folder}/index",
                "FAQ_DATA_DIR": f"{folder}/data",
                "FAQ_MODEL": "hashing",
                "FAQ_SECOND_ENCODER": "none",
            }
        )
        ingestion(settings).run(write_corpus(Path(folder, "corpus"), 0))
        plan = Plan("service", [sys.executable, "-m", "app.cli", "serve"], environment)
        with running(plan, search(_FIRST)) as server:
            yield server.port, [folder.encode(), str(ROOT).encode(), sys.prefix.encode()]


def _ask(port: int, paths: Sequence[bytes], options: argparse.Namespace, *, found: Found) -> None:
    def ask(number: int) -> tuple[int, str, Reply, str]:
        asked = strange_request(options.seed, number)
        reply = send(port, asked)
        return number, asked.kind, reply, fault_of(asked, reply, paths)

    numbers = range(options.first, options.first + options.requests)
    with ThreadPoolExecutor(options.clients) as clients:
        for start in range(0, len(numbers), _STEP):
            for number, kind, reply, fault in clients.map(ask, numbers[start : start + _STEP]):
                found.add(number, kind, reply, fault=fault)
            print_step(f"{found.kinds.total()} of {len(numbers)} requests, {len(found.faults)} faults")
    slow = [(kind, number) for kind, (seconds, number) in found.slowest.items() if seconds > LONGEST]
    for kind, number in slow:  # asked again alone: another program may have had the machine
        _, _, reply, _ = ask(number)
        found.slowest[kind] = reply.seconds, number
        if reply.seconds > LONGEST:
            found.faults.setdefault(number, f"took {reply.seconds:.1f} s")


if __name__ == "__main__":
    sys.exit(main())
