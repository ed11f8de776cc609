"""Which other websites' pages may search from a visitor's browser."""

from collections.abc import Sequence

from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware
from fastapi.responses import Response
from starlette.datastructures import Headers

from app.api.problems import Kind, problem

_ASSISTANTS = ("Mcp-Protocol-Version", "Mcp-Method", "Mcp-Name")
_TWO_HOURS = 7200  # the longest that Chromium keeps a preflight's answer
_REFUSED = Kind(400, "preflight_refused", "Bad Request")


def allow_origins(app: FastAPI, origins: Sequence[str]) -> None:
    """Lets pages of these origins (`*`: of any) call the service and load its files; no cookie is ever asked for.

    A page of another origin may still show what a link leads to, but its scripts cannot read a reply.
    """
    app.add_middleware(
        _Preflights,
        allow_origins=list(origins),
        allow_methods=["GET", "POST"],
        allow_headers=["Authorization", "Content-Type", *_ASSISTANTS],
        expose_headers=["RateLimit", "RateLimit-Policy", "Retry-After", "Server-Timing", "X-Request-Id"],
        max_age=_TWO_HOURS,
    )


class _Preflights(CORSMiddleware):
    """The framework's, which refuses a preflight in plain text."""

    def preflight_response(self, request_headers: Headers) -> Response:
        """Whether a page may ask so; a problem where it may not."""
        reply = super().preflight_response(request_headers)
        if reply.status_code != _REFUSED.status:
            return reply
        headers = {name: value for name, value in reply.headers.items() if not name.startswith("content-")}
        detail = f"{bytes(reply.body).decode()}. FAQ_ALLOWED_ORIGINS lists the websites whose pages may ask."
        return problem(_REFUSED, detail, headers)
