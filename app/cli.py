"""The `faq` command: ingest a corpus, search it, serve it, evaluate it.

Exit codes: 0 done; 1 it could not be done, and the message says why; 2 the command line is wrong;
3 (search) no passage answers.
"""

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from app import __version__, reports, terminal, wiring
from app.domain import SearchRequest
from app.errors import FaqError
from app.settings import Settings

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
        terminal.print_ingested(done, report=report)


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
        terminal.print_result(result)
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
    run(
        lambda: wiring.searcher(settings),
        host=host or settings.host,
        port=settings.port if port is None else port,
        workers=settings.workers,
        queue=settings.queue,
    )


@app.command()
def evaluate(
    queries: Annotated[Path, typer.Argument(help="Labelled queries, one JSON object a line (README, 'Evaluate').")],
    as_json: Json = False,
) -> None:
    """Judge the served index on labelled queries: success@1, success@3, MRR, nDCG and AUROC, by group."""
    from app import evaluation  # noqa: PLC0415 - only this needs it

    labelled = evaluation.read_labelled(queries)
    outcomes = evaluation.evaluate(labelled, wiring.searcher(Settings.from_environment()).search)
    if as_json:
        typer.echo(json.dumps(reports.outcomes_as_json(outcomes), ensure_ascii=False, indent=2))
    else:
        terminal.print_outcomes(outcomes)


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
