"""The page at /docs and the browser files that it uses, all from this package: nothing is fetched from elsewhere."""

from pathlib import Path

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, Response
from fastapi.staticfiles import StaticFiles

STATIC = Path(__file__).parent.parent / "static"

# No inline script and no inline style; `data:` because Swagger UI's style sheet holds its icons that way.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


def add_docs(app: FastAPI) -> None:
    """Serves /docs and /static/."""
    files = StaticFiles(directory=STATIC)
    page = (STATIC / "docs.html").read_text("utf-8")

    async def docs(_: Request) -> Response:
        return HTMLResponse(page, headers={"Content-Security-Policy": POLICY, "Cache-Control": "no-cache"})

    async def static(request: Request) -> Response:
        response = await files.get_response(request.path_params["path"], request.scope)
        response.headers["Cache-Control"] = "no-cache"  # kept, but asked for again: a new version may be installed
        return response

    app.add_route("/docs", docs, include_in_schema=False)
    app.add_route("/static/{path:path}", static, include_in_schema=False)
