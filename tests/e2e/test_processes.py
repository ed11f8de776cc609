"""Several processes serve behind one address."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from app.api import server
from app.settings import Settings
from app.wiring import ingestion
from tests.e2e.conftest import REGISTRY, TEXTS, write

pytestmark = pytest.mark.soak  # a few seconds to start


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    folder = tmp_path_factory.mktemp("processes")
    write(folder / "corpus" / "merchants.toml", REGISTRY)
    for path, text in TEXTS.items():
        write(folder / "corpus" / path, text)
    given = {"FAQ_INDEX_DIR": str(folder / "index"), "FAQ_MODEL": "hashing", "FAQ_SECOND_ENCODER": "none"}
    ingestion(Settings.from_environment(given)).run(folder / "corpus")
    return {**os.environ, **given}


@contextmanager
def serving(environment: dict[str, str], *, processes: int) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    """The process that starts the others, if there are any, and the address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    command = [sys.executable, "-m", "app.cli", "serve", "--port", port]
    environment = {**environment, "FAQ_PROCESSES": str(processes)}
    with subprocess.Popen(command, env=environment, stderr=subprocess.PIPE) as process:
        try:
            yield process, f"http://127.0.0.1:{port}"
        finally:
            process.terminate()


def answered(url: str) -> dict[str, object]:
    deadline = time.monotonic() + 60
    while True:
        try:
            with urllib.request.urlopen(url, timeout=5) as reply:  # noqa: S310 - our own loopback address
                return dict(json.load(reply))
        except (urllib.error.URLError, OSError):
            assert time.monotonic() < deadline
            time.sleep(0.1)


def serving_processes(parent: int) -> int:
    """How many processes it has started to serve; another one keeps track of resources."""
    children = Path(f"/proc/{parent}/task/{parent}/children").read_text(encoding="ascii").split()
    commands = [Path(f"/proc/{child}/cmdline").read_text(encoding="utf-8") for child in children]
    return sum("spawn_main" in command for command in commands)


def test_as_many_processes_serve_as_are_asked_for_and_give_the_same_answer(environment: dict[str, str]) -> None:
    with serving(environment, processes=2) as (parent, address):
        found = [answered(f"{address}/v1/search?q=shipping") for _ in range(8)]
        hits = [json.dumps(one["hits"]) for one in found]
        assert hits == [hits[0]] * 8
        assert found[0]["total_hits"]
        assert serving_processes(parent.pid) == 2


@pytest.mark.parametrize("processes", [1, 2])
def test_on_sigterm_what_runs_is_answered_and_the_end_comes_in_five_seconds_whatever_hangs(
    environment: dict[str, str], processes: int
) -> None:
    with serving(environment, processes=processes) as (process, address):
        answered(f"{address}/v1/search?q=shipping")
        slow, hanging = begun(address), begun(address)
        told = time.monotonic()
        process.send_signal(signal.SIGTERM)
        time.sleep(0.7)
        slow.sendall(BODY[-1:])
        assert slow.recv(15) == b"HTTP/1.1 200 OK"
        process.wait(30)
        assert time.monotonic() - told < 5
        slow.close()
        hanging.close()


BODY = b'{"q": "shipping"}'


def begun(address: str) -> socket.socket:
    """A search of which all but the last byte has been sent, and is being waited for."""
    connection = socket.create_connection(("127.0.0.1", int(address.rpartition(":")[2])), timeout=10)
    connection.sendall(b"POST /v1/search HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n\r\n" % len(BODY))
    connection.sendall(BODY[:-1])
    time.sleep(0.1)
    return connection


def test_each_process_reads_the_settings_for_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FAQ_QUEUE", "1")
    monkeypatch.setenv("FAQ_WORKERS", "3")
    assert server.application_from_environment().state.service.workers.places == 4
