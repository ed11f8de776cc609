"""The `faq` command: ingest a corpus, search it, serve it, evaluate it.

Exit codes: 0 done; 1 it could not be done, and the message says why; 2 the command line is wrong;
3 (search) no passage answers; 4 (evaluate) a figure fell below the baseline by more than the tolerance.
"""

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated

import typer

from app import __version__, printed_hits, printed_ingestion, reports, terminal, wiring
from app.domain import SearchRequest
from app.errors import FaqError
from app.settings import Settings

if TYPE_CHECKING:
    from app.beir import Converted
    from app.comparison import Comparison
    from app.evaluation import Outcome
    from app.search import Searcher

app = typer.Typer(
    name="faq",
    help="Semantic FAQ search: ranked source passages of merchants' texts, in whatever language you ask.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

NO_ANSWER = 3
"""Exit code of `faq search` when no passage answers the query."""

WORSE = 4
"""Exit code of `faq evaluate --baseline` when a main figure fell by more than `app.comparison.TOLERANCE`."""

Json = Annotated[bool, typer.Option("--json", help="Print JSON for machines instead of text for people.")]


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(__version__)
        raise typer.Exit


@app.callback()
def _main(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    pass


@app.command()
def ingest(
    corpus: Annotated[Path | None, typer.Option(help="Corpus folder (default: FAQ_CORPUS_DIR, else `corpus`).")] = None,
    report: Annotated[
        bool, typer.Option("--report", help="Say what became of every line, and list what was dropped.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Read the corpus, embed its passages and publish them. With nothing changed, embeds nothing."""
    settings = Settings.from_environment()
    with terminal.embedding_progress() as progress:
        done = wiring.ingestion(settings, terminal.print_step).run(corpus or settings.corpus_dir, progress)
    if as_json:
        typer.echo(json.dumps(reports.ingested_as_json(done), ensure_ascii=False, indent=2))
    else:
        printed_ingestion.print_ingested(done, report=report)


@app.command()
def search(
    query: Annotated[str, typer.Argument(help="A question or a few words, in any language.")],
    *,
    merchant: Annotated[
        list[str] | None, typer.Option("--merchant", "-m", help="Only this merchant (repeatable).")
    ] = None,
    language: Annotated[
        list[str] | None, typer.Option("--language", "-l", help="Only passages in this language.")
    ] = None,
    section: Annotated[list[str] | None, typer.Option("--section", help="Only this section.")] = None,
    limit: Annotated[int, typer.Option("--limit", "-n", help="Hits to show, 1 to 50.")] = 5,
    offset: Annotated[int, typer.Option("--offset", help="Hits to skip, 0 to 1000.")] = 0,
    as_json: Json = False,
) -> None:
    """Search the served index. Exits with 3 when no passage answers."""
    request = SearchRequest(query, tuple(merchant or ()), tuple(language or ()), tuple(section or ()), limit, offset)
    result = wiring.searcher(Settings.from_environment()).search(request)
    if as_json:
        from app.api.replies import search_body  # noqa: PLC0415 - loads the web framework, which only this needs

        typer.echo(json.dumps(search_body(result), ensure_ascii=False, indent=2))
    else:
        printed_hits.print_result(result)
    if result.answerability.verdict == "none":
        raise typer.Exit(NO_ANSWER)


@app.command()
def serve(
    host: Annotated[str | None, typer.Option(help="Address to listen on (default: FAQ_HOST, else 127.0.0.1).")] = None,
    port: Annotated[
        int | None, typer.Option(min=0, max=65535, help="Port to listen on (default: FAQ_PORT, else 8000).")
    ] = None,
) -> None:
    """Serve the index over HTTP until interrupted."""
    from app.api.server import run  # noqa: PLC0415 - loads the web framework, which only this needs

    settings = Settings.from_environment()
    run(settings, host=host or settings.host, port=settings.port if port is None else port)


@app.command()
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
    from app import comparison, evaluation  # noqa: PLC0415 - only this needs them

    before = comparison.read_baseline(baseline) if baseline else None
    asked = _asked(queries, beir, index)
    if before:
        before.require(asked.queries)
    with _searcher_over(asked.files, index) as searcher:
        outcomes = evaluation.evaluate(asked.queries, searcher.search)
    changed = comparison.compare(before, outcomes) if before else None
    _print_evaluation(outcomes, changed, as_json=as_json)
    if changed and changed.worse:
        raise typer.Exit(WORSE)


def _asked(queries: Path | None, beir: Path | None, index: Path | None) -> "Converted":
    """The queries to judge, and the corpus that comes with them: none where the served index is judged."""
    from app.beir import Converted  # noqa: PLC0415 - only an evaluation needs it
    from app.beir_folder import read_beir  # noqa: PLC0415 - as above
    from app.labelled import read_labelled  # noqa: PLC0415 - as above

    if (queries is None) == (beir is None) or (queries and index):
        raise typer.BadParameter("name either a file of labelled queries, or --beir FOLDER and perhaps its --index")
    return read_beir(beir) if beir else Converted({}, tuple(read_labelled(queries or Path())))


@contextmanager
def _searcher_over(files: Mapping[str, str], index: Path | None) -> "Iterator[Searcher]":
    """A searcher over a corpus of these texts, ingested now; over the served index without any."""
    settings = Settings.from_environment()
    with TemporaryDirectory(prefix="faq-index-") as passing:
        if files:
            with terminal.embedding_progress() as progress:
                settings = wiring.ingest_beside(
                    files, settings, index or Path(passing), report=terminal.print_step, progress=progress
                )
        yield wiring.searcher(settings)


def _print_evaluation(outcomes: Sequence["Outcome"], changed: "Comparison | None", *, as_json: bool) -> None:
    from app import figures  # noqa: PLC0415 - only this needs it

    if as_json:
        compared = {"comparison": reports.comparison_as_json(changed)} if changed else {}
        typer.echo(json.dumps({**reports.outcomes_as_json(outcomes), **compared}, ensure_ascii=False, indent=2))
        return
    figures.print_outcomes(outcomes)
    if changed:
        figures.print_comparison(changed)


def main(argv: Sequence[str] | None = None) -> int:
    """Runs the command line and gives back its exit code; errors that a person can mend are printed without a trace."""
    code: str | int | None = 1
    try:
        app(args=list(sys.argv[1:] if argv is None else argv), prog_name="faq")
    except (FaqError, OSError) as exc:  # an OSError names the file that the disk refused
        terminal.print_error(str(exc))
    except SystemExit as ended:  # how the library ends every command, with its exit code
        code = ended.code
    return int(code or 0)


if __name__ == "__main__":
    sys.exit(main())
