"""Every request has an id, and those who count and write down learn how it ended."""

import asyncio
import re
from collections.abc import Callable
from types import SimpleNamespace

import pytest
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app import logs
from app.api.watching import Ended, WatchedRequests, request_id

NEW = r"[0-9a-f]{32}"


def headers(*ids: str) -> list[tuple[bytes, bytes]]:
    return [(b"host", b"x"), *((b"x-request-id", one.encode()) for one in ids)]


@pytest.mark.parametrize("sent", ["a", "a" * 64, "0-9_A.z"])
def test_a_request_keeps_the_id_that_it_came_with(sent: str) -> None:
    assert request_id(headers(sent)) == sent


@pytest.mark.parametrize("sent", ["", "a" * 65, "a b", "a\n", "a\x00", "ä", '"', "../x"])
def test_what_is_no_id_is_replaced_by_a_new_one(sent: str) -> None:
    assert re.fullmatch(NEW, request_id(headers(sent)))


def test_each_new_id_is_another() -> None:
    assert request_id(headers()) != request_id(headers())


def test_of_several_ids_the_first_that_is_one_counts() -> None:
    assert request_id(headers("no id", "one", "two")) == "one"


def watched(app: ASGIApp, **scope: object) -> tuple[list[Ended], list[Message]]:
    """What was told of a request, and what was sent."""
    told: list[Ended] = []
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    async def receive() -> Message:
        return {"type": "http.request"}

    async def ask() -> None:
        asked = {"type": "http", "method": "GET", "headers": headers("abc"), **scope}
        await WatchedRequests(app, [told.append])(asked, receive, send)

    asyncio.run(ask())
    return told, sent


def ending(status: int, note: Callable[[Scope], None] = lambda _: None) -> ASGIApp:
    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        note(scope)
        await Response(logs.request_id.get(), status)(scope, receive, send)

    return app


def test_the_id_is_sent_back_and_known_to_whoever_logs() -> None:
    _, (start, body) = watched(ending(200))
    assert (start["headers"][-1], body["body"]) == ((b"x-request-id", b"abc"), b"abc")


def test_what_others_noted_of_a_request_is_told() -> None:
    def note(scope: Scope) -> None:
        scope["route"] = SimpleNamespace(path="/v1/passages/{passage_id}")
        scope["state"].update(caller=SimpleNamespace(key_id="94d7"), generation="g", code="not_found", query="q")

    (ended,), _ = watched(ending(404, note))
    assert ended.milliseconds > 0
    assert (ended.method, ended.endpoint, ended.status) == ("GET", "/v1/passages/{passage_id}", 404)
    assert (ended.code, ended.key_id, ended.generation, ended.query) == ("not_found", "94d7", "g", "q")


def test_where_nothing_is_known_nothing_that_the_caller_invented_is_told() -> None:
    (ended,), _ = watched(ending(404), method="INVENT", path="/invented")
    assert (ended.method, ended.endpoint) == ("other", "other")
    assert (ended.code, ended.key_id, ended.generation, ended.query) == (None,) * 4


async def leave(scope: Scope, receive: Receive, send: Send) -> None:
    """Answers nothing."""


def test_a_request_that_is_not_answered_ends_as_one_whose_client_is_gone() -> None:
    (ended,), _ = watched(leave)
    assert ended.status == 499


async def fail(scope: Scope, receive: Receive, send: Send) -> None:
    raise RuntimeError("fault")


def test_a_request_that_fails_is_told_all_the_same() -> None:
    told: list[Ended] = []

    async def nothing(*_: Message) -> Message:
        return {}

    scope = {"type": "http", "method": "GET", "headers": []}
    with pytest.raises(RuntimeError, match="fault"):
        asyncio.run(WatchedRequests(fail, [told.append])(scope, nothing, nothing))  # type: ignore[arg-type]
    assert len(told) == 1


def test_what_is_no_request_is_left_alone() -> None:
    told, sent = watched(leave, type="lifespan")
    assert (told, sent) == ([], [])
