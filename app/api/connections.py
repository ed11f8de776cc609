"""Connections held to limits: how many, how long they may take to ask and to be answered, how much they may ask with.

h11 reads HTTP strictly: it bounds a head, leaves out trailers, ignores upgrades, and hands over one request at a time.
uvicorn leaves a connection alone until its first request is whole and after any byte that follows a reply, reads on
without end what is left of a request that it has answered, and tells in plain text what it cannot read.
"""

import asyncio
import resource
import socket

import h11
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol

from app.api.problems import Kind, problem

_SHARE = 0.5
"""Of the files that the process may open: the index, logs and databases need some too."""

_MOST = 2000
_DROPPED_FROM = 1.5
"""Times as many connections as are served: from there on they are closed unheard. Those between are told to wait."""

_UNREAD = [socket.TCP_USER_TIMEOUT] if hasattr(socket, "TCP_USER_TIMEOUT") else []
"""Linux's option that ends a connection whose other side takes nothing any more; elsewhere there is none."""

_UNANSWERED = (h11.IDLE, h11.SEND_RESPONSE)
"""Our side of a connection as long as a reply can still be begun."""

_CLOSE = {"Connection": "close"}
_MALFORMED = Kind(400, "malformed_request", "Bad Request", _CLOSE)
_TOO_SLOW = Kind(408, "request_timeout", "Request Timeout", _CLOSE)
_TOO_LARGE = Kind(431, "head_too_large", "Request Header Fields Too Large", _CLOSE)
_TOO_MANY = Kind(503, "overloaded", "Service Unavailable", {"Retry-After": "1", **_CLOSE})

_TWO_LENGTHS = {b"content-length", b"transfer-encoding"}
_AMBIGUOUS = problem(_MALFORMED, "Content-Length and Transfer-Encoding exclude each other. Send one of them.")


def most_connections() -> int:
    """How many connections a process serves at a time."""
    files, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return min(_MOST, int(files * _SHARE))


class LimitedConnection(H11Protocol):
    """One connection of uvicorn's, with limits.

    uvicorn's own timer, which closes a connection that is not used after a reply, runs whenever a head is awaited.
    """

    most = most_connections()

    slowest_head = 10.0
    """Seconds until a request's head must be whole, since the connection was made or since the last reply."""

    largest_head = 64 * 1024
    """Bytes of a request's head, about: what arrives in one piece is read whole."""

    most_lines = 4000
    """Lines in one piece: each header, and each chunk of a body, takes microseconds in which nobody else is served."""

    largest_rest = 1024 * 1024
    """Bytes read of a request after its reply, so that the next one can follow."""

    slowest_reader = 30.0
    """Seconds until somebody who has been sent something must take some of it."""

    _rest = 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn has it
        """Serves it, tells it to wait, or closes it, by how many there are."""
        super().connection_made(transport)
        self.conn = h11.Connection(h11.SERVER, self.largest_head)
        self.timeout_keep_alive = self.slowest_head  # type: ignore[assignment]  # fractions are as good
        for option in _UNREAD:
            milliseconds = int(self.slowest_reader * 1000)
            transport.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, option, milliseconds)
        if len(self.connections) > self.most * _DROPPED_FROM:
            transport.abort()
        too_many = len(self.connections) > self.most
        self.app = _refuse if too_many else _unambiguous(self.app)
        self.timeout_keep_alive_task = self.loop.call_later(self.timeout_keep_alive, self.timeout_keep_alive_handler)

    def connection_lost(self, exc: Exception | None) -> None:
        """Nothing is awaited any more."""
        self._unset_keepalive_if_required()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Reads on. uvicorn's own would stop the timer at any byte; so it stops at a whole head."""
        if data.count(b"\n") > self.most_lines:
            self._end(_MALFORMED, f"More than {self.most_lines} lines came at once. Send fewer headers, longer chunks.")
            return
        self.conn.receive_data(data)
        self.handle_events()
        self._rest = self._rest + len(data) if self.conn.our_state is h11.DONE else 0
        if self._rest > self.largest_rest:
            self.transport.close()

    def timeout_keep_alive_handler(self) -> None:
        """Whoever has sent nothing, or owes the rest of what was answered, waits for no answer."""
        begun, _ = self.conn.trailing_data
        if begun and self.conn.their_state is h11.IDLE:
            self._end(
                _TOO_SLOW, f"The request's head did not arrive within {self.slowest_head:g} seconds. Send it again."
            )
        else:
            super().timeout_keep_alive_handler()

    def send_400_response(self, msg: str) -> None:
        """What is no HTTP is told so as every other problem is."""
        unread, _ = self.conn.trailing_data
        if len(unread) > self.largest_head:
            self._end(_TOO_LARGE, f"The request's head has more than {self.largest_head} bytes. Shorten it.")
        else:
            self._end(_MALFORMED, f"{msg} Correct its first line, its headers or its length.")

    def _should_upgrade(self) -> bool:
        """HTTP/1.1 is all there is; uvicorn's own would log each wish for something else."""
        return False

    def _end(self, kind: Kind, detail: str) -> None:
        """Tells a problem that no application is asked about, if nothing was told yet, and closes."""
        self._unset_keepalive_if_required()
        if self.conn.our_state in _UNANSWERED:
            self.transport.write(self._as_sent(kind, detail))
        if self.cycle is not None:
            self.cycle.disconnected = True  # what the application still says leads nowhere
        self.transport.close()

    def _as_sent(self, kind: Kind, detail: str) -> bytes:
        reply = problem(kind, detail)
        head = h11.Response(status_code=reply.status_code, headers=reply.raw_headers, reason=kind.title)
        return b"".join(self.conn.send(event) for event in (head, h11.Data(data=bytes(reply.body)), h11.EndOfMessage()))


def _unambiguous(application: ASGIApp) -> ASGIApp:
    """The application, not asked where a request's end is told in two ways: h11 would go by one of them.

    A proxy may go by the other, and take a request inside of this one's body for somebody else's.
    """

    async def ask(scope: Scope, receive: Receive, send: Send) -> None:
        names = {name for name, _ in scope["headers"]}
        asked = _AMBIGUOUS if names >= _TWO_LENGTHS else application
        await asked(scope, receive, send)

    return ask


async def _refuse(scope: Scope, receive: Receive, send: Send) -> None:
    """The application of a connection that is one too many."""
    await problem(_TOO_MANY, "Too many connections are open. Try again in a second.")(scope, receive, send)
