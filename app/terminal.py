"""What the command line shows to people: as wide as the terminal, never more than it obeys; progress and errors."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from io import TextIOWrapper

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.text import Text

from app.text import printable

_PIPED_WIDTH = 160

_WIDEST = 100
"""Columns of text on a terminal: longer lines are hard to read, however wide it is."""


def open_console(*, stderr: bool = False) -> Console:
    """As wide as the terminal; wide enough for whole table rows where the output goes to a file or a pipe."""
    console = Console(stderr=stderr, highlight=False)
    if isinstance(console.file, TextIOWrapper):
        console.file.reconfigure(errors="replace")  # merchants write in scripts that the locale may not know
    if not console.is_terminal:
        console.width = _PIPED_WIDTH
    return console


def fitted(console: Console, text: Text, *, beside: int) -> list[Text]:
    """The lines of `text` that fit beside so many columns; for a file or a pipe as they are.

    Without the blank ones that wrapping leaves behind a line that is exactly full.
    """
    if not console.is_terminal:
        return list(text.split(allow_blank=True))
    width = max(1, min(console.width - beside, _WIDEST))
    return [line for line in text.wrap(console, width) if not line.plain.isspace()]


def print_beside(console: Console, margin: Text, lines: Sequence[Text]) -> None:
    """Lines below each other, the first one behind `margin`, the others as far to the right."""
    blank = Text(" " * margin.cell_len)
    for number, line in enumerate(lines):
        console.print(Text.assemble(blank if number else margin, line) if line else "", soft_wrap=True)


def print_error(message: str) -> None:
    """One line on standard error."""
    open_console(stderr=True).print(Text.assemble(("Error: ", "bold red"), printable(message)))


def print_step(step: str) -> None:
    """One line on standard error, so that standard output holds the result only."""
    open_console(stderr=True).print(Text(printable(step), "dim"))


@contextmanager
def embedding_progress() -> Iterator[Callable[[int, int], None]]:
    """A progress bar on standard error, for `encode_passages`."""
    columns = (TextColumn("Embedding"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=open_console(stderr=True), transient=True) as bar:
        task = bar.add_task("Embedding", total=None, visible=False)
        yield lambda done, total: bar.update(task, completed=done, total=total, visible=True)
