"""Headers that every response carries, whoever wrote it."""

from collections.abc import Mapping

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

HEADERS: Mapping[str, str] = {"X-Content-Type-Options": "nosniff", "Cache-Control": "no-store"}


class DefaultHeaders:
    """ASGI middleware that adds `HEADERS` where a response does not set them itself."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers as the wrapped application does, with the headers."""

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, send_with_headers)


def server_timing(stages: Mapping[str, float]) -> str:
    """Milliseconds by stage as a `Server-Timing` header (W3C), which browsers show beside the request."""
    return ", ".join(f"{stage.replace(' ', '-')};dur={duration:.2f}" for stage, duration in stages.items())
