"""What an ingestion did, for people: the generation, warnings, and what became of every line."""

from collections import Counter
from collections.abc import Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from app.corpus.outline import Role
from app.corpus.passages import Chunked
from app.ingest import Ingested
from app.terminal import open_console
from app.text import printable


def print_ingested(done: Ingested, *, report: bool) -> None:
    """What was published; with `report`, also what became of every line."""
    console = open_console()
    for path in done.corpus.unlisted:
        console.print(Text(f"Warning: {printable(path)} is not listed in merchants.toml and was not read.", "yellow"))
    for passage_id in done.truncated:
        console.print(Text(f"Warning: {passage_id} is longer than the model reads; its end is not searched.", "yellow"))
    if report:
        _print_report(console, done.corpus.chunked)
    counts, name = done.manifest.counts, done.manifest.generation
    told = f"{counts['passages']} passages of {counts['documents']} documents and {counts['merchants']} merchants"
    if done.published:
        console.print(f"Published generation {name}: {told}.", soft_wrap=True)
    else:
        told = f"Nothing has changed; generation {name} stays: {told}. Nothing was embedded."
        console.print(told, soft_wrap=True)


def _print_report(console: Console, chunked: Sequence[Chunked]) -> None:
    table = Table(box=None)
    for column in ("document", "passages", *(f"{role.value} lines" for role in Role), "lost"):
        table.add_column(column, no_wrap=column == "document")
    for document in chunked:
        counts = Counter(line.role for line in document.roles)
        cells = [len(document.passages), *(counts[role] for role in Role), len(document.lost)]
        table.add_row(printable(document.document.path), *map(str, cells))
    console.print(table)
    for document in chunked:
        for line in document.roles:
            if line.role in (Role.FURNITURE, Role.REPEAT):
                where = f"{printable(document.document.path)}:{line.number}"
                console.print(Text(f"  dropped, {line.role.value}: {where}: {_shortened(line.text)}"), soft_wrap=True)


def _shortened(text: str, width: int = 70) -> str:
    shown = printable(text)
    return shown if len(shown) <= width else shown[: width - 1] + "…"
