"""The MCP server at /mcp of the real service, over a real connection on loopback."""

import asyncio
import json
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import httpx2
import pytest
import uvicorn
from fastapi import FastAPI
from mcp import Client
from mcp.types import CallToolResult
from starlette.testclient import TestClient

from app.api import server
from app.api.application import Serving, create_app
from app.api.engines import Index
from app.api.parsing import LARGEST_BODY
from app.api.schemas import Problem
from app.domain import SearchRequest, SearchResult
from app.errors import IndexMissing
from app.generations import Generation
from app.scope import EVERYTHING, Scope
from app.search import Searcher, Understanding
from app.settings import Settings
from tests.e2e.assistants import Body, body, refusal, session

SHOP = "https://shop.example"
CALL: Body = {
    "jsonrpc": "2.0",
    "id": 1,
    "method": "tools/call",
    "params": {"name": "search", "arguments": {"query": "shipping"}},
}
HEADERS = {"Accept": "application/json, text/event-stream", "Content-Type": "application/json"}
LOCAL = {**HEADERS, "Host": "localhost"}


class Gated(Searcher):
    """Searches only while its gate is open."""

    def __init__(self, generation: Generation, understanding: Understanding) -> None:
        super().__init__(generation, understanding)
        self.gate = threading.Event()
        self.gate.set()
        self.begun: list[str] = []

    def search(self, request: SearchRequest, scope: Scope = EVERYTHING) -> SearchResult:
        self.begun.append(request.q)
        self.gate.wait(20)
        return super().search(request, scope)


