"""The pages for people and the files that they use, all from this package: nothing is fetched from elsewhere."""

from collections.abc import Awaitable, Callable
from pathlib import Path

from fastapi import FastAPI, Request
from fastapi.responses import Response
from fastapi.staticfiles import StaticFiles
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.routing import Route

STATIC = Path(__file__).parent.parent / "static"

PAGES = {
    "/": "index.html",
    "/console": "console.html",
    "/source/{passage_id}": "source.html",
    "/docs": "docs.html",
}
"""Files by the path of the page; none depends on who asks, and what a path names is for the page's script."""

# No inline script and no inline style; `data:` because Swagger UI's style sheet holds its icons that way.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_HEADERS = {"Content-Security-Policy": POLICY, "Referrer-Policy": "same-origin"}

Answer = Callable[[Request], Awaitable[Response]]


def add_pages(app: FastAPI) -> None:
    """Serves `PAGES` and, under /static/, the files, compressed for whoever takes that."""
    files = StaticFiles(directory=STATIC)
    for path, name in PAGES.items():
        _add(app, path, _page(files, name))
    _add(app, "/static/{path:path}", _any(files))


def _add(app: FastAPI, path: str, answer: Answer) -> None:
    app.routes.append(Route(path, answer, middleware=[Middleware(GZipMiddleware)], include_in_schema=False))


def _page(files: StaticFiles, name: str) -> Answer:
    async def page(request: Request) -> Response:
        return await _file(files, name, request)

    return page


def _any(files: StaticFiles) -> Answer:
    async def static(request: Request) -> Response:
        return await _file(files, request.path_params["path"], request)

    return static


async def _file(files: StaticFiles, name: str, request: Request) -> Response:
    """The whole file: RFC 9110 lets a server ignore `Range`, and these are small."""
    request.scope["headers"] = [(key, value) for key, value in request.scope["headers"] if key != b"range"]
    response = await files.get_response(name, request.scope)
    response.headers.update(_HEADERS)
    del response.headers["Accept-Ranges"]
    response.headers["Cache-Control"] = "no-cache"  # kept, but asked for again: a new version may be installed
    return response
