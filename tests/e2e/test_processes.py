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
def address(environment: dict[str, str]) -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    command = [sys.executable, "-m", "app.cli", "serve", "--port", port]
    with subprocess.Popen(command, env=environment, stderr=subprocess.PIPE) as serving:
        try:
            yield f"http://127.0.0.1:{port}"
        finally:
            serving.terminate()


def answered(url: str) -> dict[str, object]:
    deadline = time.monotonic() + 60
    while True:
        try:
            with urllib.request.urlopen(url, timeout=5) as reply:  # noqa: S310 - our own loopback address
                return dict(json.load(reply))
        except (urllib.error.URLError, OSError):
            assert time.monotonic() < deadline
            time.sleep(0.1)


def test_every_process_gives_the_same_answer(address: str) -> None:
    found = [answered(f"{address}/v1/search?q=shipping") for _ in range(8)]
    hits = [json.dumps(one["hits"]) for one in found]
    assert hits == [hits[0]] * 8
    assert found[0]["total_hits"]


def test_each_process_reads_the_settings_for_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FAQ_QUEUE", "1")
    monkeypatch.setenv("FAQ_WORKERS", "3")
    assert server.application_from_environment().state.service.workers.places == 4
