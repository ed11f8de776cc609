"""The service under pressure: a bounded queue, a free event loop, and places given up by clients that leave."""

import asyncio
import threading
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from fastapi import FastAPI
from httpx2 import ASGITransport, AsyncClient, Response
from starlette.testclient import TestClient
from starlette.types import Message

from app.api.application import Serving, create_app
from app.api.engines import Index
from app.domain import SearchRequest, SearchResult
from app.generations import Generation
from app.scope import EVERYTHING, Scope
from app.search import Searcher, Understanding

SEARCH = "/v1/search?q=shipping"


class Gated(Searcher):
    """Searches only while its gate is open."""

    def __init__(self, generation: Generation, understanding: Understanding) -> None:
        super().__init__(generation, understanding)
        self.gate = threading.Event()
        self.gate.set()
        self.searched: list[str] = []

    def search(self, request: SearchRequest, scope: Scope = EVERYTHING) -> SearchResult:
        self.gate.wait(20)
        self.searched.append(request.q)
        return super().search(request, scope)


@pytest.fixture
def gated(generation: Generation, understanding: Understanding) -> Gated:
    return Gated(generation, understanding)


@asynccontextmanager
async def serving(app: FastAPI) -> AsyncIterator[AsyncClient]:
    async with (
        app.router.lifespan_context(app),
        AsyncClient(transport=ASGITransport(app), base_url="http://x") as client,
    ):
        while (await client.get("/readyz")).status_code != 200:
            await asyncio.sleep(0.005)
        yield client


async def finished(tasks: list[asyncio.Task[Response]], count: int) -> list[Response]:
    """The first `count` responses."""
    while sum(task.done() for task in tasks) < count:
        await asyncio.sleep(0.005)
    return [task.result() for task in tasks if task.done()]


async def flood(app: FastAPI, gated: Gated, count: int) -> tuple[list[Response], float, list[Response]]:
    """Who was refused, how long /healthz took meanwhile, and everyone in the end."""
    async with serving(app) as client:
        gated.gate.clear()
        tasks = [asyncio.create_task(client.get(SEARCH)) for _ in range(count)]
        refused = await finished(tasks, count - 10)
        started = time.perf_counter()
        assert (await client.get("/healthz")).status_code == 200
        seconds = time.perf_counter() - started
        gated.gate.set()
        return refused, seconds, list(await asyncio.gather(*tasks))


def test_of_200_searches_those_that_find_no_place_are_told_to_come_back(gated: Gated) -> None:
    refused, seconds, responses = asyncio.run(
        flood(create_app(Index(lambda: gated), Serving(workers=2, queue=8, patience=60)), gated, 200)
    )
    assert [response.status_code for response in refused] == [503] * 190
    assert {(response.json()["code"], response.headers["retry-after"]) for response in refused} == {("overloaded", "1")}
    assert sorted(response.status_code for response in responses) == [200] * 10 + [503] * 190
    assert seconds < 0.5


async def wait_for_a_place(app: FastAPI, gated: Gated) -> list[int]:
    """One search runs, the second waits until its client is cancelled; then there is room for a third."""
    async with serving(app) as client:
        gated.gate.clear()
        running = asyncio.create_task(client.get(SEARCH + "+running"))
        leaving = asyncio.create_task(client.get(SEARCH + "+leaving"))
        await asyncio.sleep(0.1)
        full = await client.get(SEARCH)
        leaving.cancel()
        await asyncio.wait([leaving])
        staying = asyncio.create_task(client.get(SEARCH + "+staying"))
        await asyncio.sleep(0.1)
        gated.gate.set()
        return [full.status_code, (await running).status_code, (await staying).status_code]


def test_a_cancelled_search_gives_up_its_place(gated: Gated) -> None:
    app = create_app(Index(lambda: gated), Serving(workers=1, queue=1))
    assert asyncio.run(wait_for_a_place(app, gated)) == [503, 200, 200]
    assert gated.searched[1:] == ["shipping running", "shipping staying"]


class Visitor:
    """A client seen from the ASGI side, which sends a search and hangs up when told."""

    def __init__(self, body: bytes, *, whole: bool = True) -> None:
        self._messages: list[Message] = [{"type": "http.request", "body": body, "more_body": not whole}]
        self.hung_up = asyncio.Event()
        self.statuses: list[int] = []

    async def receive(self) -> Message:
        if self._messages:
            return self._messages.pop()
        await self.hung_up.wait()
        return {"type": "http.disconnect"}

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.statuses.append(message["status"])

    async def visit(self, app: FastAPI) -> None:
        scope = {"type": "http", "method": "POST", "path": "/v1/search", "query_string": b"", "headers": []}
        await app(scope, self.receive, self.send)


async def hang_up(app: FastAPI, gated: Gated) -> list[int]:
    async with serving(app) as client:
        gated.gate.clear()
        running = asyncio.create_task(client.get(SEARCH + "+running"))
        await asyncio.sleep(0.1)
        visitor = Visitor(b'{"q": "leaving"}')
        visiting = asyncio.create_task(visitor.visit(app))
        await asyncio.sleep(0.1)
        visitor.hung_up.set()
        await visiting
        gated.gate.set()
        await running
        return visitor.statuses


def test_a_client_that_hangs_up_while_waiting_is_not_searched_for(gated: Gated) -> None:
    assert asyncio.run(hang_up(create_app(Index(lambda: gated), Serving(workers=1, queue=1)), gated)) == [499]
    assert gated.searched[1:] == ["shipping running"]


async def hang_up_early(app: FastAPI) -> list[int]:
    async with serving(app):
        visitor = Visitor(b'{"q": "leav', whole=False)
        visitor.hung_up.set()
        await visitor.visit(app)
        return visitor.statuses


def test_a_client_that_hangs_up_within_its_body_is_no_fault_of_the_service(searcher: Searcher) -> None:
    assert asyncio.run(hang_up_early(create_app(Index(lambda: searcher)))) == [499]


class Failing(Searcher):
    """Answers the warm-up and nothing else."""

    warm = False

    def search(self, request: SearchRequest, scope: Scope = EVERYTHING) -> SearchResult:
        if self.warm:
            raise RuntimeError("at /secret/path")
        self.warm = True
        return super().search(request, scope)


def test_an_unexpected_error_is_logged_and_told_without_details(
    generation: Generation, understanding: Understanding, caplog: pytest.LogCaptureFixture
) -> None:
    app = create_app(Index(lambda: Failing(generation, understanding)), Serving(origins=["*"]))
    with TestClient(app, raise_server_exceptions=False) as client:
        while client.get("/readyz").status_code != 200:
            time.sleep(0.005)
        response = client.get(SEARCH, headers={"Origin": "https://shop.example"})
    assert (response.status_code, response.json()["code"]) == (500, "internal_error")
    assert response.headers["access-control-allow-origin"] == "*"  # or a search box elsewhere could not tell it
    assert response.headers["content-type"] == "application/problem+json"
    assert response.headers["x-content-type-options"] == "nosniff"
    assert "secret" not in response.text
    assert "at /secret/path" in caplog.text
