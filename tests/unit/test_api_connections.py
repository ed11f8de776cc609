"""Connections: how many are served, how long one may take to ask, and what is told to whoever is no visitor."""

import asyncio
import json
import resource
import socket
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest
import uvicorn
from starlette.responses import PlainTextResponse
from starlette.types import Receive, Scope, Send
from uvicorn.server import ServerState

from app.api.connections import LimitedConnection, most_connections

ASKING = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"
Stream = tuple[asyncio.StreamReader, asyncio.StreamWriter]


class Impatient(LimitedConnection):
    """With limits that a test reaches."""

    most, slowest_head, largest_head, slowest_reader = 2, 0.1, 1000, 0.1


async def answer(scope: Scope, receive: Receive, send: Send) -> None:
    await PlainTextResponse("answered" if scope["path"] == "/" else "much" * 5_000_000)(scope, receive, send)


@asynccontextmanager
async def serving(state: ServerState | None = None) -> AsyncIterator[Callable[[], Awaitable[Stream]]]:
    """What makes a connection; `state` knows those that are open."""
    config, state = uvicorn.Config(answer, lifespan="off", log_config=None), state or ServerState()
    config.load()
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Impatient(config, state, {}, loop), "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    made: list[Stream] = []

    async def connect() -> Stream:
        made.append(stream := await asyncio.open_connection("127.0.0.1", port))
        return stream

    try:
        yield connect
    finally:
        for _, writer in made:
            writer.close()
        await asyncio.sleep(0.01)
        server.close()
        await server.wait_closed()


async def reply_to(stream: Stream, *pieces: bytes) -> bytes:
    """Everything that is answered until the connection is closed."""
    reader, writer = stream
    for piece in pieces:
        writer.write(piece)
        await writer.drain()
    try:
        return await asyncio.wait_for(reader.read(), 5)
    except ConnectionResetError:
        return b"reset"


def answered(*pieces: bytes) -> tuple[bytes, float]:
    """What comes of the bytes on a connection of their own, until it is closed, and how many seconds that takes."""

    async def scenario() -> tuple[bytes, float]:
        async with serving() as connect:
            began = time.monotonic()
            return await reply_to(await connect(), *pieces), time.monotonic() - began

    return asyncio.run(scenario())


def told(reply: bytes) -> tuple[int, str]:
    """The status and the problem's code."""
    head, _, body = reply.partition(b"\r\n\r\n")
    assert b"\r\ncontent-type: application/problem+json" in head
    assert b"\r\nconnection: close" in head
    problem = json.loads(body)
    assert int(head.split()[1]) == problem["status"]
    return problem["status"], problem["code"]


@pytest.mark.parametrize("head", [b"GARBAGE\r\n\r\n", b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: many\r\n\r\n"])
def test_what_is_no_http_is_told_so_as_a_problem(head: bytes) -> None:
    assert told(answered(head)[0]) == (400, "malformed_request")


def test_a_head_that_does_not_arrive_in_time_is_refused() -> None:
    reply, seconds = answered(ASKING[:20])
    assert told(reply) == (408, "request_timeout")
    assert Impatient.slowest_head <= seconds < 3


def test_a_further_request_of_a_connection_must_arrive_in_time_too() -> None:
    reply, _ = answered(ASKING, ASKING[:20])
    first, _, second = reply.partition(b"answered")
    assert first.startswith(b"HTTP/1.1 200 ")
    assert told(second) == (408, "request_timeout")


def test_whoever_connects_and_says_nothing_is_told_nothing() -> None:
    reply, seconds = answered()
    assert reply == b""
    assert Impatient.slowest_head <= seconds < 3


def test_a_head_without_end_is_refused() -> None:
    lines = [b"X-%d: %s\r\n" % (number, b"y" * 80) for number in range(20)]
    assert told(answered(b"GET / HTTP/1.1\r\n", *lines)[0]) == (431, "head_too_large")


def test_a_body_is_no_head() -> None:
    body = b"y" * Impatient.largest_head * 3
    reply, _ = answered(b"POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 3000\r\n\r\n", body)
    assert reply.startswith(b"HTTP/1.1 200 ")


@pytest.mark.skipif(not hasattr(socket, "TCP_USER_TIMEOUT"), reason="Linux only")
def test_whoever_does_not_read_what_they_asked_for_is_cut_off() -> None:
    async def scenario() -> None:
        state = ServerState()
        async with serving(state) as connect, asyncio.timeout(10):
            _, writer = await connect()
            writer.write(ASKING.replace(b"/ ", b"/much "))
            while not state.connections:
                await asyncio.sleep(0.01)
            while state.connections:
                await asyncio.sleep(0.01)

    asyncio.run(scenario())


def test_one_connection_too_many_is_told_to_come_back_and_many_too_many_are_closed() -> None:
    async def scenario() -> list[bytes]:
        async with serving() as connect:
            streams = [await connect() for _ in range(4)]
            return [await reply_to(stream, ASKING) for stream in streams[2:]]

    one_more, many_more = asyncio.run(scenario())
    assert told(one_more) == (503, "overloaded")
    assert b"\r\nretry-after: 1\r\n" in one_more
    assert many_more in (b"", b"reset")


def test_a_connection_that_ends_makes_room() -> None:
    async def scenario() -> bytes:
        async with serving() as connect:
            for _ in range(3):
                _, writer = await connect()
                writer.close()
                await asyncio.sleep(0.01)
            return await reply_to(await connect(), ASKING.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n"))

    assert asyncio.run(scenario()).startswith(b"HTTP/1.1 200 ")


def test_no_more_connections_are_served_than_half_of_the_files_that_may_be_open() -> None:
    assert most_connections() == min(2000, resource.getrlimit(resource.RLIMIT_NOFILE)[0] // 2)
