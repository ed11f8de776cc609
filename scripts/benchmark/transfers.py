"""Many HTTP transfers at a time in one thread: libcurl's event interface (pycurl) over epoll.

An asyncio loop around the same transfers costs twice as much CPU a call, which the server on the same cores would miss.
"""

import select
import time
from typing import Self

import pycurl

from scripts.benchmark.calls import Call
from scripts.benchmark.runs import NO_ANSWER, Outcome

PATIENCE = 10.0
"""Seconds after which a visitor gives up."""

_CONNECTIONS = 4096
_HEADERS = ["Content-Type: application/json"]
_TIMING = b"server-timing:"
_LONGEST_SLEEP = 1.0


class Transfers:
    """Calls under way to one server, over connections that are kept."""

    def __init__(self, address: str, *, with_timing: bool = False) -> None:
        self._address, self._with_timing = address, with_timing
        self._poll, self._watched, self._timer = select.epoll(), set[int](), float("inf")
        self._multi = pycurl.CurlMulti()
        self._multi.setopt(pycurl.M_MAXCONNECTS, _CONNECTIONS)
        self._multi.setopt(pycurl.M_SOCKETFUNCTION, self._watch)
        self._multi.setopt(pycurl.M_TIMERFUNCTION, self._set_timer)
        self._idle: list[pycurl.Curl] = []
        self._under_way: dict[pycurl.Curl, tuple[float, list[bytes]]] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for curl in self._under_way:
            self._multi.remove_handle(curl)
        self._multi.close()
        self._poll.close()

    def __len__(self) -> int:
        return len(self._under_way)

    def start(self, call: Call, due: float) -> None:
        """Sends a call that was due at `due`, by `time.perf_counter`."""
        curl, headers = self._idle.pop() if self._idle else _new_handle(), list[bytes]()
        curl.setopt(pycurl.URL, self._address + call.path)
        if call.body is None:
            curl.setopt(pycurl.HTTPGET, 1)
        else:
            curl.setopt(pycurl.POSTFIELDS, call.body)
        if self._with_timing:
            curl.setopt(pycurl.HEADERFUNCTION, headers.append)
        self._under_way[curl] = (due, headers)
        self._multi.add_handle(curl)

    def ended(self, until: float) -> list[Outcome]:
        """What has ended since the last call; waits for something to happen, at most until `until`."""
        wait = min(until, self._timer) - time.perf_counter()
        for socket, events in self._poll.poll(min(max(0.0, wait), _LONGEST_SLEEP)):
            self._multi.socket_action(socket, _directions(events))
        if self._timer <= time.perf_counter():
            self._timer = float("inf")
            self._multi.socket_action(pycurl.SOCKET_TIMEOUT, 0)
        _, good, bad = self._multi.info_read()
        now = time.perf_counter()
        finished = [(curl, int(curl.getinfo(pycurl.RESPONSE_CODE))) for curl in good]
        return [self._outcome(curl, status, now) for curl, status in (*finished, *((b[0], NO_ANSWER) for b in bad))]

    def _outcome(self, curl: pycurl.Curl, status: int, now: float) -> Outcome:
        self._multi.remove_handle(curl)
        self._idle.append(curl)
        due, headers = self._under_way.pop(curl)
        return Outcome(status, due, now, _server_timing(headers), int(curl.getinfo(pycurl.RETRY_AFTER)))

    def _watch(self, wanted: int, socket: int, *_: object) -> None:
        if wanted == pycurl.POLL_REMOVE:
            self._poll.unregister(socket)
            self._watched.remove(socket)
            return
        change = self._poll.modify if socket in self._watched else self._poll.register
        change(socket, _events(wanted))
        self._watched.add(socket)

    def _set_timer(self, milliseconds: int) -> None:
        self._timer = float("inf") if milliseconds < 0 else time.perf_counter() + milliseconds / 1000


def _new_handle() -> pycurl.Curl:
    curl = pycurl.Curl()
    curl.setopt(pycurl.HTTPHEADER, _HEADERS)
    curl.setopt(pycurl.WRITEFUNCTION, len)  # the body is counted and dropped
    curl.setopt(pycurl.TIMEOUT_MS, int(PATIENCE * 1000))
    curl.setopt(pycurl.NOSIGNAL, 1)
    curl.setopt(pycurl.PROXY, "")  # whatever the environment says: the server is on this machine
    return curl


def _events(wanted: int) -> int:
    reading = select.EPOLLIN if wanted in (pycurl.POLL_IN, pycurl.POLL_INOUT) else 0
    return reading | (select.EPOLLOUT if wanted in (pycurl.POLL_OUT, pycurl.POLL_INOUT) else 0)


def _directions(events: int) -> int:
    reading = pycurl.CSELECT_IN if events & (select.EPOLLIN | select.EPOLLHUP | select.EPOLLERR) else 0
    return reading | (pycurl.CSELECT_OUT if events & select.EPOLLOUT else 0)


def _server_timing(headers: list[bytes]) -> str:
    lines = [line for line in headers if line.lower().startswith(_TIMING)]
    return lines[-1][len(_TIMING) :].decode("ascii", "replace").strip() if lines else ""
