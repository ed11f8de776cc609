"""Asks the service 100,000 strange things, and fails where one is not answered as documented: `make fuzz`.

The service has keys; who asks has one of each role, or a token, or a wrong credential, or none.
"""

import argparse
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from app.content import read_content
from app.errors import FaqError
from app.generations import current_folder
from app.grants import Grant
from app.key_file import KeyFile
from app.scope import Scope
from app.settings import Settings
from app.terminal import print_error, print_step
from app.tokens import Claims, sign
from app.wiring import ingestion
from scripts.benchmark.calls import Call
from scripts.benchmark.servers import ROOT, Plan, running, sigterm_as_interrupt
from scripts.markdown import table
from scripts.reliability.corpora import write_corpus
from scripts.reliability.raw_calls import Reply, send
from scripts.reliability.reply_faults import LONGEST, fault_of, is_plain
from scripts.reliability.strange_requests import Strange, strange_request

_STEP, _SHOWN = 2000, 10
_READY = Call("/readyz")


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
        with sigterm_as_interrupt(), _served() as served:
            _ask(served, options, found=found)
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


@dataclass(frozen=True, slots=True)
class _Served:
    """A running service: its port, paths that are its own, the end of an id that it has, and credentials."""

    port: int
    paths: Sequence[bytes]
    id_end: str
    credentials: Sequence[str]

    def asked(self, seed: int, number: int) -> Strange:
        """The strange request of this number, as this service is asked it."""
        credential = self.credentials[number % len(self.credentials)]
        return strange_request(seed, number).to(self.id_end, credential)


@contextmanager
def _served() -> Iterator[_Served]:
    """The service over a small corpus, with the encoder that needs no model."""
    with tempfile.TemporaryDirectory(prefix="faq-fuzz-") as folder:
        settings = Settings.from_environment(
            environment := {
                "FAQ_INDEX_DIR": f"{folder}/index",
                "FAQ_DATA_DIR": f"{folder}/data",
                "FAQ_MODEL": "hashing",
                "FAQ_SECOND_ENCODER": "none",
                "FAQ_RATE": "0",
            }
        )
        ingestion(settings).run(write_corpus(Path(folder, "corpus"), 0))
        passages = read_content(current_folder(settings.index_dir)).passages
        id_ = next(passage.id for passage in passages if passage.merchant_id == "lamps")
        credentials = _credentials(settings.data_dir)
        plan = Plan("service", [sys.executable, "-m", "app.cli", "serve"], environment)
        with running(plan, _READY) as server:
            paths = [folder.encode(), str(ROOT).encode(), sys.prefix.encode()]
            yield _Served(server.port, paths, id_.partition(":")[2], credentials)


def _credentials(data: Path) -> list[str]:
    """One of each kind; most callers are those that pages and assistants are."""
    keys, now = KeyFile(data), datetime.now(UTC)
    search, agent, admin, metrics = (
        keys.add(Grant(role=role)).shown for role in ("search", "agent", "admin", "metrics")
    )
    claims = Claims(scope=Scope(frozenset({"lamps"})), origins=None, issued=now, expires=now + timedelta(days=1))
    token = sign(search, claims)
    right = search.text, agent.text, admin.text, search.text, token, metrics.text, agent.text
    return [*right, *right, token[:-2], search.text[:-1], ""]


def _ask(served: _Served, options: argparse.Namespace, *, found: Found) -> None:
    def ask(number: int) -> tuple[int, str, Reply, str]:
        asked = served.asked(options.seed, number)
        reply = send(served.port, asked)
        return number, asked.kind, reply, fault_of(asked, reply, served.paths)

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
