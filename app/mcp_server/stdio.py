"""The server over standard input and output, as an assistant on this machine starts it."""

import asyncio
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from mcp.server import Server
from mcp.server.stdio import stdio_server

from app import wiring
from app.domain import SearchRequest, SearchResult, Shown
from app.mcp_server.server import server
from app.search import Searcher
from app.settings import Settings

_STDOUT, _STDERR = 1, 2


@dataclass(frozen=True, slots=True)
class Loaded:
    """An index that is searched in threads of this process."""

    searcher: Searcher

    def shown(self, passage_id: str) -> Shown:
        """Any passage."""
        return self.searcher.shown(passage_id)

    async def search(self, request: SearchRequest) -> SearchResult:
        """Searches in a thread."""
        return await asyncio.to_thread(self.searcher.search, request)


def run_stdio(settings: Settings) -> None:
    """Serves until standard input ends. Raises IndexFolderError or ModelError, before a word to the assistant.

    Standard output holds the protocol and nothing else: whatever prints meanwhile is sent to standard error.
    """
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # ends at once; else the SDK would wait for a line of input
    with _prints_to_stderr():  # while serving the SDK sees to it
        searcher = wiring.searcher(settings)
    generation = searcher.generation.manifest.generation
    sys.stderr.write(f"Serving generation {generation} to an assistant on standard input and output.\n")
    index = Loaded(searcher)
    asyncio.run(_serve(server(lambda _: index, settings.address)))


@contextmanager
def _prints_to_stderr() -> Iterator[None]:
    """Sends what is written to standard output meanwhile, by native code too, to standard error."""
    sys.stdout.flush()
    kept = os.dup(_STDOUT)
    os.dup2(_STDERR, _STDOUT)
    try:
        yield
    finally:
        sys.stdout.flush()
        os.dup2(kept, _STDOUT)
        os.close(kept)


async def _serve(served: Server[Any]) -> None:
    async with stdio_server() as (incoming, outgoing):
        await served.run(incoming, outgoing, served.create_initialization_options())
