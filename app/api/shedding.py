"""Searches that would be refused for want of a place are refused before the framework's work for them."""

from collections.abc import Callable
from dataclasses import dataclass

from starlette.types import ASGIApp, Receive, Scope, Send

from app.api.problems import KINDS, Overloaded, problem

_ASKING = ("GET", "POST")  # a browser's preflight costs nothing, and is no search


@dataclass(frozen=True, slots=True)
class _Endpoint:
    """What a refusal is counted by, as those of the framework's own routes."""

    path: str


_COMPUTED = {path: _Endpoint(path) for path in ("/v1/search", "/v1/answer")}


class ShedLoad:
    """ASGI middleware. Under a flood most of the processor's time would go into reading what is then refused.

    Replies that are kept would need no place, but nobody knows them before reading. They lose nothing on average:
    each place that is free lets requests in until one of them takes it.
    """

    def __init__(self, app: ASGIApp, is_full: Callable[[], bool]) -> None:
        self._app, self._is_full = app, is_full

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers as the wrapped application does, or refuses."""
        endpoint = _COMPUTED.get(scope.get("path", ""))  # a lifespan has none
        if endpoint and scope["method"] in _ASKING and self._is_full():
            scope["route"] = endpoint
            refusal = problem(KINDS[Overloaded], "Too many searches are waiting. Try again in a second.")
            await refusal(scope, receive, send)
        else:
            await self._app(scope, receive, send)
