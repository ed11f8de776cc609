"""Counts every response by endpoint and status."""

from collections.abc import Callable

from starlette.types import ASGIApp, Message, Receive, Scope, Send

_NO_ENDPOINT = "other"
"""Files and paths that nobody serves count together: whoever invents some must not fill the memory with their names."""


class CountedReplies:
    """ASGI middleware; `count` is told the endpoint, as the path it is routed by, and the status."""

    def __init__(self, app: ASGIApp, count: Callable[[str, int], None]) -> None:
        self._app, self._count = app, count

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers as the wrapped application does."""

        async def counted(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._count(getattr(scope.get("route"), "path", _NO_ENDPOINT), message["status"])
            await send(message)

        await self._app(scope, receive, counted)
