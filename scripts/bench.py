"""Measures this service beside what one would write otherwise, each server in turn on this machine: `make bench`."""

import argparse
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from app import terminal
from app.errors import FaqError
from app.labelled import read_labelled
from app.settings import Settings
from scripts.benchmark import ingestion
from scripts.benchmark.candidates import NAMES, SERVICE, contestants, ensure_index, index_copy
from scripts.benchmark.contest import SHORT, Contestant, Pace, Result, compete
from scripts.benchmark.marked import write_between
from scripts.benchmark.report import told
from scripts.benchmark.servers import ROOT, sigterm_as_interrupt
from scripts.scaled import run as scaled

QUERIES = ROOT / "tests" / "quality" / "queries.jsonl"
_MARK = "bench"


def run(options: argparse.Namespace) -> str:
    """Measures the wanted servers; what was measured is printed, also when it is interrupted."""
    settings, labelled = Settings.from_environment(), read_labelled(options.queries)
    pace = SHORT if options.short else Pace(options.seconds)
    ensure_index(settings)
    results: list[Result] = []
    with index_copy(settings) as index:
        try:
            wanted = _wanted(contestants(settings, index), options)
            results.extend(compete(each, labelled, pace, report=terminal.print_step) for each in wanted)
        finally:
            print(text := told(results, settings, labelled))
    return text


def _part(options: argparse.Namespace) -> tuple[str, Callable[[argparse.Namespace], str]]:
    """What is measured, and the mark that its tables are written to."""
    if options.scale:
        return f"{_MARK} scale", scaled.run
    if options.browser:
        from scripts.benchmark import keystrokes  # noqa: PLC0415 - needs Playwright, which only this does

        return f"{_MARK} browser", keystrokes.run
    return (f"{_MARK} ingest", ingestion.run) if options.ingest else (_MARK, run)


def _wanted(offered: Sequence[Contestant], options: argparse.Namespace) -> list[Contestant]:
    if options.suggest:
        return [replace(each, searches=False) for each in offered if each.name == SERVICE]
    return [each for each in offered if each.name in options.only]


def _arguments(given: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--queries", type=Path, default=QUERIES, help="labelled queries (default: the project's own)")
    parser.add_argument("--seconds", type=float, default=Pace().seconds, help="of each load (default: %(default)g)")
    parser.add_argument("--short", action="store_true", help="a smoke run: a moment of each load")
    parser.add_argument("--only", nargs="+", choices=NAMES, default=NAMES, help="only these servers (default: all)")
    parser.add_argument("--suggest", action="store_true", help="only the suggestions of this service")
    parser.add_argument("--ingest", action="store_true", help="only ingestion, beside SentenceTransformer.encode")
    parser.add_argument("--browser", action="store_true", help="only the search box, in Chromium")
    parser.add_argument("--texts", type=Path, help="with --ingest or --scale: a folder with further texts")
    parser.add_argument("--passages", type=int, default=ingestion.PASSAGES, help="with --ingest (default: %(default)s)")
    parser.add_argument(
        "--write", type=Path, metavar="FILE", help=f"puts the tables between its <!-- {_MARK} --> marks"
    )
    scaled.add_options(parser)
    return parser.parse_args(given)


def main(arguments: Sequence[str]) -> int:
    """1 where it could not be done, and the message says why; 130 where it was interrupted."""
    options = _arguments(arguments)
    try:
        with sigterm_as_interrupt():
            mark, measure = _part(options)
            text = measure(options)
        if options.write:
            write_between(options.write, mark, text)
    except (FaqError, OSError) as exc:
        terminal.print_error(str(exc))
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
