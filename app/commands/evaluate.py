"""`faq evaluate`."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated

import typer

from app.commands.options import Json, print_json
from app.settings import Settings

if TYPE_CHECKING:
    from app.beir import Converted
    from app.comparison import Comparison
    from app.evaluation import Outcome
    from app.search import Searcher

WORSE = 4
"""Exit code with `--baseline` when a main figure fell by more than `app.comparison.TOLERANCE`."""


def evaluate(
    queries: Annotated[
        Path | None, typer.Argument(help="Labelled queries, one JSON object a line (README, 'Evaluate').")
    ] = None,
    *,
    beir: Annotated[Path | None, typer.Option(help="Instead: a folder in the BEIR layout, ingested first.")] = None,
    index: Annotated[
        Path | None, typer.Option(help="With --beir: where its index is kept (default: a folder removed afterwards).")
    ] = None,
    baseline: Annotated[
        Path | None, typer.Option(help="What an earlier --json printed: say what changed, exit with 4 if worse.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Judge the search on labelled queries: figures by group, reliability of the scores, times of the stages."""
    from app import comparison, evaluation

    before = comparison.read_baseline(baseline) if baseline else None
    asked = _asked(queries, beir, index)
    if before:
        before.require(asked.queries)
    with _searcher_over(asked.files, index) as searcher:
        outcomes = evaluation.evaluate(asked.queries, searcher.search)
    changed = comparison.compare(before, outcomes) if before else None
    _print(outcomes, changed, as_json=as_json)
    if changed and changed.worse:
        raise typer.Exit(WORSE)


def _asked(queries: Path | None, beir: Path | None, index: Path | None) -> "Converted":
    """The queries to judge, and the corpus that comes with them: none where the served index is judged."""
    from app.beir import Converted
    from app.beir_folder import read_beir
    from app.labelled import read_labelled

    if (queries is None) == (beir is None) or (queries and index):
        raise typer.BadParameter("name either a file of labelled queries, or --beir FOLDER and perhaps its --index")
    return read_beir(beir) if beir else Converted({}, tuple(read_labelled(queries or Path())))


@contextmanager
def _searcher_over(files: Mapping[str, str], index: Path | None) -> "Iterator[Searcher]":
    """A searcher over a corpus of these texts, ingested now; over the served index without any."""
    from app import terminal, wiring

    settings = Settings.from_environment()
    with TemporaryDirectory(prefix="faq-index-") as passing:
        if files:
            with terminal.embedding_progress() as progress:
                settings = wiring.ingest_beside(
                    files, settings, index or Path(passing), report=terminal.print_step, progress=progress
                )
        yield wiring.searcher(settings)


def _print(outcomes: Sequence["Outcome"], changed: "Comparison | None", *, as_json: bool) -> None:
    from app import figures, reports

    if as_json:
        compared = {"comparison": reports.comparison_as_json(changed)} if changed else {}
        print_json({**reports.outcomes_as_json(outcomes), **compared})
        return
    figures.print_outcomes(outcomes)
    if changed:
        figures.print_comparison(changed)
