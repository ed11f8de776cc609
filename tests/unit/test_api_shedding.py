"""Searches without a place are refused before anything is read of them, and nothing else is."""

import asyncio

import pytest
from httpx2 import ASGITransport, AsyncClient, Response
from starlette.responses import PlainTextResponse
from starlette.types import Receive, Scope, Send

from app.api.shedding import ShedLoad


def asked(method: str, path: str, *, is_full: bool) -> tuple[Response, Scope]:
    """The reply, and the scope as whoever counts it finds it."""
    seen: list[Scope] = []

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        await PlainTextResponse("answered")(scope, receive, send)

    async def outermost(scope: Scope, receive: Receive, send: Send) -> None:
        seen.append(scope)
        await ShedLoad(answer, lambda: is_full)(scope, receive, send)

    async def ask() -> Response:
        async with AsyncClient(transport=ASGITransport(outermost), base_url="http://x") as client:
            return await client.request(method, path)

    return asyncio.run(ask()), seen[0]


@pytest.mark.parametrize(
    ("method", "path"), [("GET", "/v1/search?q=x"), ("POST", "/v1/search"), ("POST", "/v1/answer")]
)
def test_without_a_place_a_search_is_told_to_come_back(method: str, path: str) -> None:
    reply, scope = asked(method, path, is_full=True)
    assert (reply.status_code, reply.json()["code"], reply.headers["retry-after"]) == (503, "overloaded", "1")
    assert reply.headers["content-type"] == "application/problem+json"
    assert scope["route"].path == path.partition("?")[0]
    assert scope["state"]["code"] == "overloaded"


@pytest.mark.parametrize(
    ("method", "path"),
    [("OPTIONS", "/v1/search"), ("GET", "/v1/suggest?q=x"), ("GET", "/healthz"), ("GET", "/v1/search/")],
)
def test_what_needs_no_place_is_answered_though_there_is_none(method: str, path: str) -> None:
    assert asked(method, path, is_full=True)[0].text == "answered"


def test_with_a_place_a_search_is_passed_on() -> None:
    assert asked("GET", "/v1/search?q=x", is_full=False)[0].text == "answered"
