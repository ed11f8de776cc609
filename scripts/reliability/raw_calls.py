"""Bytes sent to a service as they are, and what comes back."""

import socket
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from http.client import HTTPException, HTTPResponse
from typing import Literal

from scripts.reliability.strange_requests import Strange

LONGEST = 20.0
"""Seconds after which a reply is missing."""

_LARGEST = 8_000_000

End = Literal["", "closed", "hung", "not HTTP"]


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back, or how it `ended` without an answer; headers' names are in lower case."""

    seconds: float
    status: int = 0
    headers: Mapping[str, str] | None = None
    body: bytes = b""
    ended: End = ""

    def header(self, name: str) -> str:
        """The value of a header, blank without it."""
        return (self.headers or {}).get(name, "")


def send(port: int, asked: Strange) -> Reply:
    """Sends it over a connection of its own, and says that nothing more will come."""
    started = time.perf_counter()
    with socket.create_connection(("127.0.0.1", port), timeout=LONGEST) as connection:
        with suppress(OSError):  # whoever hears enough closes before the end
            connection.sendall(asked.sent)
            if not asked.whole:
                connection.shutdown(socket.SHUT_WR)
        return _received(connection, asked.method, started)


def _received(connection: socket.socket, method: str, started: float) -> Reply:
    response = HTTPResponse(connection, method=method)
    ended: End = "closed"
    try:
        response.begin()
        body = response.read(_LARGEST)
        headers = {name.lower(): value for name, value in response.getheaders()}
        return Reply(time.perf_counter() - started, response.status, headers, body)
    except TimeoutError:
        ended = "hung"
    except (HTTPException, ValueError) as exc:
        ended = "not HTTP" if str(exc) and not isinstance(exc, ConnectionError) else "closed"
    except OSError:
        ended = "closed"
    finally:
        response.close()
    return Reply(time.perf_counter() - started, ended=ended)
