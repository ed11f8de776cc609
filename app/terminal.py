"""What the command line shows to people: tables, passages, progress and errors."""

import textwrap
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from rich.console import Console
from rich.padding import Padding
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from app.corpus.outline import Role
from app.corpus.passages import Chunked
from app.domain import Hit, SearchResult
from app.evaluation import Outcome, Summary, summarise
from app.ingest import Ingested
from app.reports import by_group
from app.text import printable

_PIPED_WIDTH = 160


def _console(*, stderr: bool = False) -> Console:
    """As wide as the terminal; wide enough for whole table rows where the output goes to a file or a pipe."""
    console = Console(stderr=stderr, highlight=False)
    if not console.is_terminal:
        console.width = _PIPED_WIDTH
    return console


def print_error(message: str) -> None:
    """One line on standard error."""
    _console(stderr=True).print(Text.assemble(("Error: ", "bold red"), printable(message)))


def print_step(step: str) -> None:
    """One line on standard error, so that standard output holds the result only."""
    _console(stderr=True).print(Text(printable(step), "dim"))


@contextmanager
def embedding_progress() -> Iterator[Callable[[int, int], None]]:
    """A progress bar on standard error, for `encode_passages`."""
    columns = (TextColumn("Embedding"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=_console(stderr=True), transient=True) as bar:
        task = bar.add_task("Embedding", total=None, visible=False)
        yield lambda done, total: bar.update(task, completed=done, total=total, visible=True)


def print_ingested(done: Ingested, *, report: bool) -> None:
    """What was published; with `report`, also what became of every line."""
    console = _console()
    for path in done.corpus.unlisted:
        console.print(Text(f"Warning: {printable(path)} is not listed in merchants.toml and was not read.", "yellow"))
    for passage_id in done.truncated:
        console.print(Text(f"Warning: {passage_id} is longer than the model reads; its end is not searched.", "yellow"))
    if report:
        _print_report(console, done.corpus.chunked)
    counts, name = done.manifest.counts, done.manifest.generation
    told = f"{counts['passages']} passages of {counts['documents']} documents and {counts['merchants']} merchants"
    if done.embedded:
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


_VERDICTS = {
    "answer": ("Answered", "bold green"),
    "weak": ("Perhaps answered", "bold yellow"),
    "none": ("No clear answer here; the closest passages", "bold red"),
}


def print_result(result: SearchResult) -> None:
    """The hits with merchant, source and lines; the passage's text whole."""
    console = _console()
    said, style = _VERDICTS[result.answerability.verdict]
    told = f" (confidence {result.answerability.confidence:.2f}, {result.processing_ms:.0f} ms)"
    console.print(Text.assemble((said, style), told))
    for rank, hit in enumerate(result.hits, 1):
        console.print()
        console.print(_heading(rank, hit), soft_wrap=True)
        text = Text(printable(hit.passage.text))
        if console.is_terminal:
            console.print(Padding(text, (0, 0, 0, 3)))
        else:
            console.print(textwrap.indent(text.plain, "   "), markup=False, soft_wrap=True)


def _heading(rank: int, hit: Hit) -> Text:
    passage, lines = hit.passage, "{}-{}".format(*hit.passage.lines)
    part = f", part {passage.part[0]} of {passage.part[1]}" if passage.part else ""
    return Text.assemble(
        f"{rank}. ",
        (printable(passage.question or passage.section or hit.document.title or "(no question)"), "bold"),
        (f"\n   {printable(hit.merchant.label)}", "cyan"),
        f"  {printable(passage.document)}:{lines}{part}  {passage.language or '?'}  {hit.score:.2f}",
    )


def print_outcomes(outcomes: Sequence[Outcome]) -> None:
    """The figures overall, by language and by merchant."""
    table = Table(box=None)
    for column in ("", "queries", "answerable", "success@1", "success@3", "MRR@10", "nDCG@10", "AUROC"):
        table.add_column(column, no_wrap=True, justify="right" if column else "left")
    table.add_row("all", *_cells(summarise(outcomes)))
    for title, groups in by_group(outcomes).items():
        table.add_section()
        for name, group in groups.items():
            table.add_row(f"{title} {printable(name)}", *_cells(summarise(group)))
    _console().print(table)


def _cells(summary: Summary) -> list[str]:
    figures = (summary.success_at_1, summary.success_at_3, summary.mrr, summary.ndcg)
    auroc = "" if summary.auroc is None else f"{summary.auroc:.3f}"
    shown = [f"{figure:.3f}" if summary.answerable else "" for figure in figures]
    return [str(summary.queries), str(summary.answerable), *shown, auroc]
