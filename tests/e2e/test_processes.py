"""Several processes serve behind one address."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

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
    """The process that starts the others, if there are any, and the address, once each of them serves an index."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    command = [sys.executable, "-m", "app.cli", "serve", "--port", port]
    environment = {**environment, "FAQ_PROCESSES": str(processes)}
    with TemporaryFile() as log, subprocess.Popen(command, env=environment, stderr=log) as process:
        try:
            wait_until_all_serve(log, processes)
            yield process, f"http://127.0.0.1:{port}"
        finally:
            process.terminate()


def wait_until_all_serve(log: IO[bytes], processes: int) -> None:
    deadline = time.monotonic() + 120
    while os.pread(log.fileno(), 1_000_000, 0).count(b"Serving generation") < processes:
        assert time.monotonic() < deadline
        time.sleep(0.05)


def answered(url: str) -> dict[str, object]:
    with urllib.request.urlopen(url, timeout=5) as reply:  # noqa: S310 - our own loopback address
        return dict(json.load(reply))


def serving_processes(parent: int) -> int:
    """How many processes it has started to serve; another one keeps track of resources."""
    children = Path(f"/proc/{parent}/task/{parent}/children").read_text(encoding="ascii").split()
    commands = [Path(f"/proc/{child}/cmdline").read_text(encoding="utf-8") for child in children]
    return sum("spawn_main" in command for command in commands)


def test_as_many_serve_as_are_asked_for_answer_the_same_and_end_after_sigterm_whatever_hangs(
    environment: dict[str, str],
) -> None:
    with serving(environment, processes=2) as (parent, address):
        found = [json.dumps(answered(f"{address}/v1/search?q=shipping")["hits"]) for _ in range(8)]
        assert found == [found[0]] * 8
        assert found[0] != "[]"
        assert serving_processes(parent.pid) == 2
        assert_ends_in_five_seconds(parent, address)


def test_one_process_ends_after_sigterm_whatever_hangs(environment: dict[str, str]) -> None:
    with serving(environment, processes=1) as (process, address):
        assert_ends_in_five_seconds(process, address)


def assert_ends_in_five_seconds(process: subprocess.Popen[bytes], address: str) -> None:
    """What runs when it is told to end is answered."""
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
