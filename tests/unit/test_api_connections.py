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
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.server import ServerState

from app.api.connections import LimitedConnection, most_connections

ASKING = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"
POSTING = b"POST /body HTTP/1.1\r\nHost: x\r\n"
CHUNKED = b"Transfer-Encoding: chunked\r\n\r\n"
Stream = tuple[asyncio.StreamReader, asyncio.StreamWriter]


class Impatient(LimitedConnection):
    """With limits that a test reaches."""

    most, slowest_head, largest_head, slowest_reader = 2, 0.1, 1000, 0.1
    most_lines, largest_rest = 100, 2000


class Waiting(Impatient):
    """With limits of size only, longer than `reply_to` waits."""

    slowest_head = 60.0


async def told_body(scope: Scope, receive: Receive, send: Send) -> None:
    await PlainTextResponse(await Request(scope, receive).body())(scope, receive, send)


async def told_headers(scope: Scope, receive: Receive, send: Send) -> None:
    await Request(scope, receive).body()
    await PlainTextResponse(b" ".join(name for name, _ in scope["headers"]))(scope, receive, send)


PAGES: dict[str, ASGIApp] = {
    "/": PlainTextResponse("answered"),
    "/much": PlainTextResponse("much" * 5_000_000),
    "/body": told_body,
    "/headers": told_headers,
}


async def answer(scope: Scope, receive: Receive, send: Send) -> None:
    await PAGES[scope["path"]](scope, receive, send)


@asynccontextmanager
async def serving(
    state: ServerState | None = None, connection: type[Impatient] = Impatient
) -> AsyncIterator[Callable[[], Awaitable[Stream]]]:
    """What makes a connection; `state` knows those that are open."""
    config, state = uvicorn.Config(answer, lifespan="off", log_config=None), state or ServerState()
    config.load()
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: connection(config, state, {}, loop), "127.0.0.1", 0)
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
    try:
        for piece in pieces:
            writer.write(piece)
            await writer.drain()
            await asyncio.sleep(0.01)
        return await asyncio.wait_for(reader.read(), 5)
    except ConnectionResetError:
        return b"reset"


def answered(*pieces: bytes, connection: type[Impatient] = Impatient) -> tuple[bytes, float]:
    """What comes of the bytes on a connection of their own, until it is closed, and how many seconds that takes."""

    async def scenario() -> tuple[bytes, float]:
        async with serving(connection=connection) as connect:
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


def told_in_full(reply: bytes) -> str:
    """The body of the only reply, which is no problem."""
    assert reply.count(b"HTTP/1.1 ") == 1
    assert reply.startswith(b"HTTP/1.1 200 ")
    return reply.partition(b"\r\n\r\n")[2].decode()


