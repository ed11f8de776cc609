"""Connections held to limits: how many, how long they may take to ask and to be answered, how much they may ask with.

uvicorn leaves a connection alone until its first request is whole, reads headers without end, waits for ever until a
reply is read, and answers what it cannot read in plain text.
"""

import asyncio
import resource
import socket

from fastapi.responses import Response
from starlette.types import Receive, Scope, Send
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from app.api.problems import Kind, problem

_SHARE = 0.5
"""Of the files that the process may open: the index, logs and databases need some too."""

_MOST = 2000
_DROPPED_FROM = 1.5
"""Times as many connections as are served: from there on they are closed unheard. Those between are told to wait."""

_UNREAD = [socket.TCP_USER_TIMEOUT] if hasattr(socket, "TCP_USER_TIMEOUT") else []
"""Linux's option that ends a connection whose other side takes nothing any more; elsewhere there is none."""

_CLOSE = {"Connection": "close"}
_MALFORMED = Kind(400, "malformed_request", "Bad Request", _CLOSE)
_TOO_SLOW = Kind(408, "request_timeout", "Request Timeout", _CLOSE)
_TOO_LARGE = Kind(431, "head_too_large", "Request Header Fields Too Large", _CLOSE)
_TOO_MANY = Kind(503, "overloaded", "Service Unavailable", {"Retry-After": "1", **_CLOSE})


def most_connections() -> int:
    """How many connections a process serves at a time."""
    files, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return min(_MOST, int(files * _SHARE))


class LimitedConnection(HttpToolsProtocol):
    """One connection of uvicorn's, with limits."""

    most = most_connections()

    slowest_head = 10.0
    """Seconds until the head of a request must have arrived, since its first byte or since the connection was made."""

    largest_head = 64 * 1024
    """Bytes of a request's head, about: what arrives in one piece is read whole."""

    slowest_reader = 30.0
    """Seconds until somebody who has been sent something must take some of it."""

    _awaiting: asyncio.TimerHandle | None = None
    """While the head of a request is awaited: what happens when it does not come."""

    _received = 0
    """Bytes of it."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn has it
        """Serves it, tells it to wait, or closes it, by how many there are."""
        super().connection_made(transport)
        for option in _UNREAD:
            milliseconds = int(self.slowest_reader * 1000)
            transport.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, option, milliseconds)
        if len(self.connections) > self.most * _DROPPED_FROM:
            transport.abort()
        elif len(self.connections) > self.most:
            self.app = _refuse
        self._await_head()

    def connection_lost(self, exc: Exception | None) -> None:
        """Nothing is awaited any more."""
        self._stop_awaiting()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Reads on, as long as the head stays within its bounds."""
        super().data_received(data)
        if self._awaiting is not None:
            self._received += len(data)
            if self._received > self.largest_head:
                self._end(_TOO_LARGE, f"The request's head has more than {self.largest_head} bytes. Shorten it.")

    def on_message_begin(self) -> None:
        """A further request of a connection begins."""
        super().on_message_begin()
        self._await_head()

    def on_headers_complete(self) -> None:
        """The head is whole."""
        self._stop_awaiting()
        super().on_headers_complete()

    def send_400_response(self, msg: str) -> None:
        """What is no HTTP is told so as every other problem is."""
        self._end(_MALFORMED, f"{msg} Correct its first line, its headers or its length.")

    def _await_head(self) -> None:
        if self._awaiting is None:
            self._awaiting, self._received = self.loop.call_later(self.slowest_head, self._give_up), 0

    def _stop_awaiting(self) -> None:
        if self._awaiting is not None:
            self._awaiting.cancel()
            self._awaiting = None

    def _give_up(self) -> None:
        """Whoever has sent nothing at all is no visitor who waits for an answer."""
        if self._received:
            self._end(
                _TOO_SLOW, f"The request's head did not arrive within {self.slowest_head:g} seconds. Send it again."
            )
        else:
            self.transport.close()

    def _end(self, kind: Kind, detail: str) -> None:
        """Tells a problem that no application is asked about, and closes."""
        self._stop_awaiting()
        self.transport.write(_as_sent(problem(kind, detail)))
        self.transport.close()


async def _refuse(scope: Scope, receive: Receive, send: Send) -> None:
    """The application of a connection that is one too many."""
    await problem(_TOO_MANY, "Too many connections are open. Try again in a second.")(scope, receive, send)


def _as_sent(reply: Response) -> bytes:
    head = [f"HTTP/1.1 {reply.status_code} ".encode()]
    lines = [b"%s: %s" % header for header in reply.raw_headers]
    return b"\r\n".join([*head, *lines, b"", bytes(reply.body)])
