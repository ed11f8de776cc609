"""The service as a process: uvicorn around the application."""

from collections.abc import Callable

import uvicorn

from app.api.application import create_app
from app.search import Searcher


def run(load: Callable[[], Searcher], *, host: str, port: int, workers: int, queue: int) -> None:
    """Serves until interrupted. The access log is off: it would print what shoppers search for."""
    app = create_app(load, workers=workers, queue=queue)
    uvicorn.run(app, host=host, port=port, access_log=False, server_header=False)