@pytest.mark.parametrize("head", [b"GARBAGE\r\n\r\n", b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: many\r\n\r\n"])
def test_what_is_no_http_is_told_so_as_a_problem(head: bytes) -> None:
    assert told(answered(head)[0]) == (400, "malformed_request")


def test_a_head_that_does_not_arrive_in_time_is_refused() -> None:
    reply, seconds = answered(ASKING[:20])
    assert told(reply) == (408, "request_timeout")
    assert Impatient.slowest_head <= seconds < 3


@pytest.mark.parametrize("pieces_of", [lambda *parts: parts, lambda *parts: (b"".join(parts),)], ids=["two", "one"])
@pytest.mark.parametrize(
    ("length", "before", "after"),
    [(b"Content-Length: %d\r\n\r\n" % len(ASKING), b"", b""), (CHUNKED, b"%x\r\n" % len(ASKING), b"\r\n0\r\n\r\n")],
)
def test_a_body_after_the_wish_for_another_protocol_is_a_body_and_no_request(
    pieces_of: Callable[..., tuple[bytes, ...]], length: bytes, before: bytes, after: bytes
) -> None:
    head, body = POSTING + b"Connection: Upgrade\r\nUpgrade: h2c\r\n" + length, before + ASKING + after
    assert told_in_full(answered(*pieces_of(head, body))[0]) == ASKING.decode()


def test_a_body_whose_end_is_told_in_two_ways_is_refused() -> None:
    reply, _ = answered(POSTING + b"Content-Length: 5\r\n" + CHUNKED + b"0\r\n\r\n" + ASKING)
    assert told(reply) == (400, "malformed_request")


def test_trailers_are_no_headers() -> None:
    head = POSTING.replace(b"/body", b"/headers") + CHUNKED
    reply, _ = answered(head + b"1\r\nx\r\n0\r\nX-Forwarded-For: 198.51.100.1\r\nOrigin: http://x\r\n\r\n")
    assert told_in_full(reply) == "host transfer-encoding"


def test_trailers_without_end_end_the_connection() -> None:
    head = POSTING.replace(b"/body", b"/") + CHUNKED
    reply, _ = answered(head, b"0\r\n", *[b"X-1: %s\r\n" % (b"y" * 400)] * 3, connection=Waiting)
    assert told_in_full(reply) == "answered"


@pytest.mark.parametrize("length", [b"Content-Length: 9000\r\n\r\n", CHUNKED + b"2328\r\n"])
def test_what_is_left_of_an_answered_request_is_read_to_a_bound(length: bytes) -> None:
    head = POSTING.replace(b"/body", b"/") + length
    reply, _ = answered(head, b"x" * 1500, b"x" * 1500, connection=Waiting)
    assert told_in_full(reply) == "answered"


def test_what_is_left_within_the_bound_leads_to_the_next_request() -> None:
    head = POSTING.replace(b"/body", b"/") + b"Content-Length: 1500\r\n\r\n"
    reply, _ = answered(head, b"x" * 1500, ASKING)
    assert reply.count(b"answered") == 2


@pytest.mark.parametrize("length", [b"Content-Length: 9\r\n\r\n", CHUNKED])
@pytest.mark.parametrize("rest", [b"", b"1\r\nx\r\n"])
def test_nobody_keeps_a_connection_by_a_request_that_never_ends(length: bytes, rest: bytes) -> None:
    reply, seconds = answered(POSTING.replace(b"/body", b"/") + length, rest)
    assert told_in_full(reply) == "answered"
    assert Impatient.slowest_head <= seconds < 3


def test_nobody_keeps_a_connection_by_an_empty_line() -> None:
    _, _, after = answered(ASKING, b"\r\n")[0].partition(b"answered")
    assert told(after) == (400, "malformed_request")


def test_a_connection_that_is_not_used_after_a_reply_is_closed() -> None:
    reply, seconds = answered(ASKING)
    assert told_in_full(reply) == "answered"
    assert Impatient.slowest_head <= seconds < 3


def test_a_malformed_request_does_not_take_the_reply_from_the_one_before() -> None:
    first, _, second = answered(ASKING + b"GARBAGE\r\n\r\n")[0].partition(b"answered")
    assert first.startswith(b"HTTP/1.1 200 ")
    assert told(second) == (400, "malformed_request")


def test_a_body_that_breaks_off_its_own_format_is_malformed() -> None:
    assert told(answered(POSTING + CHUNKED, b"no number\r\n")[0]) == (400, "malformed_request")


@pytest.mark.parametrize("pieces", [[b"GET / HTTP/1.1\r\n" + b"a:\r\n" * 101], [POSTING + CHUNKED, b"1\r\nx\r\n" * 60]])
def test_more_lines_at_once_than_can_be_read_without_making_others_wait_are_refused(pieces: list[bytes]) -> None:
    assert told(answered(*pieces)[0]) == (400, "malformed_request")


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
    lines = [b"X-%d: %s\r\n" % (number, b"y" * 80) for number in range(12)]
    assert told(answered(b"GET / HTTP/1.1\r\n", *lines, connection=Waiting)[0]) == (431, "head_too_large")


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
