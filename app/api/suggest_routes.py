"""The endpoint that a search box calls on every keystroke."""

from collections.abc import Mapping

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.api.admission import service_of, view_of
from app.api.disconnect import while_connected
from app.api.headers import server_timing
from app.api.openapi import ADMITTED, answers
from app.api.parsing import query_fields, search_request
from app.api.problems import NotReady, Overloaded
from app.api.suggest_schemas import LIMIT, SHARED_FIELDS, SuggestReply, parameters_of_suggest
from app.domain import SearchRequest
from app.errors import InvalidQuery, InvalidValue, UnknownField, UnknownMerchant
from app.requests import require_fields
from app.stopwatch import Stopwatch
from app.suggest import DEFAULT_LIMIT, LARGEST_LIMIT, Suggestion
from app.view import View

router = APIRouter()
_ERRORS = (*ADMITTED, UnknownMerchant, InvalidQuery, InvalidValue, UnknownField, NotReady, Overloaded)


@router.get(
    "/v1/suggest",
    operation_id="suggest",
    summary="Complete a question",
    responses=answers(SuggestReply, "Questions.", *_ERRORS),
    openapi_extra=parameters_of_suggest(),
)
async def suggest(request: Request) -> Response:
    """Stored questions that complete or match what is typed so far, by letters alone, in any script.

    First those that begin with it, then those that have its words in any order, other forms of them included. Where
    there are none, slips of the keyboard count, then questions with about half of it. `merchant` may be repeated.
    """
    view = view_of(request, "suggest")
    asked = _asked(query_fields(request.scope["query_string"]))
    watch = Stopwatch()
    suggestions = await _suggested(request, view, asked)
    watch.lap("suggest")
    reply = SuggestReply.model_validate({"suggestions": suggestions}, from_attributes=True)
    headers = {"Server-Timing": server_timing(watch.stages)}
    return Response(reply.model_dump_json(), media_type="application/json", headers=headers)


async def _suggested(request: Request, view: View, asked: SearchRequest) -> list[Suggestion]:
    """Within a small index so quick that handing it to a thread would take longer; otherwise from a thread.

    That is none of the searches' threads, where a keystroke would wait for searches and make them seem quick.
    Raises Overloaded.
    """

    def work(asked: SearchRequest) -> list[Suggestion]:
        return view.suggest(asked.q, merchants=asked.merchants, limit=asked.limit)

    if not view.suggests_slowly:
        return work(asked)
    return await while_connected(request, service_of(request).suggesting.run(work, asked))


def _asked(fields: Mapping[str, object]) -> SearchRequest:
    """What is asked for, as a search within its first hits. Raises UnknownField, InvalidQuery or InvalidValue."""
    known = (*SHARED_FIELDS, "limit")
    require_fields(fields, known, of="a suggestion")
    limit = fields.get("limit", DEFAULT_LIMIT)
    if not (isinstance(limit, int) and 1 <= limit <= LARGEST_LIMIT):
        raise InvalidValue(f"limit is missing or has an unusable value. {LIMIT}")
    return search_request({**fields, "limit": limit})
