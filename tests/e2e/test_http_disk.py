"""A disk that fails under the served generation: a problem without a path, and a look at what else can be served."""

import errno
import os
import time
from collections.abc import Callable

import pytest
from starlette.testclient import TestClient

from app.api.application import create_app
from app.api.engines import Index
from app.errors import IndexCorrupt
from app.generations import Generation, load
from app.retrieval.flat import FLAT
from app.search import Searcher, Understanding
from tests.e2e.conftest import wait_until_ready

SEARCH = "/v1/search?q=Comment+retourner+un+article"


class Disk:
    """Gives a searcher over rows that nobody has read yet; when it is `broken`, nothing but a reason."""

    def __init__(self, generation: Generation, understanding: Understanding) -> None:
        folder = generation.content.passages._path.parent
        self.first = Searcher(load(folder, FLAT), understanding)
        self.loads, self.broken = 0, False

    def load(self) -> Searcher:
        self.loads += 1
        if self.broken:
            raise IndexCorrupt("generations/one/passages.jsonl cannot be read.")
        return self.first


def _fail(*_: object) -> bytes:
    raise OSError(errno.EIO, os.strerror(errno.EIO))


def _cut(*_: object) -> bytes:
    return b"{"


@pytest.mark.parametrize("read", [_fail, _cut])
def test_a_search_that_the_disk_fails_is_asked_again_later_and_the_file_named_to_the_operator(
    generation: Generation,
    understanding: Understanding,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    read: Callable[..., bytes],
) -> None:
    disk = Disk(generation, understanding)
    with TestClient(create_app(Index(disk.load))) as client:
        wait_until_ready(client)
        disk.broken = True
        monkeypatch.setattr(os, "pread", read)
        reply = client.get(SEARCH)
        assert (reply.status_code, reply.json()["code"], reply.headers["Retry-After"]) == (503, "not_ready", "2")
        assert reply.json()["detail"] == "The index cannot be read at the moment. Try again in a few seconds."
        assert str(disk.first.generation.content.passages._path) in caplog.text
        _wait(lambda: "passages.jsonl cannot be read" in client.get("/readyz").text)
        assert client.get(SEARCH).status_code == 503  # and is no reason to look again
        assert 'faq_replies_total{endpoint="/v1/search",status="503"} 2.0' in client.get("/metrics").text
        monkeypatch.undo()
        assert (client.get(SEARCH).status_code, disk.loads) == (200, 2)


def _wait(so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 5
    while not so():
        assert time.monotonic() < deadline
        time.sleep(0.005)
