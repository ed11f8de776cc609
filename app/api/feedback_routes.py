"""The endpoint that a thumb up or down calls."""

import asyncio
import json
import logging
from datetime import UTC, datetime

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.api.feedback_schemas import EXAMPLE, FeedbackParameters, FeedbackReply
from app.api.json_reply import JsonReply
from app.api.openapi import answers, body_of
from app.api.parsing import json_fields, parameters
from app.api.problems import BodyTooLarge, FeedbackUnavailable, NotJson, NotReady
from app.api.service import Service
from app.errors import DataFolderError, InvalidQuery, InvalidValue, NotFound, UnknownField
from app.feedback import Feedback
from app.requests import checked_query

router = APIRouter()
_log = logging.getLogger(__name__)
_ERRORS = (
    *(NotJson, BodyTooLarge, NotFound, InvalidQuery, InvalidValue, UnknownField),
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
    service: Service = request.app.state.service
    asked = parameters(FeedbackParameters, await json_fields(request, like=json.dumps(EXAMPLE)), of="feedback")
    passage = service.searcher.passage(asked.passage_id)
    given = Feedback(
        time=datetime.now(UTC),
        query=checked_query(asked.query, "query"),
        passage_id=passage.id,
        merchant_id=passage.merchant_id,
        generation=service.searcher.generation.manifest.generation,
        helpful=asked.helpful,
    )
    try:
        await asyncio.to_thread(service.feedback.keep, given)
    except DataFolderError as exc:
        _log.error("Feedback was not kept: %s", exc)
        raise FeedbackUnavailable("Feedback cannot be kept now; the service's log says why. Try again later.") from exc
    return JsonReply({"status": "kept"}, 202)
