"""The endpoints: each parses, calls one use case and shapes the reply."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.api import examples
from app.api.admission import admission_of, admitted, service_of, view_of
from app.api.computing import computed
from app.api.json_reply import JsonReply
from app.api.metrics import CONTENT_TYPE
from app.api.openapi import ADMITTED, SENT, answers, body_of, figures, parameters_of_search, path_parameter
from app.api.parsing import json_fields, query_fields, search_request
from app.api.problems import NotReady, Overloaded
from app.api.query_logging import of_search
from app.api.result_cache import Asked, KeptReply
from app.api.schemas import (
    AliveReply,
    DocumentReply,
    MerchantsReply,
    PassageReply,
    ReadyReply,
    SearchParameters,
    SearchReply,
)
from app.domain import SearchRequest, SearchResult
from app.errors import InvalidQuery, InvalidValue, NotFound, UnknownField, UnknownMerchant
from app.replies import document_body, merchants_body, passage_body, search_body
from app.view import View

router = APIRouter()
_SEARCH_ERRORS = (*ADMITTED, UnknownMerchant, InvalidQuery, InvalidValue, UnknownField, NotReady, Overloaded)


@router.post(
    "/v1/search",
    operation_id="search",
    summary="Search",
    responses=answers(SearchReply, "Ranked hits.", *SENT, *_SEARCH_ERRORS),
    openapi_extra=body_of(SearchParameters),
)
async def search(request: Request) -> Response:
    """Ranked, attributed source passages for a question in any language."""
    view = view_of(request, "search")
    return await _found(request, view, search_request(await json_fields(request)))


@router.get(
    "/v1/search",
    operation_id="search_by_query_string",
    summary="Search, with the fields in the query string",
    responses=answers(SearchReply, "Ranked hits.", *_SEARCH_ERRORS),
    openapi_extra=parameters_of_search(),
)
async def search_by_query_string(request: Request) -> Response:
    """The same search as `POST /v1/search`; `merchant`, `language` and `section` may be repeated."""
    view = view_of(request, "search")
    return await _found(request, view, search_request(query_fields(request.scope["query_string"])))


async def _found(request: Request, view: View, wanted: SearchRequest) -> Response:
    asked = Asked("search", view.generation, view.scope.key, wanted)
    return await computed(request, service_of(request), asked, work=view.search, reply=_reply)


def _reply(result: SearchResult) -> KeptReply:
    return KeptReply.of(search_body(result), of_search(result), longest="hits")


@router.get(
    "/v1/merchants",
    operation_id="list_merchants",
    summary="Merchants and their documents",
    responses=answers(MerchantsReply, "Every merchant that the caller may see.", *ADMITTED, NotReady),
)
async def list_merchants(request: Request) -> Response:
    """Every merchant that the caller may see, as the registry states it, with its documents and number of passages."""
    return JsonReply(merchants_body(view_of(request, "merchants").merchants()))


@router.get(
    "/v1/passages/{passage_id}",
    operation_id="get_passage",
    summary="A passage",
    responses=answers(PassageReply, "The passage.", *ADMITTED, NotFound, NotReady),
    openapi_extra=path_parameter("passage_id", "A passage's id, as a hit has it.", example=examples.PASSAGE["id"]),
)
async def get_passage(request: Request) -> Response:
    """The passage of an id that a search returned."""
    return JsonReply(passage_body(view_of(request, "passage").shown(request.path_params["passage_id"])))


@router.get(
    "/v1/documents/{path:path}",
    operation_id="get_document",
    summary="A source document",
    responses=answers(DocumentReply, "The document.", *ADMITTED, NotFound, NotReady),
    openapi_extra=path_parameter("path", "As a passage's `source` has it.", example=examples.DOCUMENT["document"]),
)
async def get_document(request: Request) -> Response:
    """The text of a document, whole, which passages' `spans` and `lines` point into."""
    document, merchant = view_of(request, "document").document(request.path_params["path"])
    return JsonReply(document_body(document, merchant))


@router.get(
    "/healthz",
    operation_id="get_health",
    summary="Whether the process answers",
    responses=answers(AliveReply, "It does."),
)
async def get_health() -> Response:
    """For liveness probes: answers while the index is still loading."""
    return JsonReply({"status": "alive"})


@router.get(
    "/readyz",
    operation_id="get_readiness",
    summary="Whether searches are answered",
    responses=answers(ReadyReply, "They are.", NotReady),
)
async def get_readiness(request: Request) -> Response:
    """For readiness probes: 503 until a real search has run, with the reason.

    `checks` tell what is wrong although searches are answered: a new generation is damaged, and the one before it is
    still served; an encoder failed when it was last asked, and searches go on without it.
    """
    service = service_of(request)
    generation = service.engines.engine.generation
    checks = {**service.checks, "keys": admission_of(request).problem}
    return JsonReply({"status": "ready", "generation": generation, "checks": checks})


@router.get(
    "/metrics",
    operation_id="get_metrics",
    summary="Figures for Prometheus",
    response_class=Response,
    responses=figures(examples.METRICS, *ADMITTED),
)
async def get_metrics(request: Request) -> Response:
    """Replies, times of searches and of their stages, and how often the caches helped; nothing that anybody asked."""
    admitted(request, "metrics")
    return Response(service_of(request).metrics.text(), media_type=CONTENT_TYPE)
