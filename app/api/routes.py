"""The endpoints: each parses, calls one use case and shapes the reply."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from app.api import examples
from app.api.computing import computed
from app.api.json_reply import JsonReply
from app.api.metrics import CONTENT_TYPE
from app.api.openapi import answers, body_of, figures, parameters_of_search, path_parameter
from app.api.parsing import json_fields, query_fields, search_request
from app.api.problems import BodyTooLarge, NotJson, NotReady, Overloaded
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
from app.api.service import Service
from app.domain import SearchRequest, SearchResult
from app.errors import InvalidQuery, InvalidValue, NotFound, UnknownField, UnknownMerchant
from app.replies import document_body, merchants_body, passage_body, search_body
from app.search import Searcher

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
    openapi_extra=body_of(SearchParameters),
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
    searcher = service.searcher
    asked = Asked("search", searcher.generation.manifest.generation, scope="", request=wanted)
    return await computed(request, service, asked, work=searcher.search, reply=_reply)


def _reply(result: SearchResult) -> KeptReply:
    return KeptReply.of(search_body(result), longest="hits")


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
    openapi_extra=path_parameter("passage_id", "A passage's id, as a hit has it.", example=examples.PASSAGE["id"]),
)
async def get_passage(request: Request, searcher: Ready) -> Response:
    """The passage of an id that a search returned."""
    passage = searcher.passage(request.path_params["passage_id"])
    return JsonReply(passage_body(passage, searcher.merchant_of(passage), searcher.sources[passage.document]))


@router.get(
    "/v1/documents/{path:path}",
    operation_id="get_document",
    summary="A source document",
    responses=answers(DocumentReply, "The document.", NotFound, NotReady),
    openapi_extra=path_parameter("path", "As a passage's `source` has it.", example=examples.DOCUMENT["document"]),
)
async def get_document(request: Request, searcher: Ready) -> Response:
    """The text of a document, whole, which passages' `spans` and `lines` point into."""
    path = request.path_params["path"]
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
    responses=figures(examples.METRICS),
)
async def get_metrics(service: Running) -> Response:
    """Replies, times of searches and of their stages, and how often the caches helped; nothing that anybody asked."""
    return Response(service.metrics.text(), media_type=CONTENT_TYPE)
