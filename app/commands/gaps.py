"""`faq gaps`."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.commands.options import Json, print_json
from app.errors import InvalidValue
from app.settings import Settings

if TYPE_CHECKING:
    from app.gap_finder import GapReport, GapsWanted

_MOST = 200


class _Kind(StrEnum):
    phrasing = "phrasing"
    answer = "answer"


def gaps(
    *,
    merchant: Annotated[
        str | None, typer.Option("--merchant", "-m", help="Only what this merchant alone was asked.")
    ] = None,
    language: Annotated[str | None, typer.Option("--language", "-l", help="Only queries in this language.")] = None,
    days: Annotated[int, typer.Option("--days", "-d", min=1, max=3650, help="Days to look back.")] = 30,
    limit: Annotated[int, typer.Option("--limit", "-n", min=1, max=_MOST, help="Gaps to show.")] = 20,
    as_json: Json = False,
    csv: Annotated[Path | None, typer.Option("--csv", help="Write a table for spreadsheets to this file.")] = None,
    override: Annotated[
        tuple[_Kind, int] | None,
        typer.Option(help="Print an entry for corpus/overrides.toml that closes gap N: `phrasing N` or `answer N`."),
    ] = None,
) -> None:
    """Show what visitors asked and nothing answers well: clusters of logged queries, asked most first."""
    from app import gap_replies, printed_gaps, terminal
    from app.gap_finder import GapsWanted

    settings = Settings.from_environment()
    if not settings.query_log:
        terminal.print_step("No queries are being logged, as far as is set here: FAQ_QUERY_LOG=yes has them logged.")
    most = max(limit, override[1]) if override else limit
    report = _found(settings, GapsWanted(merchant=merchant, language=language, days=days, limit=most))
    if override:
        typer.echo(_override(report, *override).encode(), nl=False)
    elif csv:
        csv.write_text(gap_replies.gaps_table(report), encoding="utf-8", newline="")
        terminal.print_step(f"{csv}: {len(report.gaps)} of {report.total} gaps")
    elif as_json:
        print_json({**gap_replies.gaps_body(report), "query_log": settings.query_log})
    else:
        printed_gaps.print_report(report)


def _found(settings: Settings, wanted: "GapsWanted") -> "GapReport":
    from app import data_files, terminal, wiring

    searcher = wiring.searcher(settings)
    with terminal.embedding_progress() as progress:
        return data_files.gap_finder(settings).report(searcher, wanted, progress=progress)


def _override(report: "GapReport", kind: _Kind, number: int) -> str:
    """Raises InvalidValue for a gap that there is not, or that no passage is near to."""
    from app import gap_overrides

    if not 1 <= number <= len(report.gaps):
        raise InvalidValue(f"There is no gap {number}: {report.total} were found.")
    entry = {_Kind.phrasing: gap_overrides.phrasing, _Kind.answer: gap_overrides.answer}[kind]
    if (told := entry(report.gaps[number - 1])) is None:
        raise InvalidValue(f"No passage is near enough to gap {number} for a {kind.value}.")
    return told
