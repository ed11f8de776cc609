"""The MCP server at /mcp: streamable HTTP, each request on its own, admitted and counted like every other search."""

import asyncio
import logging
from functools import partial
from typing import TYPE_CHECKING

from fastapi import FastAPI, Request
from starlette.routing import Route
from starlette.types import Message, Receive, Scope, Send

from app.api.admission import admitted
from app.api.aside import aside
from app.api.callers import Callers
from app.api.disconnect import while_connected
from app.api.json_reply import JsonReply
from app.api.parsing import limited_body
from app.api.problems import NotJson, NotReady
from app.api.query_logging import of_search
from app.api.service import Service
from app.domain import SearchRequest, SearchResult, Shown
from app.scope import Scope as Seeing

if TYPE_CHECKING:
    from mcp.server.streamable_http_manager import StreamableHTTPSessionManager

_LOADING = "The server for assistants is being loaded. Try again in a few seconds."
_FAILED = "The server for assistants could not be started; the service's log says why. `faq doctor` may help."
_log = logging.getLogger(__name__)

PATHS = ("/mcp", "/mcp/")  # no redirect: many clients drop a body on the way


def add_mcp(app: FastAPI, service: Service, callers: Callers, *, address: str) -> "McpEndpoint":
    """Serves assistants at `PATHS`; the endpoint answers while it is `run`."""
    endpoint = McpEndpoint(service, callers, address)
    for path in PATHS:
        app.router.routes.append(Route(path, endpoint, methods=["POST"], include_in_schema=False))
    return endpoint


class McpEndpoint:
    """ASGI application: refuses whom it may not serve and what is too long, and leaves the rest to the SDK."""

    path = PATHS[0]  # what replies are counted by, as those of the framework's own routes

    def __init__(self, service: Service, callers: Callers, address: str) -> None:
        self._service, self._callers, self._address = service, callers, address
        self._manager: StreamableHTTPSessionManager | None = None
        self._reason = _LOADING

    @property
    def is_running(self) -> bool:
        """Whether requests are answered."""
        return self._manager is not None

    async def run(self) -> None:
        """Loads the SDK, which takes a second, and answers until cancelled; says why where it cannot."""
        try:
            manager = await aside(partial(_manager, self._address))
            async with manager.run():
                self._manager = manager
                await asyncio.Event().wait()
        except Exception as exc:  # noqa: BLE001 - whatever it is, searches go on
            _log.error("Assistants are not served: %s", exc, exc_info=exc)
            self._reason = _FAILED
        finally:
            self._manager = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one request. Raises Forbidden, NotReady or BodyTooLarge."""
        scope["route"] = self
        request = Request(scope, receive)
        self._callers.require(request.headers)
        request.state.index = _Seen(self._service, admitted(request, "assistant").scope)
        if self._manager is None:
            raise NotReady(self._reason)
        if not request.headers.get("content-type", "").startswith("application/json"):
            raise NotJson("Messages to assistants' tools are JSON. Send Content-Type: application/json.")
        from app.mcp_server.messages import INVALID_REQUEST, is_message  # noqa: PLC0415 - loaded with the SDK

        body = await limited_body(request)
        if not is_message(body):
            await JsonReply(INVALID_REQUEST, 400)(scope, receive, send)
            return
        answering = self._manager.handle_request(scope, _again(body, receive), send)
        await while_connected(request, answering)


def _manager(address: str) -> "StreamableHTTPSessionManager":
    from mcp.server.streamable_http_manager import StreamableHTTPSessionManager  # noqa: PLC0415 - a second of CPU

    from app.mcp_server.server import server  # noqa: PLC0415 - loads the SDK too

    return StreamableHTTPSessionManager(server(_index_of, address), json_response=True, stateless=True)


class _Seen:
    """The service's index as a caller may see it: searches take their turn among those of everybody else."""

    def __init__(self, service: Service, scope: Seeing) -> None:
        self._service, self._scope = service, scope

    def shown(self, passage_id: str) -> Shown:
        return self._service.view(self._scope).shown(passage_id)

    async def search(self, request: SearchRequest) -> SearchResult:
        result = await self._service.workers.run(self._service.view(self._scope).search, request)
        self._service.metrics.computed("search", result.processing_ms, result.stages)
        if result.degraded:
            self._service.metrics.degraded()
        self._service.query_log.add(request, self._scope, of_search(result))
        return result


def _index_of(request: Request) -> _Seen:
    seen: _Seen = request.state.index
    return seen


def _again(body: bytes, receive: Receive) -> Receive:
    """A `receive` that gives a body that was read once more, and then what comes after it."""
    messages: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def again() -> Message:
        return messages.pop() if messages else await receive()

    return again
