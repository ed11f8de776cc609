"""The endpoint that answers with extracts, and never with a word that no source has."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.answer import Answer
from app.api.admission import service_of, view_of
from app.api.answer_schemas import AnswerParameters, AnswerReply
from app.api.computing import computed
from app.api.openapi import ADMITTED, SENT, answers, body_of
from app.api.parsing import json_fields, parameters, request_of
from app.api.problems import NotReady, Overloaded
from app.api.query_logging import of_answer
from app.api.result_cache import Asked, KeptReply
from app.errors import InvalidQuery, InvalidValue, UnknownField, UnknownMerchant
from app.replies import answer_body

router = APIRouter()
_ERRORS = (
    *(*ADMITTED, *SENT, UnknownMerchant, InvalidQuery, InvalidValue, UnknownField),
    *(NotReady, Overloaded),
)


@router.post(
    "/v1/answer",
    operation_id="answer",
    summary="Answer a question",
    responses=answers(AnswerReply, "Extracts.", *_ERRORS),
    openapi_extra=body_of(AnswerParameters),
)
async def answer(request: Request) -> Response:
    """The smallest verbatim extracts that answer a question in any language, each with its source.

    At most one of each merchant, unless two are as good as each other; a merchant that the question names is the only
    one that answers. The filters are those of a search.
    """
    view = view_of(request, "answer")
    asked = parameters(AnswerParameters, await json_fields(request), of="an answer")
    wanted = Asked("answer", view.generation, view.scope.key, request_of(asked, limit=asked.limit))
    return await computed(request, service_of(request), wanted, work=view.answer, reply=_reply)


def _reply(answered: Answer) -> KeptReply:
    return KeptReply.of(answer_body(answered), of_answer(answered), longest="extracts")
