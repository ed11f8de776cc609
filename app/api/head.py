"""HEAD wherever GET is answered, as RFC 9110 asks."""

from starlette.types import ASGIApp, Receive, Scope, Send


class HeadAsGet:
    """ASGI middleware: the wrapped application answers a GET, of which the server sends no body."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers as the wrapped application does."""
        is_head = scope.get("method") == "HEAD"  # a lifespan has no method
        await self._app({**scope, "method": "GET"} if is_head else scope, receive, send)
