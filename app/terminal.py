"""What the command line shows to people: tables, passages, progress and errors."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.text import Text

from app.text import printable

_PIPED_WIDTH = 160


def open_console(*, stderr: bool = False) -> Console:
    """As wide as the terminal; wide enough for whole table rows where the output goes to a file or a pipe."""
    console = Console(stderr=stderr, highlight=False)
    if not console.is_terminal:
        console.width = _PIPED_WIDTH
    return console


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
