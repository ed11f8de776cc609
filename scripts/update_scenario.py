"""Edits an answer, removes a page and adds a merchant while visitors search: `make update-scenario`.

Tells what each change costs to ingest, and when visitors see it. No reply may fail, be of two generations, or show what
was before once another has shown what is new.
"""

import argparse
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path
from tempfile import TemporaryDirectory

from app import terminal
from app.content import read_content
from app.generations import folder_of
from app.labelled import read_labelled
from app.settings import Settings
from scripts.benchmark import queries
from scripts.benchmark.calls import Asked, Call, search
from scripts.benchmark.candidates import service_plan
from scripts.benchmark.machine import describe
from scripts.benchmark.servers import ROOT, exit_code, running
from scripts.markdown import table
from scripts.reliability.editions import Edition
from scripts.reliability.visitors import Answered, visiting
from scripts.updating.beside import environment_of, linked_index
from scripts.updating.changes import Change, Copy
from scripts.updating.noticed import Noticed
from scripts.updating.timed_ingestion import Measured, measured

QUERIES = ROOT / "tests" / "quality" / "queries.jsonl"
VISITORS = 1
_LONGEST, _AFTER, _PAUSE = 30.0, 1.0, 0.05
"""Seconds until a published change must be seen; that visitors are watched from then on; between two looks."""

_PATIENT = "60000"
"""Milliseconds that a search may wait its turn: the ingestion has the machine meanwhile."""


@dataclass(frozen=True, slots=True)
class Step:
    """A change, its ingestion, and what visitors noticed; seconds until it was seen, from its start and publication."""

    ingested: Measured
    noticed: Noticed
    since_start: float
    since_published: float


def steps(settings: Settings, visitors: int) -> Iterator[Step]:
    """One change after the other, each ingested while visitors ask."""
    with TemporaryDirectory(prefix="faq-update-") as folder:
        beside = linked_index(settings, Path(folder))
        copy = Copy(settings.corpus_dir, beside)
        terminal.print_step("Ingesting a copy of the corpus")
        generation = measured(environment_of(beside)).generation
        known = {generation: edition(beside.index_dir, generation)}
        changes = copy.changes()
        plan = service_plan(beside.index_dir, FAQ_DATA_DIR=str(beside.data_dir), FAQ_QUEUE_MS=_PATIENT)
        with (
            running(plan, search(Asked("refund"))) as server,
            visiting(server.address, calls(changes), visitors=visitors) as replies,
        ):
            for change in changes:
                terminal.print_step(f"Visitors search, and somebody will {change.name}")
                yield _step(change, beside, known=known, replies=replies)


def calls(changes: Sequence[Change]) -> Iterator[Call]:
    """What the changes are seen by, and as many other queries, no two alike."""
    watched = cycle(changes)
    for asked in queries.distinct(read_labelled(QUERIES)):
        yield search(Asked(next(watched).query))
        yield search(asked)


def edition(index: Path, generation: str) -> Edition:
    """What a generation holds."""
    passages = read_content(folder_of(index, generation)).passages
    return Edition(generation, {passage.id: (passage.merchant_id, passage.text) for passage in passages}, {})


def _step(
    change: Change, settings: Settings, *, known: dict[str, Edition], replies: Callable[[], list[Answered]]
) -> Step:
    change.make()
    ingested = measured(environment_of(settings))
    known[ingested.generation] = edition(settings.index_dir, ingested.generation)
    noticed = _awaited(lambda all_: Noticed(change, ingested.generation, all_, dict(known)), replies)
    first = noticed.first()
    seen = first.ended + time.time() - time.perf_counter() if first else float("inf")
    return Step(ingested, noticed, seen - ingested.began, seen - (ingested.published or ingested.began))


def _awaited(look: Callable[[list[Answered]], Noticed], replies: Callable[[], list[Answered]]) -> Noticed:
    """What visitors noticed until they saw the change, and a little longer."""
    gathered, until = replies(), time.monotonic() + _LONGEST
    while look(gathered).first() is None and time.monotonic() < until:
        time.sleep(_PAUSE)
        gathered += replies()
    time.sleep(_AFTER)
    return look([*gathered, *replies()])


def told(done: Sequence[Step]) -> str:
    """The steps in a table."""
    columns = [
        "documents",
        "passages added, removed, kept",
        "embedded",
        "ingestion, s",
        "of it embedding, s",
        "seen after its start, s",
        "seen after publishing, s",
        "replies",
    ]
    return f"On {describe()}.\n\n{table('change', columns, {each.noticed.change.name: _row(each) for each in done})}"


def _row(step: Step) -> list[str]:
    ingested = step.ingested
    documents = ", ".join(f"{count} {kind}" for kind, count in ingested.documents.items() if count)
    return [
        documents,
        f"{ingested.added}, {ingested.removed}, {ingested.kept}",
        str(ingested.embedded),
        f"{ingested.seconds:.1f}",
        f"{ingested.embedding:.1f}",
        f"{step.since_start:.1f}",
        f"{step.since_published:.2f}",
        str(len(step.noticed.replies)),
    ]


def run(options: argparse.Namespace) -> int:
    """Prints what came of it; 1 where visitors noticed more than the change."""
    done = list(steps(Settings.from_environment(), options.visitors))
    print(told(done))
    failures = [f"{step.noticed.change.name}: {failure}" for step in done for failure in step.noticed.failures()]
    for failure in failures:
        terminal.print_error(failure)
    return 1 if failures else 0


def main(argv: Sequence[str] | None = None) -> int:
    """Reads the command line and runs it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--visitors", type=int, default=VISITORS)
    options = parser.parse_args(argv)
    return exit_code(lambda: run(options))


if __name__ == "__main__":
    sys.exit(main())
