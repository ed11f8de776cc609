"""The application: routes, error handlers and headers put together, and the loading that starts with it."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

from fastapi import FastAPI

from app import __version__
from app.api.counting import CountedReplies
from app.api.docs import add_docs
from app.api.headers import DefaultHeaders
from app.api.openapi import DescribedApi
from app.api.problems import handlers
from app.api.routes import router
from app.api.service import Service
from app.api.suggest_routes import router as suggest_router
from app.api.workers import Workers
from app.search import Searcher


@dataclass(frozen=True, slots=True)
class Serving:
    """How much a service takes on: `workers` searches at a time, `queue` more that wait at most `patience` seconds.

    Replies of up to `cache_bytes` in all are kept for whoever asks the same again.
    """

    workers: int = 2
    queue: int = 64
    patience: float = 2.0
    cache_bytes: int = 16_000_000


_DESCRIPTION = (
    "Ranked source passages from merchants' FAQ and policy texts, attributed to their merchant and to the lines they "
    "were taken from, whatever language the question is asked in."
)


def create_app(load: Callable[[], Searcher], serving: Serving = Serving()) -> FastAPI:
    """The HTTP service. `load` is called in a thread when the application starts; /readyz tells when it is done."""
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
    service = app.state.service = Service(load, workers, cache_bytes=serving.cache_bytes)
    app.add_middleware(DefaultHeaders)
    app.add_middleware(CountedReplies, count=service.metrics.replied)
    app.include_router(router)
    app.include_router(suggest_router)
    add_docs(app)
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    """Loading runs beside the service, so that /healthz answers meanwhile."""
    service: Service = app.state.service
    loading = asyncio.create_task(service.start())
    yield
    loading.cancel()
    await asyncio.wait([loading])
    service.workers.close()
