"""What tests of the MCP server share: a client's session, and a look at what tools gave back."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from mcp import Client
from mcp.client.stdio import StdioServerParameters
from mcp.server import Server
from mcp.types import CallToolResult, TextContent

from app.domain import SearchRequest, SearchResult, Shown
from app.search import Searcher

Given = TypeVar("Given")
Body = dict[str, Any]  # Any: JSON
ADDRESS = "https://faq.example"


class Loaded:
    """A searcher as the server's index, in this thread."""

    def __init__(self, searcher: Searcher) -> None:
        self.searcher = searcher

    def shown(self, passage_id: str) -> Shown:
        return self.searcher.shown(passage_id)

    async def search(self, request: SearchRequest) -> SearchResult:
        return self.searcher.search(request)


def session(
    place: Server[Any] | StdioServerParameters | str, ask: Callable[[Client], Awaitable[Given]], *, mode: str = "auto"
) -> Given:
    """What `ask` gives back, with a client that is connected meanwhile; `legacy` is the handshake of older clients."""

    async def connected() -> Given:
        async with Client(place, mode=mode, read_timeout_seconds=30) as client:
            return await ask(client)

    return asyncio.run(connected())


def body(result: CallToolResult) -> Body:
    """What a tool gave back, which it says twice."""
    assert not result.is_error, result.content
    assert [json.loads(text(result))] == [result.structured_content]
    return dict(result.structured_content)


def refusal(result: CallToolResult) -> tuple[str, str]:
    """The code and the detail of a tool's error."""
    assert result.is_error
    assert result.structured_content is None
    told = json.loads(text(result))
    assert list(told) == ["code", "detail"]
    return told["code"], told["detail"]


def text(result: CallToolResult) -> str:
    """A tool's only piece of content."""
    (only,) = result.content
    assert isinstance(only, TextContent)
    return only.text
