"""Visitors of a service who keep what they were answered: threads that ask one thing after another."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from urllib.parse import urlsplit

from scripts.benchmark.calls import Call
from scripts.benchmark.runs import NO_ANSWER

_PATIENCE = 10.0
_BUSY = 503
_ATTEMPTS = 30
"""Times that a visitor asks who is told to come back."""


@dataclass(frozen=True, slots=True)
class Answered:
    """A call with its answer, and when both began and ended on this process's clock, in seconds."""

    call: Call
    status: int
    body: bytes
    began: float
    ended: float
    retry_after: str = ""

    @property
    def milliseconds(self) -> float:
        """What the visitor waited."""
        return (self.ended - self.began) * 1000


@contextmanager
def visiting(address: str, calls: Iterator[Call], *, visitors: int) -> Iterator[Callable[[], list[Answered]]]:
    """Visitors ask until the block ends; what it is given tells all answers so far, and forgets them."""
    ended, lock, answered = threading.Event(), threading.Lock(), list[Answered]()

    def visit() -> None:
        with connected(address) as connection:
            while not ended.is_set():
                with lock:
                    call = next(calls)
                answer = ask(connection, call)
                with lock:
                    answered.append(answer)

    def told() -> list[Answered]:
        with lock:
            taken = answered[:]
            answered.clear()
        return taken

    threads = [threading.Thread(target=visit, daemon=True) for _ in range(visitors)]
    for thread in threads:
        thread.start()
    try:
        yield told
    finally:
        ended.set()
        for thread in threads:
            thread.join(2 * _PATIENCE)


def connected(address: str) -> closing[HTTPConnection]:
    """A connection to a service, closed at the end."""
    return closing(HTTPConnection(urlsplit(address).netloc, timeout=_PATIENCE))


def ask(connection: HTTPConnection, call: Call, headers: dict[str, str] | None = None) -> Answered:
    """One call over a connection, which is made anew when it broke."""
    began = time.perf_counter()
    try:
        connection.request("GET" if call.body is None else "POST", call.path, call.body, headers or {})
        reply = connection.getresponse()
        status, body, wait = reply.status, reply.read(), reply.getheader("Retry-After", "")
    except (OSError, HTTPException):
        connection.close()
        status, body, wait = NO_ANSWER, b"", ""
    return Answered(call, status, body, began, time.perf_counter(), wait)


def ask_patiently(connection: HTTPConnection, call: Call, headers: dict[str, str]) -> Answered:
    """The same, asked again as long as the service is busy and says when to come back."""
    answer = ask(connection, call, headers)
    for _ in range(_ATTEMPTS):
        if answer.status != _BUSY or not answer.retry_after:
            break
        time.sleep(float(answer.retry_after))
        answer = ask(connection, call, headers)
    return answer
