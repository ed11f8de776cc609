"""The server: it lists two tools and runs them over an index, whatever the transport."""

import json
import logging
from collections.abc import Awaitable, Callable
from typing import Any, Protocol

from mcp.server import Server, ServerRequestContext
from mcp.shared.exceptions import MCPError
from mcp.types import (
    INVALID_PARAMS,
    CallToolRequestParams,
    CallToolResult,
    ListToolsResult,
    PaginatedRequestParams,
    TextContent,
)

from app import __version__
from app.domain import SearchRequest, SearchResult, Shown
from app.errors import FaqError, InternalError
from app.mcp_server import arguments
from app.mcp_server.results import passage_body, search_body
from app.mcp_server.schemas import Json
from app.mcp_server.tools import FETCH, INSTRUCTIONS, SEARCH

Context = ServerRequestContext[Any, Any]  # Any: what transports keep, and nobody here asks for
_log = logging.getLogger(__name__)


class Index(Protocol):
    """What the tools look into for one caller; each may raise a FaqError with a `code`, under load too."""

    def shown(self, passage_id: str) -> Shown:
        """A passage that the caller may see."""
        ...

    async def search(self, request: SearchRequest) -> SearchResult:
        """Searches without blocking the event loop."""
        ...


IndexOf = Callable[[Any], Index]
"""The index as the sender of an HTTP request may see it; None where a transport has none."""


def server(index_of: IndexOf, address: str) -> Server[Any]:
    """The server over an index; links to passages begin with `address`."""
    tools = _Tools(index_of, address)
    made = Server(
        "merchant-faq-search",
        version=__version__,
        title="Merchant FAQ search",
        instructions=INSTRUCTIONS,
        on_list_tools=tools.list,
        on_call_tool=tools.call,
    )
    made.middleware.clear()  # the SDK's tracing: nothing is told to anybody here
    return made


class _Tools:
    def __init__(self, index_of: IndexOf, address: str) -> None:
        self._index_of, self._address = index_of, address
        self._work: dict[str, Callable[[Index, arguments.Arguments], Awaitable[Json]]] = {
            SEARCH.name: self._search,
            FETCH.name: self._fetch,
        }

    async def list(self, _: Context, __: PaginatedRequestParams | None) -> ListToolsResult:
        return ListToolsResult(tools=[SEARCH, FETCH])

    async def call(self, context: Context, params: CallToolRequestParams) -> CallToolResult:
        """What the tool gives back, or what is wrong, for the assistant to read and mend."""
        if params.name not in self._work:
            raise MCPError(INVALID_PARAMS, f"No tool {params.name[:100]!r}. Known: {', '.join(self._work)}.")
        try:
            body = await self._work[params.name](self._index_of(context.request), params.arguments or {})
        except Exception as exc:  # noqa: BLE001 - whatever it is, the assistant is told, and the log has the rest
            return _refused(exc)
        return CallToolResult(content=[_as_text(body)], structured_content=body)

    async def _search(self, index: Index, given: arguments.Arguments) -> Json:
        return search_body(await index.search(arguments.search_request(given)), self._address)

    async def _fetch(self, index: Index, given: arguments.Arguments) -> Json:
        return passage_body(index.shown(arguments.passage_id(given)), self._address)


def _refused(exc: Exception) -> CallToolResult:
    """The same `code` and `detail` as HTTP's problem."""
    told = exc if isinstance(exc, FaqError) and exc.code else InternalError()
    if told is not exc:
        _log.error("A tool failed", exc_info=exc)
    return CallToolResult(content=[_as_text({"code": told.code, "detail": str(told)})], is_error=True)


def _as_text(body: Json) -> TextContent:
    return TextContent(text=json.dumps(body, ensure_ascii=False))
