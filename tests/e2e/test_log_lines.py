"""Log lines of real processes: of several of them, and with a reader that has stopped reading."""

import fcntl
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path

import pytest

from app.settings import Settings
from app.wiring import ingestion
from tests.e2e.conftest import REGISTRY, TEXTS, write

pytestmark = pytest.mark.soak  # seconds to start

IDS = [f"request-{number}" for number in range(24)]


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    folder = tmp_path_factory.mktemp("lines")
    write(folder / "corpus" / "merchants.toml", REGISTRY)
    for path, text in TEXTS.items():
        write(folder / "corpus" / path, text)
    given = {
        "FAQ_INDEX_DIR": str(folder / "index"),
        "FAQ_DATA_DIR": str(folder / "data"),
        "FAQ_MODEL": "hashing",
        "FAQ_SECOND_ENCODER": "none",
    }
    ingestion(Settings.from_environment(given)).run(folder / "corpus")
    return {**os.environ, **given}


@contextmanager
def serving(environment: dict[str, str], stderr: int) -> Iterator[tuple["subprocess.Popen[bytes]", HTTPConnection]]:
    """A service, which is killed in the end if it has not ended, and a connection to it."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    command = [sys.executable, "-m", "app.cli", "serve", "--port", port]
    with subprocess.Popen(command, env=environment, stderr=stderr) as process:
        try:
            yield process, HTTPConnection("127.0.0.1", int(port), timeout=10)
        finally:
            process.kill()


def ask(connection: HTTPConnection, path: str, request_id: str = "probe") -> int:
    """The status of a reply; 0 where nobody listens yet."""
    try:
        connection.request("GET", path, headers={"X-Request-Id": request_id, "Connection": "close"})
        with connection.getresponse() as reply:
            return reply.status
    except ConnectionError:
        return 0
    finally:
        connection.close()


def wait_until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 120
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.1)


def test_each_of_several_processes_writes_its_lines_to_the_end(environment: dict[str, str], tmp_path: Path) -> None:
    written = tmp_path / "lines"
    with (
        written.open("wb") as file,
        serving({**environment, "FAQ_PROCESSES": "2"}, file.fileno()) as (process, connection),
    ):
        wait_until(lambda: written.read_bytes().count(b"Application startup complete") == 2)
        assert {ask(connection, "/static/tokens.css", each) for each in IDS} == {200}
        process.terminate()
        process.wait(10)
    lines = [json.loads(line) for line in written.read_text(encoding="utf-8").splitlines()]
    assert sorted(line["request_id"] for line in lines if line["message"] == "Answered") == sorted(IDS)
    assert sum(line["message"] == "Stopped" for line in lines) == 2


def test_a_reader_that_stops_reading_costs_lines_only(environment: dict[str, str]) -> None:
    reading, writing = os.pipe()
    fcntl.fcntl(writing, fcntl.F_SETPIPE_SZ, 4096)  # a dozen lines
    with serving(environment, writing) as (process, connection):
        wait_until(lambda: ask(connection, "/readyz") == 200)
        assert {ask(connection, "/v1/search?q=shipping", each) for each in IDS} == {200}
        process.terminate()
        ended = process.wait(6)
    assert ended in (-signal.SIGTERM, -signal.SIGALRM)  # the latter where the machine was too busy to end in time
    os.close(reading)
    os.close(writing)
