"""The endpoint that is told what visitors do with hits."""

import json
from datetime import UTC, datetime

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.api import examples
from app.api.admission import service_of, view_of
from app.api.callers import Callers
from app.api.event_schemas import EventParameters, EventReply
from app.api.json_reply import JsonReply
from app.api.openapi import ADMITTED, SENT, answers, body_of
from app.api.parsing import json_fields, parameters
from app.api.problems import NotReady
from app.errors import InvalidValue, NotFound, UnknownField
from app.events import Event

router = APIRouter()


@router.post(
    "/v1/events",
    operation_id="tell_event",
    summary="Say what was done with a passage",
    status_code=202,
    responses=answers(
        EventReply,
        "The event is taken.",
        *(*ADMITTED, *SENT, NotFound, InvalidValue, UnknownField, NotReady),
        status=202,
    ),
    openapi_extra=body_of(EventParameters),
)
async def tell_event(request: Request) -> Response:
    """Keeps what was done with a hit beside its query, where queries are logged; not who did it.

    Names are those of OpenSearch's User Behavior Insights, without its `client_id`, `session_id` and `user_id`.
    """
    view = view_of(request, "events")
    callers: Callers = request.app.state.callers
    callers.require_page(request.headers)  # a form of any website could post, without the browser asking first
    told = parameters(EventParameters, await json_fields(request, like=json.dumps(examples.EVENT)), of="an event")
    passage = view.shown(told.passage_id).passage
    service_of(request).query_log.add_event(
        Event(
            query_id=told.query_id,
            time=datetime.now(UTC),
            action_name=told.action_name,
            passage_id=passage.id,
            position=told.position,
            merchant_id=passage.merchant_id,
        )
    )
    return JsonReply({"status": "taken"}, 202)
