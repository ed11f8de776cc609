"""`faq search`."""

from typing import Annotated

import typer

from app.commands.options import Json, Merchants, print_json
from app.domain import SearchRequest
from app.settings import Settings

NO_ANSWER = 3
"""Exit code when no passage answers the query."""


def search(
    query: Annotated[str, typer.Argument(help="A question or a few words, in any language.")],
    *,
    merchant: Merchants = None,
    language: Annotated[
        list[str] | None, typer.Option("--language", "-l", help="Only passages in this language (repeatable).")
    ] = None,
    section: Annotated[list[str] | None, typer.Option("--section", help="Only this section (repeatable).")] = None,
    limit: Annotated[int, typer.Option("--limit", "-n", help="Hits to show, 1 to 50.")] = 5,
    offset: Annotated[int, typer.Option("--offset", help="Hits to skip, 0 to 1000.")] = 0,
    as_json: Json = False,
) -> None:
    """Search the served index. Exits with 3 when no passage answers."""
    from app import printed_hits, replies, wiring

    request = SearchRequest(query, tuple(merchant or ()), tuple(language or ()), tuple(section or ()), limit, offset)
    result = wiring.searcher(Settings.from_environment()).search(request)
    if as_json:
        print_json(replies.search_body(result))
    else:
        printed_hits.print_result(result, request)
    if result.answerability.verdict == "none":
        raise typer.Exit(NO_ANSWER)
