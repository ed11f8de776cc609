"""The endpoint that tells what is doubtful in merchants' passages."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.api import examples
from app.api.admission import view_of
from app.api.aside import aside
from app.api.finding_schemas import FindingParameters, FindingsReply
from app.api.json_reply import JsonReply
from app.api.openapi import ADMITTED, answers, query_parameters
from app.api.parsing import parameters, query_fields
from app.api.problems import NotReady
from app.errors import InvalidValue, UnknownField, UnknownMerchant
from app.replies import Body, findings_body
from app.view import View

router = APIRouter()
_ERRORS = (*ADMITTED, UnknownMerchant, InvalidValue, UnknownField, NotReady)


@router.get(
    "/v1/findings",
    operation_id="list_findings",
    summary="What is doubtful in the texts",
    responses=answers(FindingsReply, "Findings, merchant by merchant.", *_ERRORS),
    openapi_extra=query_parameters(FindingParameters, examples.FINDINGS_ASKED),
)
async def list_findings(request: Request) -> Response:
    """Passages of one merchant that nearly repeat each other, or state different values of the same thing.

    They were found when the index was built. Of passages that the caller may not all see, nothing is told.
    """
    view = view_of(request, "findings")
    asked = parameters(FindingParameters, query_fields(request.scope["query_string"]), of="findings")
    return JsonReply(await aside(lambda: _told(view, asked)))


def _told(view: View, asked: FindingParameters) -> Body:
    found = view.findings(merchants=asked.merchant, kind=asked.kind)
    return findings_body(map(view.doubtful, found[: asked.limit]), len(found), view.generation)
