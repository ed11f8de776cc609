"""The endpoint that tells what the texts lack: there only where keys are used, for roles `agent` and `admin`."""

import asyncio
import logging
import os
import sys
import threading
from collections.abc import Callable, Mapping
from typing import TypeVar

from fastapi import APIRouter, Request
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from app.api import examples
from app.api.admission import admission_of, view_of
from app.api.aside import aside
from app.api.gap_schemas import GapParameters, GapsReply
from app.api.json_reply import JsonReply
from app.api.openapi import ADMITTED, answers, query_parameters
from app.api.parsing import parameters, query_fields
from app.api.problems import GapsUnavailable, NotReady
from app.errors import DataFolderError, InvalidValue, ModelError, UnknownField, UnknownMerchant
from app.gap_finder import GapFinder, GapReport, GapsWanted
from app.gap_replies import gaps_body, gaps_table
from app.view import View

router = APIRouter()
_ERRORS = (*ADMITTED, UnknownMerchant, InvalidValue, UnknownField, NotReady, GapsUnavailable)
_AS_A_FILE = {"Content-Disposition": 'attachment; filename="gaps.csv"'}
_ONE_TEXT = ("merchant", "language")
_LOWER_PRIORITY = 10
_log = logging.getLogger(__name__)

Shape = TypeVar("Shape")


class GapDesk:
    """Has gaps found by a thread of low priority, one report at a time; without a finder, no queries are logged."""

    def __init__(self, finder: GapFinder | None) -> None:
        self._finder, self._turn = finder, asyncio.Lock()

    async def report(self, view: View, wanted: GapsWanted, shape: Callable[[GapReport | None], Shape]) -> Shape:
        """What `shape` makes of the report, None where no queries are logged; it takes long as well.

        Raises GapsUnavailable; the log says why.
        """
        finder = self._finder
        if finder is None:
            return shape(None)
        try:
            async with self._turn:
                return await aside(lambda: shape(_found(finder, view, wanted)))
        except (DataFolderError, ModelError) as exc:
            _log.error("Gaps could not be found: %s", exc)
            raise GapsUnavailable("Gaps cannot be found now; the service's log says why. Try again later.") from exc


def _found(finder: GapFinder, view: View, wanted: GapsWanted) -> GapReport:
    if sys.platform == "linux":  # where a thread has a priority of its own
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _LOWER_PRIORITY)
    return view.gaps(finder, wanted)


@router.get(
    "/v1/gaps",
    operation_id="list_gaps",
    summary="What the texts lack",
    responses=answers(GapsReply, "Gaps, asked most first.", *_ERRORS),
    openapi_extra=query_parameters(GapParameters, examples.GAPS_ASKED),
)
async def list_gaps(request: Request) -> Response:
    """Clusters of logged queries that nothing answered well, or whose answer was rated badly.

    The first report after a while embeds what is new: 8 ms for each text. What several merchants were asked at once is
    for those only who may see all.
    """
    if admission_of(request).is_open:
        raise HTTPException(404)  # what visitors asked is not for everybody
    view = view_of(request, "gaps")
    asked = parameters(GapParameters, _fields(request), of="gaps")
    if asked.merchant is not None:
        view.require_merchant(asked.merchant)
    wanted = GapsWanted(merchant=asked.merchant, language=asked.language, days=asked.days, limit=asked.limit)
    desk: GapDesk = request.app.state.gaps
    return await desk.report(view, wanted, _as_a_file if asked.format == "csv" else _as_json)


def _as_a_file(report: GapReport | None) -> Response:
    return Response(gaps_table(report), media_type="text/csv; charset=utf-8", headers=_AS_A_FILE)


def _as_json(report: GapReport | None) -> Response:
    return JsonReply(gaps_body(report))


def _fields(request: Request) -> Mapping[str, object]:
    """The query string's; one merchant and one language stand alone."""
    fields = query_fields(request.scope["query_string"])
    return {name: _alone(value) if name in _ONE_TEXT else value for name, value in fields.items()}


def _alone(value: object) -> object:
    return value[0] if isinstance(value, list) and len(value) == 1 else value
