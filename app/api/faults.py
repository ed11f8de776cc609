"""Unexpected exceptions as problems, inside of what other websites' pages need to read them."""

from collections.abc import Awaitable, Callable

from fastapi import Request
from fastapi.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

Tell = Callable[[Request, Exception], Awaitable[Response]]


class ToldFaults:
    """ASGI middleware that answers for a failed application; the framework does so outside of every middleware."""

    def __init__(self, app: ASGIApp, tell: Tell) -> None:
        self._app, self._tell = app, tell

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers as the wrapped application does; where that has begun to and fails, the connection must break."""
        begun = False

        async def noted(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self._app(scope, receive, noted)
        except Exception as exc:
            if begun or scope["type"] != "http":
                raise
            response = await self._tell(Request(scope, receive), exc)
            await response(scope, receive, send)
