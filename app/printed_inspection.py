"""What is doubtful in the passages, for people."""

from collections import Counter
from collections.abc import Mapping, Sequence

from rich.console import Console
from rich.text import Text

from app.domain import Passage
from app.findings import KINDS, Finding
from app.ingest import Ingested
from app.text import printable


def print_findings(console: Console, done: Ingested, *, whole: bool) -> None:
    """How many of each kind; the `whole` of it with every passage."""
    remedy = "; --report lists them" if done.findings and not whole else ""
    console.print(f"Findings: {_counted(done.findings)}{remedy}.", soft_wrap=True)
    if whole and done.findings:
        _print_each(console, done.findings, {passage.id: passage for passage in done.corpus.content.passages})


def print_served(console: Console, findings: Sequence[Finding], passages: Mapping[str, Passage]) -> None:
    """Those of the served generation, or some of them, with every passage."""
    console.print(f"Findings: {_counted(findings)}.", soft_wrap=True)
    _print_each(console, findings, passages)


def _counted(findings: Sequence[Finding]) -> str:
    counts = Counter(finding.kind for finding in findings)
    return ", ".join(f"{counts[kind]} {kind.replace('_', ' ')}{'' if counts[kind] == 1 else 's'}" for kind in KINDS)


def _print_each(console: Console, findings: Sequence[Finding], passages: Mapping[str, Passage]) -> None:
    for finding in findings:
        kind = finding.kind.replace("_", " ")
        console.print(Text(f"  {kind}, {finding.merchant_id}: {printable(finding.detail)}", "yellow"), soft_wrap=True)
        for passage_id in finding.passage_ids:
            console.print(Text(f"    {_where(passages[passage_id])}"), soft_wrap=True)


def _where(passage: Passage) -> str:
    """By its document, line and question, or the beginning of its text."""
    said = " ".join(printable(passage.question or passage.text).split())
    return f"{printable(passage.document)}:{passage.lines[0]} {passage.id}: {said[:100]}"
