"""The service as processes: uvicorn around the application."""

import dataclasses
import gc

import uvicorn
from fastapi import FastAPI

from app import wiring
from app.api.application import Serving, create_app
from app.errors import ServingError
from app.search import Searcher
from app.settings import Settings


def run(settings: Settings, *, host: str, port: int) -> None:
    """Serves until interrupted. Raises ServingError if it cannot listen.

    The access log is off: it would print what shoppers search for.
    """
    settings = dataclasses.replace(settings, host=host, port=port)  # links lead to where it really listens
    alone = settings.processes == 1  # several are started anew, and read the environment again
    app = application(settings) if alone else f"{__name__}:{application_from_environment.__name__}"
    try:
        uvicorn.run(
            app,
            factory=not alone,
            workers=settings.processes,
            host=host,
            port=port,
            access_log=False,
            server_header=False,
        )
    except SystemExit as exc:  # how uvicorn says that it could not start; it has printed why
        raise ServingError(f"Cannot serve on {host}, port {port}. Is the port taken? FAQ_PORT names another.") from exc


def application_from_environment() -> FastAPI:
    """The application that FAQ_* variables describe."""
    return application(Settings.from_environment())


def application(settings: Settings) -> FastAPI:
    """The application that the settings describe."""
    serving = Serving(
        workers=settings.workers,
        queue=settings.queue,
        patience=settings.queue_ms / 1000,
        cache_bytes=settings.bytes_of_a_cache,
        origins=settings.origins,
        address=settings.address,
    )
    return create_app(lambda: _loaded(settings), serving, feedback=wiring.feedback(settings))


def _loaded(settings: Settings) -> Searcher:
    """A searcher that garbage collections leave alone: it stays, and looking through it would hold up searches."""
    searcher = wiring.searcher(settings)
    gc.collect()
    gc.freeze()
    return searcher
