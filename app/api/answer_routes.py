"""The endpoint that answers with extracts, and never with a word that no source has."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.answer import Answer
from app.api.answer_schemas import AnswerParameters, AnswerReply
from app.api.computing import computed
from app.api.openapi import answers, body_of
from app.api.parsing import json_fields, parameters, request_of
from app.api.problems import BodyTooLarge, NotJson, NotReady, Overloaded
from app.api.result_cache import Asked, KeptReply
from app.api.service import Service
from app.errors import InvalidQuery, InvalidValue, UnknownField, UnknownMerchant
from app.replies import answer_body

router = APIRouter()
_ERRORS = (
    *(NotJson, BodyTooLarge, UnknownMerchant, InvalidQuery, InvalidValue, UnknownField),
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
    service: Service = request.app.state.service
    asked = parameters(AnswerParameters, await json_fields(request), of="an answer")
    generation = service.searcher.generation.manifest.generation
    wanted = Asked("answer", generation, scope="", request=request_of(asked, limit=asked.limit))
    return await computed(request, service, wanted, work=service.answerer.answer, reply=_reply)


def _reply(answered: Answer) -> KeptReply:
    return KeptReply.of(answer_body(answered), longest="extracts")
