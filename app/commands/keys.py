"""`faq keys`."""

import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from app.commands.options import Json, print_json
from app.roles import Role
from app.scope import Scope
from app.settings import Settings

if TYPE_CHECKING:
    from app.key_file import KeyFile

keys = typer.Typer(name="keys", help="Create, list and revoke keys; sign tokens with them.", no_args_is_help=True)

Merchants = Annotated[list[str] | None, typer.Option("--merchant", "-m", help="Only this merchant (repeatable).")]
Languages = Annotated[
    list[str] | None, typer.Option("--language", "-l", help="Only passages in this language (repeatable).")
]
Origins = Annotated[
    list[str] | None, typer.Option("--origin", help="Only pages of this website, as https://shop.example (repeatable).")
]


@keys.command()
def create(
    *,
    role: Annotated[Role, typer.Option(help="search, agent (all merchants), admin, or metrics (figures only).")],
    note: Annotated[str, typer.Option(help="Whose it is, or what for.")] = "",
    merchant: Merchants = None,
    language: Languages = None,
    origin: Origins = None,
    days: Annotated[int | None, typer.Option(help="Days until it expires (default: never).")] = None,
    rate: Annotated[float | None, typer.Option(help="Requests a second (default: not limited).")] = None,
) -> None:
    """Create a key and show it, this once; a running service takes it at once."""
    from app import printed_keys
    from app.grants import Grant, as_limit, as_origins, expiry

    grant = Grant(
        role=role,
        note=note,
        scope=Scope(as_limit(merchant or None), as_limit(language or None)),
        origins=as_origins(origin or None),
        rate=rate,
        expires=None if days is None else expiry(days, datetime.now(UTC)),
    )
    file = _file()
    printed_keys.print_issued(file.add(grant), file.path)


@keys.command("list")
def list_keys(as_json: Json = False) -> None:
    """Show every key: what it is for, not the key itself."""
    from app import key_records, printed_keys

    kept = list((_file().read() or {}).values())
    if as_json:
        print_json({"keys": [key_records.told(key) for key in kept]})
    else:
        printed_keys.print_keys(kept, datetime.now(UTC))


@keys.command()
def revoke(key_id: Annotated[str, typer.Argument(help="Its id, as `faq keys list` shows it.")]) -> None:
    """Revoke a key, and with it every token that it signed; a running service refuses it at once."""
    from app import terminal

    file = _file()
    file.revoke(key_id)
    terminal.print_step(f"Key {key_id} is revoked, and every token that it signed.")
    if not file.read():
        terminal.print_step(f"No key is left, so nobody is let in. Create one, or delete {file.path} to use none.")


@keys.command()
def token(
    *,
    merchant: Annotated[list[str], typer.Option("--merchant", "-m", help="Which merchant (repeatable).")],
    days: Annotated[int, typer.Option(help="Days until it ends, 366 at most.")],
    language: Languages = None,
    origin: Origins = None,
) -> None:
    """Sign a token for a public page with a key, which is asked for or read from standard input."""
    from app.grants import as_limit, as_origins, expiry
    from app.keys import ShownKey
    from app.tokens import Claims, sign

    now = datetime.now(UTC).replace(microsecond=0)
    claims = Claims(
        scope=Scope(as_limit(merchant), as_limit(language or None)),
        origins=as_origins(origin or None),
        issued=now,
        expires=expiry(days, now),
    )
    typer.echo(sign(ShownKey.read(_secretly_read()), claims))


def _file() -> "KeyFile":
    from app import wiring

    return wiring.key_file(Settings.from_environment())


def _secretly_read() -> str:
    """A line of standard input; where that is a terminal, one that it does not show."""
    if sys.stdin.isatty():
        return str(typer.prompt("Key", hide_input=True, err=True)).strip()
    return sys.stdin.readline().strip()
