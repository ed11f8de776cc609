"""The endpoint that tells what curators changed, and why: only where keys are used, for roles `agent` and `admin`."""

from fastapi import APIRouter, Request
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from app.api.admission import admission_of, view_of
from app.api.json_reply import JsonReply
from app.api.openapi import ADMITTED, answers
from app.api.override_schemas import OverridesReply
from app.api.problems import NotReady
from app.replies import overrides_body

router = APIRouter()


@router.get(
    "/v1/overrides",
    operation_id="list_overrides",
    summary="What curators changed",
    responses=answers(OverridesReply, "The overrides in force.", *ADMITTED, NotReady),
)
async def list_overrides(request: Request) -> Response:
    """Synonyms, phrasings, pins, hidden passages and written answers of the served index, with reasons and authors.

    Synonyms for every merchant are shown to those only who may see all merchants.
    """
    if admission_of(request).is_open:
        raise HTTPException(404)  # who asked for what, and why, is not for everybody
    view = view_of(request, "overrides")
    return JsonReply(overrides_body(view.overrides(), view.generation))
