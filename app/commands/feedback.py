"""`faq feedback`."""

import dataclasses
import json
from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated

import typer

from app.settings import Settings

if TYPE_CHECKING:
    from app.feedback import Feedback


def feedback(
    *,
    merchant: Annotated[str | None, typer.Option("--merchant", "-m", help="Only this merchant.")] = None,
    limit: Annotated[int, typer.Option("--limit", "-n", min=1, help="Passages to show.")] = 20,
    as_json: Annotated[bool, typer.Option("--json", help="Print every entry, newest first, one JSON a line.")] = False,
) -> None:
    """Show what people said of search results: the passages that helped least first."""
    from app import feedback_review, printed_feedback
    from app.feedback import FeedbackFile

    settings = Settings.from_environment()
    store = FeedbackFile(settings.data_dir)
    if merchant is not None:
        feedback_review.require_merchant(store, settings.index_dir, merchant)
    if as_json:
        _print_lines(store.entries(merchant=merchant))
    else:
        reviewed = feedback_review.review(store, settings.index_dir, merchant=merchant)
        printed_feedback.print_reviewed(reviewed, most=limit)


def _print_lines(entries: "Iterable[Feedback]") -> None:
    for entry in entries:
        told = {**dataclasses.asdict(entry), "time": entry.time.isoformat()}
        typer.echo(json.dumps(told, ensure_ascii=False).encode())
