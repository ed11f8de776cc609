"""The application: routes, error handlers and headers put together, and the loading that starts with it."""

import asyncio
import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

from fastapi import FastAPI

from app import __version__, logs
from app.access import Access, NoKeys
from app.api.admin_routes import router as admin_router
from app.api.admission import Admission
from app.api.answer_routes import router as answer_router
from app.api.callers import Callers
from app.api.cors import allow_origins
from app.api.engines import Index
from app.api.event_routes import router as event_router
from app.api.faults import ToldFaults
from app.api.feedback_routes import router as feedback_router
from app.api.finding_routes import router as finding_router
from app.api.gap_routes import GapDesk
from app.api.gap_routes import router as gap_router
from app.api.head import HeadAsGet
from app.api.headers import DefaultHeaders
from app.api.limiting import Limiter, LimitHeaders
from app.api.mcp_mount import McpEndpoint, add_mcp
from app.api.openapi import DescribedApi
from app.api.override_routes import router as override_router
from app.api.pages import add_pages
from app.api.problems import handlers, unexpected
from app.api.request_log import RequestLog
from app.api.routes import router
from app.api.service import Service
from app.api.shedding import ShedLoad
from app.api.suggest_routes import router as suggest_router
from app.api.watching import WatchedRequests
from app.api.workers import Workers
from app.feedback import FeedbackStore
from app.gap_finder import GapFinder
from app.key_file import KeyFile
from app.query_log import QueryStore

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Serving:
    """How much a service takes on: `workers` searches at a time, `queue` more that wait at most `patience` seconds.

    Replies of up to `cache_bytes` in all are kept for whoever asks the same again. A client address may send `rate`
    requests a second (0: any number). Pages of the `origins` may call it; `address` is where it is reached, for links.
    Log lines say what was searched for with `log_queries` only.
    """

    workers: int = 2
    queue: int = 64
    patience: float = 2.0
    cache_bytes: int = 16_000_000
    rate: int = 0
    origins: Sequence[str] = ()
    address: str = "http://127.0.0.1:8000"
    log_queries: bool = False


_DESCRIPTION = (
    "Ranked source passages from merchants' FAQ and policy texts, attributed to their merchant and to the lines they "
    "were taken from, whatever language the question is asked in.\n\n"
    "Every error is a problem detail (RFC 9457) with a stable `code`. Beside those that each operation lists, a path "
    "that nothing is served at is answered with 404 `not_found`, another method with 405 `method_not_allowed`.\n\n"
    "Every reply has an `X-Request-Id`, which log lines about it have too: the one that the request came with, "
    "if it is 1 to 64 letters, digits, dots, underscores or hyphens, else a new one."
)


_ROUTERS = (
    router,
    suggest_router,
    answer_router,
    feedback_router,
    event_router,
    gap_router,
    override_router,
    finding_router,
    admin_router,
)


def create_app(
    index: Index,
    serving: Serving = Serving(),
    *,
    feedback: FeedbackStore | None = None,
    queries: QueryStore | None = None,
    gaps: GapFinder | None = None,
    access: Access | None = None,
    key_file: KeyFile | None = None,
) -> FastAPI:
    """The HTTP service. A generation is loaded when the application starts; /readyz tells when it is done.

    It closes `feedback` and `queries` when it ends; without any, it keeps none. Unless `access` says who may ask,
    everybody may. With a `key_file`, those who administer it may do so over HTTP. `gaps` finds what `queries` tell.
    """
    app = DescribedApi(
        title="Merchant FAQ search",
        version=__version__,
        description=_DESCRIPTION,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        exception_handlers=dict(handlers()),
        lifespan=_lifespan,
    )
    workers = Workers(serving.workers, serving.queue, patience=serving.patience)
    service = app.state.service = Service(
        index, workers, cache_bytes=serving.cache_bytes, feedback=feedback, queries=queries
    )
    _add_middleware(app, service, serving)
    for each in _ROUTERS:
        app.include_router(each)
    add_pages(app)
    callers = app.state.callers = Callers(serving.address, serving.origins)
    limiter = Limiter(serving.rate, service.metrics.rate_limited)
    app.state.admission = Admission(access or Access(NoKeys(), open_to_all=True), limiter, callers)
    app.state.key_file, app.state.gaps = key_file, GapDesk(gaps)
    app.state.mcp = add_mcp(app, service, callers, address=serving.address)
    return app


def _add_middleware(app: FastAPI, service: Service, serving: Serving) -> None:
    """Each is around those before it."""
    app.add_middleware(ToldFaults, tell=unexpected)
    app.add_middleware(DefaultHeaders)
    app.add_middleware(LimitHeaders)
    app.add_middleware(ShedLoad, is_full=lambda: service.workers.is_full)
    if serving.origins:
        allow_origins(app, serving.origins)
    app.add_middleware(WatchedRequests, told=(service.metrics.ended, RequestLog(queries=serving.log_queries).write))
    app.add_middleware(HeadAsGet)


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    """Loading runs beside the service, so that /healthz answers meanwhile."""
    service: Service = app.state.service
    working = asyncio.create_task(_work(service, app.state.mcp))
    yield
    working.cancel()
    await asyncio.wait([working])
    service.close()
    _log.info("Stopped")
    logs.flush()  # a server that was told to end by a signal ends by it


async def _work(service: Service, mcp: McpEndpoint) -> None:
    """What assistants need is loaded when searches are answered, so that those need not wait for it."""
    await service.engines.start()
    await asyncio.gather(service.engines.watch(), mcp.run())
