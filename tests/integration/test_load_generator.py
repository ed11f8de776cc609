"""The load generator against a small server that counts, delays and fails as it is told."""

import os
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import islice, repeat

import pytest

from scripts.benchmark.calls import Call
from scripts.benchmark.load import closed_loop, open_loop
from scripts.benchmark.processes import busy_seconds, cpu_seconds, resident_mebibytes, tree
from scripts.benchmark.runs import percentiles

FAST, SLOW = 0.002, 0.08


@dataclass
class Asked:
    """What the server was asked, and the most calls that were under way at once."""

    calls: list[tuple[str, bytes]] = field(default_factory=list)
    now: int = 0
    most: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)


class Handler(BaseHTTPRequestHandler):
    """The path tells the status and the delay; `/gone/0` hangs up."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    asked: Asked

    def do_GET(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        with self.asked.lock:
            self.asked.calls.append((self.path, body))
            self.asked.now += 1
            self.asked.most = max(self.asked.most, self.asked.now)
        _, status, delay = self.path.split("/")
        time.sleep(float(delay))
        with self.asked.lock:
            self.asked.now -= 1
        if status == "gone":
            self.close_connection = True
            return
        self.send_response(int(status))
        self.send_header("Server-Timing", "encoder;dur=1.5")
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"ok")

    do_POST = do_GET  # noqa: N815 - the library's name

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def asked() -> Asked:
    return Asked()


@pytest.fixture
def address(asked: Asked) -> Iterator[str]:
    class Server(ThreadingHTTPServer):
        daemon_threads = True
        request_queue_size = 256

    with Server(("127.0.0.1", 0), type("Told", (Handler,), {"asked": asked})) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def test_every_call_is_sent_once_with_its_own_body(address: str, asked: Asked) -> None:
    bodies = [f'{{"q": "query {n} ü"}}'.encode() for n in range(200)]
    run = closed_loop(address, iter([Call("/200/0", body) for body in bodies]), visitors=8, seconds=30)
    assert Counter(body for _, body in asked.calls) == Counter(bodies)
    assert [outcome.status for outcome in run.outcomes] == [200] * 200


def test_percentiles_are_those_of_the_delays_that_the_server_chose(address: str) -> None:
    calls = iter([Call(f"/200/{SLOW if n % 10 == 0 else FAST}") for n in range(100)])
    times = percentiles(closed_loop(address, calls, visitors=2, seconds=30).answered)
    assert times is not None
    assert FAST * 1000 <= times.p50 < SLOW * 1000 <= times.p95 <= times.p99


def test_visitors_wait_for_their_answers(address: str, asked: Asked) -> None:
    closed_loop(address, iter([Call("/200/0.01")] * 60), visitors=3, seconds=30)
    assert asked.most == 3


def test_a_closed_loop_ends_with_its_time(address: str) -> None:
    run = closed_loop(address, repeat(Call("/200/0.01")), visitors=2, seconds=0.3)
    assert 0.3 <= run.elapsed < 1
    assert 0 < run.rate <= 2 / 0.01


def test_an_open_loop_does_not_wait_for_answers(address: str, asked: Asked) -> None:
    run = open_loop(address, repeat(Call("/200/0.3")), rate=100, seconds=0.5)
    assert asked.most > 10
    assert len(run.outcomes) == len(asked.calls) == pytest.approx(50, abs=25)
    assert run.errors == 0


def test_refusals_errors_and_hang_ups_are_told_apart(address: str) -> None:
    calls = [Call("/503/0", b"{}"), Call("/500/0", b"{}"), Call("/gone/0", b"{}"), Call("/200/0")]
    run = closed_loop(address, iter(calls), visitors=1, seconds=30)
    assert [outcome.status for outcome in run.outcomes] == [503, 500, 0, 200]
    assert (len(run.refused), run.errors) == (1, 2)


def test_the_servers_own_times_are_kept_when_asked_for(address: str) -> None:
    run = closed_loop(address, islice(repeat(Call("/200/0")), 2), visitors=1, seconds=30, with_timing=True)
    assert [outcome.server_timing for outcome in run.outcomes] == ["encoder;dur=1.5"] * 2


def test_a_process_is_measured() -> None:
    mine = os.getpid()
    assert tree(mine)[0] == mine
    assert busy_seconds() > cpu_seconds(mine)
    assert cpu_seconds(mine) == pytest.approx(sum(os.times()[:2]), abs=2)
    assert 10 < resident_mebibytes(mine) < 10_000
