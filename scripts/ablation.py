"""Measures every part of the search on labelled sets and prints Markdown: `ablation.py PUBLIC_FOLDER --work DIR`."""

import argparse
import json
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from app import terminal, wiring
from app.errors import FaqError
from app.evaluation import evaluate, summarise, times
from app.labelled import read_labelled
from app.search import Searcher
from app.settings import Settings
from scripts import language_matrix
from scripts.measured import Measured
from scripts.public_sets import PublicCorpus, QuerySet, read_corpora, read_languages
from scripts.rivals import BM25, VECTORS, rivals
from scripts.variants import VARIANTS, variants

FACTS = Path(__file__).parent.parent / "tests" / "quality" / "fact_queries.jsonl"
EVERYTHING = (*VARIANTS, BM25, VECTORS)
_WARM_UP = 20


def measure(name: str, sets: Sequence[QuerySet], settings: Settings, *, into: Measured) -> None:
    """Adds a summary of each set for every wanted variant and rival over the index of these settings."""
    searcher = wiring.searcher(settings)
    into.abstention_only |= {each.name for each in sets if not each.ranks}
    made = {**_variants(searcher), **rivals(searcher.generation, settings.index_dir / "models")}
    for variant, make in made.items():
        if variant in into.wanted:
            terminal.print_step(f"{name}: {variant}")
            search = make().search
            for each in sets:
                into.figures.setdefault(each.name, {})[variant] = summarise(evaluate(each.queries, search))


def _variants(searcher: Searcher) -> Mapping[str, Callable[[], Searcher]]:
    return variants(searcher.generation, searcher._understanding)  # as it serves: only wiring makes these objects


def measure_public(corpora: Iterable[PublicCorpus], settings: Settings, *, work: Path, into: Measured) -> None:
    """Ingests each corpus into a folder of its own under `work`, unless it is there, and measures its sets."""
    for corpus in corpora:
        measure(corpus.name, corpus.sets, _ingested(corpus, settings, work), into=into)


def measure_own(files: Sequence[Path], settings: Settings, into: Measured) -> None:
    """Measures labelled files on the configured index, and the time of each stage, encoders included."""
    sets = [QuerySet(path.stem, tuple(read_labelled(path))) for path in files]
    if sets:
        measure("configured index", sets, settings, into=into)
        searcher = wiring.searcher(settings)
        for each in sets:
            evaluate(each.queries[:_WARM_UP], searcher.search)
            into.milliseconds[each.name] = times(evaluate(each.queries, searcher.search))


def measure_languages(public: Path, settings: Settings, *, work: Path, into: Measured) -> None:
    """The language matrix over the parallel FAQ, with the final search."""
    corpus = read_languages(public)
    searcher = wiring.searcher(_ingested(corpus, settings, work))
    final = _variants(searcher)["final"]()
    with terminal.embedding_progress() as progress:
        into.matrix = language_matrix.measure(corpus.sets[0].queries, final, progress)


def _ingested(corpus: PublicCorpus, settings: Settings, work: Path) -> Settings:
    terminal.print_step(f"{corpus.name}: ingesting, unless it was before")
    with terminal.embedding_progress() as progress:
        return wiring.ingest_beside(
            corpus.files, settings, work / corpus.name, report=terminal.print_step, progress=progress
        )


def _footprint() -> str:
    """In a process of its own, which holds nothing else."""
    command = [sys.executable, str(Path(__file__).with_name("footprint.py"))]
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout  # noqa: S603 - our own script


def _arguments(given: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("public", type=Path, help="folder with the public sets")
    parser.add_argument("--work", type=Path, required=True, help="folder for their indexes, reused by later runs")
    parser.add_argument("--queries", type=Path, nargs="+", default=[], help="labelled files for the configured index")
    parser.add_argument("--facts", type=Path, default=FACTS, help="hand-written queries on the public sets")
    parser.add_argument("--sets", nargs="*", help="only these public sets (default: all there are)")
    parser.add_argument(
        "--variants", nargs="+", choices=EVERYTHING, default=EVERYTHING, help="only these (default: all)"
    )
    parser.add_argument("--matrix", action="store_true", help="also the language matrix of the parallel FAQ")
    parser.add_argument("--json", type=Path, help="file to write all figures to")
    return parser.parse_args(given)


def run(options: argparse.Namespace) -> None:
    """Measures and prints everything that was asked for."""
    settings, measured = Settings.from_environment(), Measured(options.variants)
    if options.queries:
        print(_footprint().rstrip(), end="\n\n", flush=True)
    try:
        measure_own(options.queries, settings, measured)
        corpora = read_corpora(options.public, options.facts, options.sets)
        measure_public(corpora, settings, work=options.work, into=measured)
        if options.matrix:
            measure_languages(options.public, settings, work=options.work, into=measured)
    finally:  # a run may take an hour: what it has found when it is interrupted is told
        print("\n".join(measured.markdown()))
    if options.json:
        options.json.write_text(json.dumps(measured.json(), indent=2) + "\n", encoding="utf-8")


def main(arguments: Sequence[str]) -> int:
    """1 where it could not be done, and the message says why."""
    try:
        run(_arguments(arguments))
    except (FaqError, OSError, subprocess.CalledProcessError) as exc:
        terminal.print_error(str(exc))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
