"""What `faq merchants` shows, to people and to machines."""

import dataclasses
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from app.corpus.inventory import Inventory, ListedDocument
from app.corpus.registry import FILE_NAME, DocumentEntry
from app.corpus.registry_edit import Added, Removed
from app.domain import Merchant
from app.terminal import open_console
from app.text import printable

_NAMED = 10
"""Files that are named where many stay behind."""


def print_inventory(found: Inventory, corpus: Path) -> None:
    """A line for each document below its merchant's, then the problems, then the files of nobody."""
    console = open_console()
    table = Table("merchant", "document", "format", box=None, pad_edge=False)
    table.add_column("bytes", justify="right")
    for merchant, documents in found.documents.items():
        for number, document in enumerate(documents):
            named = "" if number else f"{merchant.id} ({_named(merchant)})"
            table.add_row(*(Text(printable(cell)) for cell in (named, *_cells(document))))
    console.print(table)
    for document in (each for documents in found.documents.values() for each in documents):
        if document.problem:
            _tell(console, f"Problem: {document.problem}", "bold red")
    for path in found.unlisted:
        _tell(console, f"{corpus / path} is nobody's. `faq merchants add ID {corpus / path}` lists it.", "yellow")


def print_added(done: Added, corpus: Path) -> None:
    """What is listed now, and what to run."""
    console, count = open_console(), _documents(len(done.documents))
    who = f"{done.merchant.id} ({_named(done.merchant)})"
    added = f"Added {who} with {count}" if done.is_new else f"Added {count} to {who}"
    _tell(console, f"{added} in {corpus / FILE_NAME}.")
    for path in done.copied:
        _tell(console, f"Copied to {corpus / path}: from now on that copy is read.")
    _tell(console, "Run `faq ingest` to have it searched.")


def print_removed(done: Removed, corpus: Path) -> None:
    """What is no longer listed, and what to run and what comes of it."""
    console, count = open_console(), _documents(len(done.documents))
    what = f"{done.merchant.id} and its {count}" if done.is_whole else f"{count} of {done.merchant.id}"
    _tell(console, f"Removed {what} from {corpus / FILE_NAME}. Files stay until you delete them:")
    for path in done.documents[:_NAMED]:
        _tell(console, f"  {corpus / path}")
    if len(done.documents) > _NAMED:
        _tell(console, f"  and {len(done.documents) - _NAMED} more")
    if done.is_whole:
        _tell(console, "Run `faq ingest --force`: without --force it publishes nothing that loses a merchant.")
    else:
        _tell(
            console,
            "Run `faq ingest`; with --force where it refuses to lose more than 30 % of the merchant's passages.",
        )


def inventory_as_json(found: Inventory) -> dict[str, object]:
    """All of it."""
    return {
        "merchants": [
            {**_merchant_as_json(merchant), "documents": [_listed_as_json(document) for document in documents]}
            for merchant, documents in found.documents.items()
        ],
        "unlisted": list(found.unlisted),
    }


def added_as_json(done: Added) -> dict[str, object]:
    """What is listed now."""
    return {
        "merchant": _merchant_as_json(done.merchant),
        "new": done.is_new,
        "documents": [_entry_as_json(entry) for entry in done.documents],
        "copied": list(done.copied),
    }


def removed_as_json(done: Removed) -> dict[str, object]:
    """What is no longer listed."""
    return {
        "merchant": _merchant_as_json(done.merchant),
        "whole": done.is_whole,
        "documents": list(done.documents),
    }


def _tell(console: Console, line: str, style: str = "") -> None:
    console.print(Text(printable(line), style), soft_wrap=True)


def _named(merchant: Merchant) -> str:
    return merchant.label if merchant.attributed else f"no name; {merchant.label}"


def _documents(count: int) -> str:
    return f"{count} document{'' if count == 1 else 's'}"


def _cells(document: ListedDocument) -> tuple[str, ...]:
    size = "" if document.size is None else f"{document.size:,}"
    return document.entry.path, document.format, size


def _merchant_as_json(merchant: Merchant) -> dict[str, object]:
    return {**dataclasses.asdict(merchant), "attributed": merchant.attributed}


def _listed_as_json(document: ListedDocument) -> dict[str, object]:
    told = {"format": document.format, "bytes": document.size, "problem": document.problem}
    return {**_entry_as_json(document.entry), **told}


def _entry_as_json(entry: DocumentEntry) -> dict[str, object]:
    """`line` is null for a document that its own front matter attributes."""
    told = dataclasses.asdict(entry)
    del told["merchant_id"]
    return {**told, "line": entry.line or None}
