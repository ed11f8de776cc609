"""Watches every request to its end: gives it an id, and tells how it ended to those who count and write it down."""

import re
import time
import uuid
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app import logs

_HEADER = b"x-request-id"
_ID = re.compile(rb"[A-Za-z0-9._-]{1,64}")

_NO_ENDPOINT = "other"
"""Paths that nobody serves count together: whoever invents some must not fill the memory with their names."""

_METHODS = frozenset({"GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})

_CLIENT_GONE = 499
"""nginx's number for a request that was not answered, because nobody waited any more."""


@dataclass(frozen=True, slots=True)
class Ended:
    """A request that has been answered. `endpoint` is the path as it is routed, `code` that of the problem told.

    Of `key_id`, `generation` and `query`, each is None where there was none, or nobody got that far.
    """

    method: str
    endpoint: str
    status: int
    milliseconds: float
    code: str | None
    key_id: str | None
    generation: str | None
    query: str | None


class WatchedRequests:
    """ASGI middleware that sends each request's id back as `X-Request-Id`, and tells all of `told` when it has ended.

    What only others know is read from the request's state: `caller`, `generation`, `query` and `code`.
    """

    def __init__(self, app: ASGIApp, told: Sequence[Callable[[Ended], None]]) -> None:
        self._app, self._told = app, told

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers as the wrapped application does, with the id."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started, status, asked = time.perf_counter(), _CLIENT_GONE, request_id(scope["headers"])
        logs.request_id.set(asked)  # for good: the server answers each request in a context of its own
        scope.setdefault("state", {})

        async def watched(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message.get("headers", ()), (_HEADER, asked.encode())]
            await send(message)

        try:
            await self._app(scope, receive, watched)
        finally:
            ended = _ended(scope, status, (time.perf_counter() - started) * 1000)
            for tell in self._told:
                tell(ended)


def request_id(headers: Iterable[tuple[bytes, bytes]]) -> str:
    """The id that a request came with, if it is one; else a new one."""
    for name, value in headers:
        if name == _HEADER and _ID.fullmatch(value):
            return value.decode()
    return uuid.uuid4().hex


def _ended(scope: Scope, status: int, milliseconds: float) -> Ended:
    state = scope["state"]
    return Ended(
        method=scope["method"] if scope["method"] in _METHODS else "other",
        endpoint=getattr(scope.get("route"), "path", _NO_ENDPOINT),
        status=status,
        milliseconds=milliseconds,
        code=state.get("code"),
        key_id=getattr(state.get("caller"), "key_id", None),
        generation=state.get("generation"),
        query=state.get("query"),
    )
