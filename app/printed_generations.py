"""What `faq generations` shows to people."""

from collections.abc import Sequence

from rich.table import Table
from rich.text import Text

from app.terminal import open_console
from app.text import printable
from app.upkeep import Listed, RolledBack, State

_STYLES: dict[State, str] = {"served": "green", "fallback": "", "unusable": "yellow", "damaged": "bold red"}
_COLUMNS = ("generation", "state", "created", "documents", "passages", "model", "size")


def print_listed(found: Sequence[Listed]) -> None:
    """A row for each, then what is wrong with those that cannot be served."""
    console = open_console()
    table = Table(box=None)
    for column in _COLUMNS:
        numbers = column in ("documents", "passages", "size")
        table.add_column(column, no_wrap=column in ("generation", "state"), justify="right" if numbers else "left")
    for each in found:
        table.add_row(
            Text(each.name), Text(each.state, _STYLES[each.state]), *_told(each), f"{each.bytes / 1e6:.1f} MB"
        )
    console.print(
        table if found else "No generation has been published yet. Run `faq ingest` (or `make ingest`) first."
    )
    for each in found:
        if each.damage:
            console.print(
                Text(f"{each.name} is {each.state}: {printable(each.damage)}", _STYLES[each.state]), soft_wrap=True
            )


def _told(each: Listed) -> tuple[str, ...]:
    if (manifest := each.manifest) is None:
        return ("", "", "", "")
    counts = manifest.counts
    return (
        manifest.created[:19].replace("T", " "),
        str(counts["documents"]),
        str(counts["passages"]),
        printable(manifest.model),
    )


def print_rolled_back(done: RolledBack) -> None:
    """What is served now, and how to come back."""
    console, manifest = open_console(), done.manifest
    told = f"{manifest.counts['passages']} passages of {manifest.counts['documents']} documents"
    console.print(f"Generation {manifest.generation} of {manifest.created} is served now: {told}.", soft_wrap=True)
    if done.before not in ("", manifest.generation):
        console.print(f"To come back: `faq generations rollback {done.before}`.", soft_wrap=True)
    console.print(
        "The next `faq ingest` publishes again what the corpus then holds, where that differs.", soft_wrap=True
    )


def print_pruned(removed: Sequence[str]) -> None:
    """What was removed."""
    console = open_console()
    for name in removed:
        console.print(f"Removed {name}.", soft_wrap=True)
    if not removed:
        console.print("Nothing to remove.")
