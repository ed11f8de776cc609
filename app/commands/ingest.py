"""`faq ingest`."""

from pathlib import Path
from typing import Annotated

import typer

from app.commands.options import Json, print_json
from app.settings import Settings


def ingest(
    *,
    corpus: Annotated[Path | None, typer.Option(help="Corpus folder (default: FAQ_CORPUS_DIR, else `corpus`).")] = None,
    report: Annotated[
        bool, typer.Option("--report", help="Say what became of every line, and list what was dropped.")
    ] = False,
    force: Annotated[
        bool, typer.Option("--force", help="Publish even what loses merchants, passages, or answers worse.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Read the corpus, embed what is new in it, prove that it can be searched, and publish it.

    Where a merchant, more than 30 % of the passages, or (FAQ_QUALITY_QUERIES) quality would be lost, nothing is
    published without --force. With nothing changed, embeds nothing.
    """
    from app import printed_ingestion, reports, terminal, wiring

    settings = Settings.from_environment()
    with terminal.embedding_progress() as progress:
        ingestion = wiring.ingestion(settings, terminal.print_step, force=force)
        done = ingestion.run(corpus or settings.corpus_dir, progress)
    if as_json:
        print_json(reports.ingested_as_json(done))
    else:
        printed_ingestion.print_ingested(done, report=report)
