"""`faq queries`."""

from pathlib import Path
from typing import Annotated

import typer

from app.settings import Settings

queries = typer.Typer(name="queries", help="Give away what visitors asked, as it was logged.", no_args_is_help=True)


@queries.callback()
def _group() -> None:
    """Without it, a group of one command would take that command's name away."""


@queries.command()
def export(
    folder: Annotated[Path, typer.Argument(help="Where to write ubi_queries.jsonl and ubi_events.jsonl.")],
) -> None:
    """Export logged queries and events in the schema of OpenSearch's User Behavior Insights."""
    from app import data_files, terminal, ubi

    log = data_files.query_log(Settings.from_environment())
    for path, lines in ubi.export(log, folder).items():
        terminal.print_step(f"{path}: {lines} lines")
