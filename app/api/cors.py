"""Which other websites' pages may search from a visitor's browser."""

from collections.abc import Sequence

from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware

_ASSISTANTS = ("Mcp-Protocol-Version", "Mcp-Method", "Mcp-Name")
_TWO_HOURS = 7200  # the longest that Chromium keeps a preflight's answer


def allow_origins(app: FastAPI, origins: Sequence[str]) -> None:
    """Lets pages of these origins (`*`: of any) call the service and load its files; no cookie is ever asked for.

    A page of another origin may still show what a link leads to, but its scripts cannot read a reply.
    """
    app.add_middleware(
        CORSMiddleware,
        allow_origins=list(origins),
        allow_methods=["GET", "POST"],
        allow_headers=["Authorization", "Content-Type", *_ASSISTANTS],
        expose_headers=["Retry-After", "Server-Timing"],
        max_age=_TWO_HOURS,
    )
