"""What `faq overrides` shows: what is in force, what would be, and what came of it."""

import dataclasses
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.text import Text

from app.corpus.overrides import FILE_NAME
from app.curated_content import InForce
from app.curation import Curated
from app.terminal import open_console
from app.text import printable

_NAMED = 5
"""Passages of an override that are named."""


def print_in_force(overrides: Sequence[InForce]) -> None:
    """Each in three lines: what it is about, what it says, and who asked for it."""
    console = open_console()
    for override in overrides:
        _print(console, override)
    if not overrides:
        console.print("No override is in force. `faq overrides add` writes one.")


def print_checked(curated: Curated) -> None:
    """What the overrides of the corpus do to it, and which of them do nothing."""
    print_in_force(curated.in_force)
    _warn(curated)
    told = (
        f"{len(curated.in_force)} overrides: {len(curated.phrasings)} more rows, {len(curated.hidden)} passages hidden"
    )
    open_console().print(f"{told}. `faq ingest` publishes them.", soft_wrap=True)


def print_added(override: InForce, corpus: Path) -> None:
    """What the new entry is about, and what to run."""
    console = open_console()
    console.print(Text(printable(f"Added to {corpus / FILE_NAME}:")), soft_wrap=True)
    _print(console, override)
    console.print("Run `faq overrides check` to see what it changes, `faq ingest` to publish it.", soft_wrap=True)


def overrides_as_json(overrides: Sequence[InForce]) -> list[dict[str, object]]:
    """The same for machines."""
    return [dataclasses.asdict(override) for override in overrides]


def checked_as_json(curated: Curated) -> dict[str, object]:
    """What `print_checked` shows, for machines."""
    return {"overrides": overrides_as_json(curated.in_force), "warnings": list(curated.warnings)}


def _warn(curated: Curated) -> None:
    console = open_console()
    for warning in curated.warnings:
        console.print(Text(f"Warning: {printable(warning)}", "yellow"), soft_wrap=True)


def _print(console: Console, override: InForce) -> None:
    about = f"{override.kind} of {override.merchant_id or 'every merchant'}"
    language = f", {override.language}" if override.language else ""
    texts = " | ".join(override.texts)
    more = len(override.passages) - _NAMED
    passages = ", ".join(override.passages[:_NAMED]) + (f" and {more} more" if more > 0 else "")
    console.print(Text(printable(f"{about}{language}: {texts}"), "bold"), soft_wrap=True)
    console.print(Text(printable(f"  {override.rows} rows; {passages or 'no passage'}")), soft_wrap=True)
    console.print(Text(printable(f"  {override.reason} ({override.author})"), "dim"), soft_wrap=True)
