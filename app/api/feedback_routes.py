"""The endpoint that a thumb up or down calls."""

import json
from datetime import UTC, datetime

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.api import examples
from app.api.admission import service_of, view_of
from app.api.callers import Callers
from app.api.feedback_schemas import FeedbackParameters, FeedbackReply
from app.api.json_reply import JsonReply
from app.api.openapi import ADMITTED, SENT, answers, body_of
from app.api.parsing import json_fields, parameters
from app.api.problems import FeedbackUnavailable, NotReady
from app.errors import InvalidQuery, InvalidValue, NotFound, UnknownField
from app.feedback import Feedback
from app.requests import checked_query

router = APIRouter()
_ERRORS = (
    *(*ADMITTED, *SENT, NotFound, InvalidQuery, InvalidValue, UnknownField),
    *(NotReady, FeedbackUnavailable),
)


@router.post(
    "/v1/feedback",
    operation_id="give_feedback",
    summary="Say whether a passage helped",
    status_code=202,
    responses=answers(FeedbackReply, "The feedback is kept.", *_ERRORS, status=202),
    openapi_extra=body_of(FeedbackParameters),
)
async def give_feedback(request: Request) -> Response:
    """Keeps the query, the passage and whether it helped, for the people who write the texts; not who said it."""
    view = view_of(request, "feedback")
    callers: Callers = request.app.state.callers
    callers.require_page(request.headers)  # a form of any website could post, without the browser asking first
    fields = await json_fields(request, like=json.dumps(examples.FEEDBACK))
    asked = parameters(FeedbackParameters, fields, of="feedback")
    passage = view.shown(asked.passage_id).passage
    given = Feedback(
        time=datetime.now(UTC),
        query=checked_query(asked.query, "query"),
        passage_id=passage.id,
        merchant_id=passage.merchant_id,
        generation=view.generation,
        helpful=asked.helpful,
    )
    await service_of(request).feedback.keep(given)
    return JsonReply({"status": "kept"}, 202)
