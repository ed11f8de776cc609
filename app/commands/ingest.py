"""`faq ingest`."""

from pathlib import Path
from typing import Annotated

import typer

from app.commands.options import Json, print_json
from app.settings import Settings


def ingest(
    corpus: Annotated[Path | None, typer.Option(help="Corpus folder (default: FAQ_CORPUS_DIR, else `corpus`).")] = None,
    report: Annotated[
        bool, typer.Option("--report", help="Say what became of every line, and list what was dropped.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Read the corpus, embed its passages and publish them. With nothing changed, embeds nothing."""
    from app import printed_ingestion, reports, terminal, wiring

    settings = Settings.from_environment()
    with terminal.embedding_progress() as progress:
        done = wiring.ingestion(settings, terminal.print_step).run(corpus or settings.corpus_dir, progress)
    if as_json:
        print_json(reports.ingested_as_json(done))
    else:
        printed_ingestion.print_ingested(done, report=report)
