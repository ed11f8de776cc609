"""What several commands take, and how they print for machines."""

import json
from typing import Annotated

import typer

Json = Annotated[bool, typer.Option("--json", help="Print JSON for machines instead of text for people.")]

Merchants = Annotated[list[str] | None, typer.Option("--merchant", "-m", help="Only this merchant (repeatable).")]


def print_json(body: object) -> None:
    """Indented, every script as it is, in UTF-8 whatever the locale (RFC 8259)."""
    typer.echo(json.dumps(body, ensure_ascii=False, indent=2).encode())
