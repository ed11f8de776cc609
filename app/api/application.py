"""The application: routes, error handlers and headers put together, and the loading that starts with it."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

from fastapi import FastAPI

from app import __version__
from app.api.answer_routes import router as answer_router
from app.api.callers import Callers
from app.api.cors import allow_origins
from app.api.counting import CountedReplies
from app.api.faults import ToldFaults
from app.api.feedback_routes import router as feedback_router
from app.api.head import HeadAsGet
from app.api.headers import DefaultHeaders
from app.api.mcp_mount import McpEndpoint, add_mcp
from app.api.openapi import DescribedApi
from app.api.pages import add_pages
from app.api.problems import handlers, unexpected
from app.api.routes import router
from app.api.service import Service
from app.api.suggest_routes import router as suggest_router
from app.api.workers import Workers
from app.feedback import FeedbackStore
from app.search import Searcher


@dataclass(frozen=True, slots=True)
class Serving:
    """How much a service takes on: `workers` searches at a time, `queue` more that wait at most `patience` seconds.

    Replies of up to `cache_bytes` in all are kept for whoever asks the same again. Pages of the `origins` may call it;
    `address` is where it is reached, for links.
    """

    workers: int = 2
    queue: int = 64
    patience: float = 2.0
    cache_bytes: int = 16_000_000
    origins: Sequence[str] = ()
    address: str = "http://127.0.0.1:8000"


_DESCRIPTION = (
    "Ranked source passages from merchants' FAQ and policy texts, attributed to their merchant and to the lines they "
    "were taken from, whatever language the question is asked in.\n\n"
    "Every error is a problem detail (RFC 9457) with a stable `code`. Beside those that each operation lists, a path "
    "that nothing is served at is answered with 404 `not_found`, another method with 405 `method_not_allowed`."
)


def create_app(
    load: Callable[[], Searcher], serving: Serving = Serving(), *, feedback: FeedbackStore | None = None
) -> FastAPI:
    """The HTTP service. `load` is called in a thread when the application starts; /readyz tells when it is done.

    It closes `feedback` when it ends; without any, it keeps none.
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
    service = app.state.service = Service(load, workers, cache_bytes=serving.cache_bytes, feedback=feedback)
    app.add_middleware(ToldFaults, tell=unexpected)
    app.add_middleware(DefaultHeaders)
    if serving.origins:
        allow_origins(app, serving.origins)
    app.add_middleware(CountedReplies, count=service.metrics.replied)
    app.add_middleware(HeadAsGet)
    app.include_router(router)
    app.include_router(suggest_router)
    app.include_router(answer_router)
    app.include_router(feedback_router)
    add_pages(app)
    callers = app.state.callers = Callers(serving.address, serving.origins)
    app.state.mcp = add_mcp(app, service, callers, address=serving.address)
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    """Loading runs beside the service, so that /healthz answers meanwhile."""
    service: Service = app.state.service
    working = asyncio.create_task(_work(service, app.state.mcp))
    yield
    working.cancel()
    await asyncio.wait([working])
    service.close()


async def _work(service: Service, mcp: McpEndpoint) -> None:
    """What assistants need is loaded when searches are answered, so that those need not wait for it."""
    await service.start()
    await mcp.run()
