"""The service as processes: uvicorn around the application."""

import dataclasses
import gc
import os
import signal

import uvicorn
from fastapi import FastAPI

from app import data_files, logs, wiring
from app.access import Access
from app.api.application import Serving, create_app
from app.api.connections import LimitedConnection
from app.api.ending import DRAINING, ending_in_time
from app.api.engines import Index
from app.errors import ServingError
from app.key_watch import followed
from app.listening import is_loopback, require_keys
from app.settings import Settings, variable


def run(settings: Settings, *, host: str, port: int) -> None:
    """Serves until interrupted. Raises ServingError if it cannot listen.

    The access log is off: it would print what shoppers search for.
    """
    settings = dataclasses.replace(settings, host=host, port=port)  # links lead to where it really listens
    require_keys(host, wiring.key_file(settings))
    alone = settings.processes == 1  # several are started anew, and read the environment again
    if not alone:
        os.environ.update({variable("host"): host, variable("port"): str(port)})
    app = application(settings) if alone else f"{__name__}:{application_from_environment.__name__}"
    if isinstance(app, FastAPI):
        signal.signal(signal.SIGHUP, lambda *_: app.state.service.engines.look_now())
    try:
        uvicorn.run(
            app,
            factory=not alone,
            workers=settings.processes,
            host=host,
            port=port,
            http=LimitedConnection,
            ws="none",
            proxy_headers=bool(settings.proxies),  # its own default trusts whoever is on this machine
            forwarded_allow_ips=settings.proxies,
            timeout_graceful_shutdown=DRAINING,
            log_config=logs.config(settings.log_format),
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
        rate=settings.rate,
        origins=settings.origins,
        address=settings.address,
        log_queries=settings.log_queries,
    )
    searchers = wiring.Searchers(settings)
    index = Index(searchers.newest, searchers.wanted, _set_aside)
    keys = wiring.key_file(settings)
    access = Access(followed(keys), open_to_all=is_loopback(settings.host))
    app = create_app(
        index,
        serving,
        feedback=data_files.feedback(settings),
        queries=data_files.queries(settings),
        gaps=data_files.gap_finder(settings) if settings.query_log else None,
        access=access,
        key_file=keys,
    )
    return ending_in_time(app)


def _set_aside() -> None:
    """Garbage collections leave alone what is there: it stays, and looking through it would hold up searches."""
    gc.unfreeze()  # what was set aside before may be garbage now
    gc.collect()
    gc.freeze()
