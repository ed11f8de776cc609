"""What an ingestion did, for people: the generation, warnings, and what became of every line."""

import dataclasses
from collections import Counter
from collections.abc import Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from app.changes import Changes, DocumentChange, MerchantChanges
from app.corpus.chunked import Chunked
from app.corpus.outline import Role
from app.curation import Curated
from app.domain import Place
from app.ingest import Ingested
from app.printed_inspection import print_findings
from app.terminal import open_console
from app.text import printable

_NAMED = 10
"""Merchants that are named where nobody asked for a whole report."""


def print_ingested(done: Ingested, *, report: bool) -> None:
    """What was published; with `report`, also what became of every line."""
    console = open_console()
    for told in done.warnings:
        console.print(Text(f"Warning: {printable(told)}", "yellow"), soft_wrap=True)
    for path in done.corpus.unlisted:
        console.print(Text(f"Warning: {printable(path)} is not listed in merchants.toml and was not read.", "yellow"))
    for document in done.corpus.chunked:
        for note in document.notes:
            told = printable(f"{document.document.path}: {note}")
            console.print(Text(f"Warning: {told}", "yellow"), soft_wrap=True)
    for passage_id in done.truncated:
        console.print(Text(f"Warning: {passage_id} is longer than the model reads; its end is not searched.", "yellow"))
    if report:
        _print_report(console, done.corpus.chunked)
    counts, name = done.manifest.counts, done.manifest.generation
    told = f"{counts['passages']} passages of {counts['documents']} documents and {counts['merchants']} merchants"
    if done.changes:
        console.print(f"Published generation {name}: {told}.", soft_wrap=True)
        _print_changes(console, done.changes, whole=report)
    else:
        told = f"Nothing has changed; generation {name} stays: {told}. Nothing was embedded."
        console.print(told, soft_wrap=True)
    _print_curation(console, done.corpus.curated)
    print_findings(console, done, whole=report)


def _print_curation(console: Console, curated: Curated) -> None:
    """What curators changed, in one line; every passage that they hid, with the reason."""
    if curated.in_force:
        rows, hidden = len(curated.phrasings), len(curated.hidden)
        told = f"Overrides: {len(curated.in_force)} in force, {rows} more rows, {hidden} passages hidden."
        console.print(told, soft_wrap=True)
    for each in curated.in_force:
        if each.kind == "hidden":
            told = f"  hidden: {each.merchant_id}: {_shortened(each.texts[0])} ({each.reason}; {each.author})"
            console.print(Text(printable(told)), soft_wrap=True)


def _print_changes(console: Console, changes: Changes, *, whole: bool) -> None:
    """What changed, in a few lines; the `whole` of it document by document."""
    kinds = Counter(each.change for each in changes.documents)
    told = ", ".join(f"{kinds[kind]} {kind}" for kind in ("added", "changed", "removed") if kinds[kind])
    console.print(f"Documents: {told or 'none changed'}, {changes.unchanged} as before.", soft_wrap=True)
    told = f"{changes.added} added, {changes.removed} removed, {changes.kept} kept; {changes.embedded} embedded"
    console.print(f"Passages: {told}.", soft_wrap=True)
    _print_merchants(console, changes.merchants, most=None if whole else _NAMED)
    if whole:
        console.print(_changed(changes))


def _print_merchants(console: Console, changes: MerchantChanges, *, most: int | None) -> None:
    """A line for each kind of change; of many merchants the first ones, unless `most` is None."""
    titles = {"added": changes.added, "described anew": changes.changed, "removed": changes.removed}
    for title, names in titles.items():
        if names:
            more = f" and {len(names) - most} more" if most and len(names) > most else ""
            console.print(f"Merchants {title}: {printable(', '.join(names[:most]))}{more}.", soft_wrap=True)


def _changed(changes: Changes) -> Table:
    table = Table(box=None)
    columns = [column.name for column in dataclasses.fields(DocumentChange)]
    for column in columns:
        table.add_column(column, no_wrap=column == "document")
    for each in changes.documents:
        table.add_row(*(printable(str(getattr(each, column))) for column in columns))
    return table


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
        for left in document.dropped:
            where = f"{printable(document.document.path)}{_place(left.place)}"
            console.print(Text(f"  left out, {left.reason}: {where}: {_shortened(left.text)}"), soft_wrap=True)


def _place(place: Place) -> str:
    """Where in a file something stands that is no part of its document's text; nothing where nothing tells."""
    told = {"page": place.page, "row": place.row, "#": place.anchor}
    return "".join(f" {name} {value}" for name, value in told.items() if value)


def _shortened(text: str, width: int = 70) -> str:
    shown = printable(text)
    return shown if len(shown) <= width else shown[: width - 1] + "…"
