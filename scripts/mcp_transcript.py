"""Prints a session of an MCP client with `faq mcp`, or with the service at a URL: `mcp_transcript.py [http://.../mcp]`."""

import asyncio
import json
import os
import sys
from pathlib import Path
from typing import Any

from mcp import Client
from mcp.client.stdio import StdioServerParameters
from pydantic import BaseModel

CALLS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("search", {"query": "wie lange dauert die Rückerstattung", "merchant": "casekoo", "limit": 2}),
    ("fetch", {"id": "casekoo:e6b4c48d1d78b020"}),
    ("search", {"query": "Rückerstattung", "merchant": "Casekoo"}),
    ("search", {"query": "Verkauft ihr auch Waschmaschinen?", "merchant": "casekoo", "limit": 1}),
)
"""A question in German, its answer whole, a merchant that is none, and a question that nothing answers."""


async def transcribe(place: str | StdioServerParameters) -> None:
    """Connects as assistants did before 2026-07-28, with a handshake, lists the tools and makes `CALLS`."""
    async with Client(place, mode="legacy") as client:
        shown("initialize", client.session.initialize_result)
        shown("tools/list", await client.list_tools())
        for tool, arguments in CALLS:
            shown(
                f"tools/call {tool} {json.dumps(arguments, ensure_ascii=False)}",
                await client.call_tool(tool, arguments),
            )


def shown(asked: str, result: BaseModel | None) -> None:
    """What was asked, and what came back; a tool's JSON text once, as its structured content."""
    body = result.model_dump(mode="json", by_alias=True, exclude_none=True) if result else {}
    if "structuredContent" in body:
        body["content"] = "the same as JSON text"
    print(f"> {asked}\n{json.dumps(body, ensure_ascii=False, indent=2)}\n")


if __name__ == "__main__":
    faq = StdioServerParameters(command=str(Path(sys.executable).with_name("faq")), args=["mcp"], env=dict(os.environ))
    asyncio.run(transcribe(sys.argv[1] if len(sys.argv) > 1 else faq))
