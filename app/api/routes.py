"""The endpoints: each parses, calls one use case and shapes the reply."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from app.api.disconnect import while_connected
from app.api.headers import server_timing
from app.api.json_reply import JsonReply
from app.api.metrics import CONTENT_TYPE
from app.api.openapi import answers, body_of_search, parameters_of_search
from app.api.parsing import json_fields, query_fields, search_request
from app.api.problems import BodyTooLarge, NotJson, NotReady, Overloaded, UnknownField
from app.api.replies import document_body, merchants_body, passage_body
from app.api.result_cache import Asked, KeptReply
from app.api.schemas import (
    AliveReply,
    DocumentReply,
    MerchantsReply,
    PassageReply,
    ReadyReply,
    SearchReply,
)
from app.api.service import Service
from app.domain import SearchRequest
from app.errors import InvalidQuery, InvalidValue, NotFound, UnknownMerchant
from app.search import Searcher
from app.stopwatch import Stopwatch

router = APIRouter()
_SEARCH_ERRORS = (UnknownMerchant, InvalidQuery, InvalidValue, UnknownField, NotReady, Overloaded)


async def _service(request: Request) -> Service:
    service: Service = request.app.state.service
    return service


async def _searcher(service: Annotated[Service, Depends(_service)]) -> Searcher:
    return service.searcher


Running = Annotated[Service, Depends(_service)]
Ready = Annotated[Searcher, Depends(_searcher)]


@router.post(
    "/v1/search",
    operation_id="search",
    summary="Search",
    responses=answers(SearchReply, "Ranked hits.", NotJson, BodyTooLarge, *_SEARCH_ERRORS),
    openapi_extra=body_of_search(),
)
async def search(request: Request, service: Running) -> Response:
    """Ranked, attributed source passages for a question in any language."""
    return await _found(request, service, search_request(await json_fields(request)))


@router.get(
    "/v1/search",
    operation_id="search_by_query_string",
    summary="Search, with the fields in the query string",
    responses=answers(SearchReply, "Ranked hits.", *_SEARCH_ERRORS),
    openapi_extra=parameters_of_search(),
)
async def search_by_query_string(request: Request, service: Running) -> Response:
    """The same search as `POST /v1/search`; `merchant`, `language` and `section` may be repeated."""
    return await _found(request, service, search_request(query_fields(request.scope["query_string"])))


async def _found(request: Request, service: Service, wanted: SearchRequest) -> Response:
    watch, searcher = Stopwatch(), service.searcher
    asked = Asked(searcher.generation.manifest.generation, scope="", request=wanted).key
    if kept := service.results.get(asked):
        watch.lap("cache")
        return JsonReply(kept.again(watch.total), headers={"Server-Timing": server_timing(watch.stages)})
    result = await while_connected(request, service.workers.run(searcher.search, wanted))
    service.metrics.searched(result.processing_ms, result.stages)
    kept = KeptReply.of(result)
    service.results.put(asked, kept)
    return JsonReply(kept.body, headers={"Server-Timing": server_timing(result.stages)})


@router.get(
    "/v1/merchants",
    operation_id="list_merchants",
    summary="Merchants and their documents",
    responses=answers(MerchantsReply, "Every merchant of the index.", NotReady),
)
async def list_merchants(searcher: Ready) -> Response:
    """Every merchant, as the merchants' registry states it, with its documents and the number of its passages."""
    return JsonReply(merchants_body(searcher))


@router.get(
    "/v1/passages/{passage_id}",
    operation_id="get_passage",
    summary="A passage",
    responses=answers(PassageReply, "The passage.", NotFound, NotReady),
)
async def get_passage(passage_id: str, searcher: Ready) -> Response:
    """The passage of an id that a search returned."""
    passage = searcher.passage(passage_id)
    return JsonReply(passage_body(passage, searcher.merchant_of(passage), searcher.sources[passage.document]))


@router.get(
    "/v1/documents/{path:path}",
    operation_id="get_document",
    summary="A source document",
    responses=answers(DocumentReply, "The document.", NotFound, NotReady),
)
async def get_document(path: str, searcher: Ready) -> Response:
    """The text of a document, whole, which passages' `spans` and `lines` point into."""
    document = searcher.documents.get(path)  # a look-up by name: no path reaches the file system
    if document is None:
        raise NotFound(f"No document {path[:100]!r}. GET /v1/merchants lists each merchant's documents.")
    return JsonReply(document_body(document, searcher.merchants[document.merchant_id]))


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
async def get_readiness(searcher: Ready) -> Response:
    """For readiness probes: 503 until a real search has run, with the reason."""
    return JsonReply({"status": "ready", "generation": searcher.generation.manifest.generation})


@router.get(
    "/metrics",
    operation_id="get_metrics",
    summary="Figures for Prometheus",
    response_class=Response,
    responses={200: {"description": "Figures in Prometheus's text format.", "content": {"text/plain": {}}}},
)
async def get_metrics(service: Running) -> Response:
    """Replies, times of searches and of their stages, and how often the caches helped; nothing that anybody asked."""
    return Response(service.metrics.text(), media_type=CONTENT_TYPE)