@contextmanager
def serving(app: FastAPI) -> Iterator[str]:
    """The address of a service that runs meanwhile."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        running = uvicorn.Server(uvicorn.Config(app, log_level="warning", access_log=False))
        thread = threading.Thread(target=running.run, args=([listening],), daemon=True)
        thread.start()
        deadline = time.monotonic() + 10
        while not app.state.mcp.is_running:
            assert time.monotonic() < deadline
            time.sleep(0.005)
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        running.should_exit = True
        thread.join(10)


@pytest.fixture(scope="module")
def site(searcher: Searcher) -> Iterator[str]:
    with serving(
        create_app(Index(lambda: searcher), Serving(origins=[SHOP], address="https://faq.example"))
    ) as address:
        yield address


@pytest.mark.parametrize("mode", ["auto", "legacy"])
@pytest.mark.parametrize("path", ["/mcp", "/mcp/"])
def test_clients_of_today_and_yesterday_search_and_fetch(site: str, mode: str, path: str) -> None:
    async def ask(client: Client) -> tuple[Body, Body]:
        found = body(await client.call_tool("search", {"query": "livraison gratuite", "merchant": "boutique"}))
        return found, body(await client.call_tool("fetch", {"id": found["results"][0]["id"]}))

    found, fetched = session(site + path, ask, mode=mode)
    assert found["results"][0]["text"] == fetched["text"] == "La livraison est gratuite dès 50 € d'achat. 🎁"
    assert fetched["url"] == f"https://faq.example/source/{fetched['id']}"


def test_twenty_calls_at_once_are_answered(site: str) -> None:
    async def at_once(client: Client) -> list[CallToolResult]:
        return await asyncio.gather(*[client.call_tool("search", {"query": f"shipping {n}"}) for n in range(20)])

    found = session(site + "/mcp", at_once)
    assert [body(result)["query"]["text"] for result in found] == [f"shipping {n}" for n in range(20)]


def test_errors_of_tools_come_over_http_too(site: str) -> None:
    async def ask(client: Client) -> CallToolResult:
        return await client.call_tool("search", {"query": "x", "merchant": "nobody"})

    assert refusal(session(site + "/mcp", ask))[0] == "unknown_merchant"


def post(site: str, content: str | bytes = json.dumps(CALL), **headers: str) -> httpx2.Response:
    return httpx2.post(site + "/mcp", content=content, headers={**HEADERS, **headers})


def test_a_reply_is_json_without_a_session_and_is_not_kept(site: str) -> None:
    reply = post(site)
    assert (reply.status_code, reply.headers["content-type"]) == (200, "application/json")
    assert (reply.headers["cache-control"], reply.headers.get("mcp-session-id")) == ("no-store", None)
    assert reply.json()["result"]["structuredContent"]["query"]["text"] == "shipping"


def assert_problem(reply: httpx2.Response, status: int, code: str) -> None:
    problem = Problem.model_validate_json(reply.text)
    assert (reply.status_code, problem.status, problem.code) == (status, status, code)
    assert reply.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("headers", [{"Host": "evil.example"}, {"Origin": "https://evil.example"}, {"Origin": "null"}])
def test_another_address_and_another_website_are_refused(site: str, headers: dict[str, str]) -> None:
    assert_problem(post(site, **headers), 403, "forbidden")


@pytest.mark.parametrize("origin", [SHOP, "https://faq.example"])
def test_pages_of_allowed_websites_may_ask(site: str, origin: str) -> None:
    assert post(site, Origin=origin).status_code == 200


def test_a_body_is_limited_as_everywhere(site: str) -> None:
    whole = json.dumps(CALL).ljust(LARGEST_BODY)
    assert post(site, whole).status_code == 200
    assert_problem(post(site, whole + " "), 413, "body_too_large")


@pytest.mark.parametrize("method", ["GET", "DELETE", "PUT"])
def test_there_is_no_stream_to_open_and_no_session_to_end(site: str, method: str) -> None:
    reply = httpx2.request(method, site + "/mcp", headers=HEADERS)
    assert_problem(reply, 405, "method_not_allowed")
    assert reply.headers["allow"] == "POST"


@pytest.mark.parametrize("content", [b"", b"shipping", b"[]", b"{}", b"\xff", b"[" * 60_000, b'{"jsonrpc": "2.0"}'])
def test_what_is_no_message_is_an_error_of_the_client(site: str, content: bytes) -> None:
    reply = post(site, content)
    assert reply.status_code == 400
    assert "JSONRPC" not in reply.text  # the names of the SDK's own classes


def test_what_does_not_say_that_it_is_json_is_an_error_of_the_client(site: str) -> None:
    reply = httpx2.post(site + "/mcp", content=b"{}", headers={"Accept": "application/json"})
    assert_problem(reply, 400, "not_json")


def test_replies_and_searches_are_counted(site: str) -> None:
    def figure(name: str) -> float:
        lines = httpx2.get(site + "/metrics").text.splitlines()
        return next((float(line.rpartition(" ")[2]) for line in lines if line.startswith(name)), 0.0)

    names = ('faq_replies_total{endpoint="/mcp",status="200"}', "faq_search_seconds_count")
    before = [figure(name) for name in names]
    post(site)
    assert [figure(name) for name in names] == [count + 1 for count in before]


async def search(client: Client) -> CallToolResult:
    return await client.call_tool("search", {"query": "shipping"})


def fail_to_load() -> Searcher:
    raise IndexMissing("There is no index yet. Run `faq ingest` first.")


def test_a_service_without_an_index_lists_its_tools_and_says_what_is_missing() -> None:
    async def ask(client: Client) -> tuple[int, CallToolResult]:
        return len((await client.list_tools()).tools), await search(client)

    with serving(create_app(Index(fail_to_load))) as site:
        tools, result = session(site + "/mcp", ask)
    assert (tools, refusal(result)) == (2, ("not_ready", "There is no index yet. Run `faq ingest` first."))


def test_until_the_index_and_the_sdk_are_loaded_assistants_are_told_to_come_back(searcher: Searcher) -> None:
    gate = threading.Event()

    def load() -> Searcher:
        gate.wait(20)
        return searcher

    with TestClient(create_app(Index(load))) as client:
        early = client.post("/mcp", json=CALL, headers=LOCAL)
        gate.set()
    assert (early.status_code, Problem.model_validate(early.json()).code) == (503, "not_ready")


def test_without_a_sdk_that_works_assistants_are_told_so_and_searches_go_on(
    searcher: Searcher, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setitem(sys.modules, "mcp.server.streamable_http_manager", None)  # how Python says: not importable
    with TestClient(create_app(Index(lambda: searcher))) as client:
        deadline = time.monotonic() + 10
        while "could not be started" not in (told := client.post("/mcp", json=CALL, headers=LOCAL).text):
            assert time.monotonic() < deadline, told
        found = client.get("/v1/search?q=shipping")
    assert found.status_code == 200
    assert "Assistants are not served" in caplog.text


async def until(it_is_so: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not it_is_so():
            await asyncio.sleep(0.005)


def test_one_search_more_than_there_is_room_for_is_told_to_come_back(
    generation: Generation, understanding: Understanding
) -> None:
    gated = Gated(generation, understanding)
    app = create_app(Index(lambda: gated), Serving(workers=1, queue=0))

    async def ask(client: Client) -> list[CallToolResult]:
        gated.gate.clear()
        running = asyncio.create_task(search(client))
        await until(lambda: app.state.service.taken == 1)
        refused = await search(client)
        gated.gate.set()
        return [refused, await running]

    with serving(app) as site:
        refused, answered = session(site + "/mcp", ask)
    assert refusal(refused) == ("overloaded", "Too many searches are waiting. Try again in a second.")
    assert body(answered)["total"]


@pytest.mark.parametrize("mode", ["auto", "legacy"])
def test_a_client_that_hangs_up_while_waiting_is_not_searched_for(
    generation: Generation, understanding: Understanding, mode: str
) -> None:
    gated = Gated(generation, understanding)
    app = create_app(Index(lambda: gated), Serving(workers=1, queue=1, patience=20))

    async def leave(client: Client) -> None:
        gated.gate.clear()
        running = asyncio.create_task(client.call_tool("search", {"query": "running"}))
        await until(lambda: gated.begun[-1] == "running")
        waiting = asyncio.create_task(client.call_tool("search", {"query": "waiting"}))
        await until(lambda: app.state.service.taken == 2)
        running.cancel()
        waiting.cancel()
        await asyncio.wait([running, waiting])

    with serving(app) as site:
        session(site + "/mcp", leave, mode=mode)
        asyncio.run(until(lambda: app.state.service.taken == 1))
        gated.gate.set()
        assert httpx2.get(site + "/v1/search?q=after").status_code == 200
    assert gated.begun[1:] == ["running", "after"]


def test_links_lead_to_where_the_service_really_listens(monkeypatch: pytest.MonkeyPatch) -> None:
    described: list[Settings] = []
    monkeypatch.setattr(server, "application", described.append)
    monkeypatch.setattr(uvicorn, "run", lambda *_, **__: None)
    server.run(Settings.from_environment({}), host="127.0.0.2", port=9000)
    assert [settings.address for settings in described] == ["http://127.0.0.2:9000"]


def test_an_application_can_be_started_again(searcher: Searcher) -> None:
    app = create_app(Index(lambda: searcher))
    with serving(app):
        pass
    with serving(app) as site:
        assert post(site).status_code == 200
