"""Several processes serve behind one address."""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
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
    return {**os.environ, **given, "FAQ_PROCESSES": "2"}


@pytest.fixture
def serving(environment: dict[str, str]) -> Iterator[tuple[int, str]]:
    """The process that starts the others, and the address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    command = [sys.executable, "-m", "app.cli", "serve", "--port", port]
    with subprocess.Popen(command, env=environment, stderr=subprocess.PIPE) as process:
        try:
            yield process.pid, f"http://127.0.0.1:{port}"
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


def test_as_many_processes_serve_as_are_asked_for_and_give_the_same_answer(serving: tuple[int, str]) -> None:
    parent, address = serving
    found = [answered(f"{address}/v1/search?q=shipping") for _ in range(8)]
    hits = [json.dumps(one["hits"]) for one in found]
    assert hits == [hits[0]] * 8
    assert found[0]["total_hits"]
    assert serving_processes(parent) == 2


def test_each_process_reads_the_settings_for_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FAQ_QUEUE", "1")
    monkeypatch.setenv("FAQ_WORKERS", "3")
    assert server.application_from_environment().state.service.workers.places == 4
