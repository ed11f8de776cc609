"""The pages for people and the files that they use, all from this package: nothing is fetched from elsewhere."""

import gzip
import threading
from collections.abc import Awaitable, Callable
from pathlib import Path

from cachetools import LRUCache, cached
from fastapi import FastAPI, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import FileResponse, Response
from fastapi.staticfiles import StaticFiles
from starlette.datastructures import Headers
from starlette.routing import Route
from starlette.types import Scope

STATIC = Path(__file__).parent.parent / "static"

PAGES = {
    "/": "index.html",
    "/console": "console.html",
    "/console/gaps": "gaps.html",
    "/console/findings": "findings.html",
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

_SMALL = 500
"""Bytes of a file below which compressing it gains nothing."""

_MOST_KEPT = 200
"""Compressed files that are kept: more than there are, which take half a megabyte in all."""

Answer = Callable[[Request], Awaitable[Response]]


def add_pages(app: FastAPI) -> None:
    """Serves `PAGES` and, under /static/, the files, compressed for whoever takes that."""
    files = _Files()
    for path, name in PAGES.items():
        _add(app, path, _page(files, name))
    _add(app, "/static/{path:path}", _any(files))


def _add(app: FastAPI, path: str, answer: Answer) -> None:
    app.routes.append(Route(path, answer, include_in_schema=False))


class _Files(StaticFiles):
    """Our files. Each is compressed once, and once more when it has changed: the largest takes 0.1 s."""

    def __init__(self) -> None:
        super().__init__(directory=STATIC)
        kept = LRUCache[tuple[str, str], bytes](_MOST_KEPT)
        self._gzipped = cached(kept, condition=threading.Condition())(_gzipped)  # who comes meanwhile waits for it

    async def get_response(self, path: str, scope: Scope) -> Response:
        """The file, compressed where that is taken and gains something."""
        response = await super().get_response(path, scope)
        if not isinstance(response, FileResponse) or not _is_worth_it(response, scope):
            return response
        body = await run_in_threadpool(self._gzipped, str(response.path), response.headers["etag"])
        headers = {**response.headers, "content-encoding": "gzip", "content-length": str(len(body))}
        return Response(body, headers=headers)


def _is_worth_it(response: FileResponse, scope: Scope) -> bool:
    accepted = Headers(scope=scope).get("accept-encoding", "")
    return "gzip" in accepted and int(response.headers["content-length"]) >= _SMALL


def _gzipped(path: str, version: str) -> bytes:
    """The file compressed; `version` is another one once it has changed."""
    return gzip.compress(Path(path).read_bytes(), mtime=0)


def _page(files: _Files, name: str) -> Answer:
    async def page(request: Request) -> Response:
        return await _file(files, name, request)

    return page


def _any(files: _Files) -> Answer:
    async def static(request: Request) -> Response:
        return await _file(files, request.path_params["path"], request)

    return static


async def _file(files: _Files, name: str, request: Request) -> Response:
    """The whole file: RFC 9110 lets a server ignore `Range`, and these are small."""
    request.scope["headers"] = [(key, value) for key, value in request.scope["headers"] if key != b"range"]
    response = await files.get_response(name, request.scope)
    response.headers.update(_HEADERS)
    del response.headers["Accept-Ranges"]
    response.headers["Vary"] = "Accept-Encoding"
    response.headers["Cache-Control"] = "no-cache"  # kept, but asked for again: a new version may be installed
    return response
