"""What `faq keys` shows to people."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from rich.table import Table
from rich.text import Text

from app.keys import Issued, Key
from app.terminal import open_console, print_step
from app.text import printable


def print_issued(issued: Issued, path: Path) -> None:
    """The key alone on standard output, so that it can be piped; what to know of it beside."""
    open_console().print(Text(issued.shown.text), soft_wrap=True)
    print_step(f"This is shown once. {path} keeps its role and limits, not the key itself.")
    print_step("From now on every request needs a key: `Authorization: Bearer faq_...`.")


def print_keys(keys: Sequence[Key], now: datetime) -> None:
    """A line for each, those first that were created first."""
    console = open_console()
    if not keys:
        console.print("There are no keys.")
        return
    table = Table("id", "role", "created", "expires", "only", "note", box=None, pad_edge=False)
    for key in keys:
        cells = (key.id, key.grant.role, f"{key.created:%Y-%m-%d}", _expiry(key, now), _limits(key), key.grant.note)
        table.add_row(*(Text(printable(cell)) for cell in cells))
    console.print(table)


def _expiry(key: Key, now: datetime) -> str:
    if key.grant.expires is None:
        return "never"
    return f"{key.grant.expires:%Y-%m-%d}{' (over)' if key.grant.is_over(now) else ''}"


def _limits(key: Key) -> str:
    scope, rate = key.grant.scope, key.grant.rate
    names = (scope.merchants, scope.languages, key.grant.origins)
    rates = [] if rate is None else [f"{rate:g} a second"]
    return ", ".join([*(" or ".join(sorted(each)) for each in names if each), *rates])
