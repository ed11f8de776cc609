"""The service as a process: uvicorn around the application."""

from collections.abc import Callable

import uvicorn

from app.api.application import create_app
from app.errors import ServingError
from app.search import Searcher


def run(load: Callable[[], Searcher], *, host: str, port: int, workers: int, queue: int) -> None:
    """Serves until interrupted. Raises ServingError if it cannot listen.

    The access log is off: it would print what shoppers search for.
    """
    app = create_app(load, workers=workers, queue=queue)
    try:
        uvicorn.run(app, host=host, port=port, access_log=False, server_header=False)
    except SystemExit as exc:  # how uvicorn says that it could not start; it has printed why
        raise ServingError(f"Cannot serve on {host}, port {port}. Is the port taken? FAQ_PORT names another.") from exc
