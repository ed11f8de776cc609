"""Starting over HTTP: alive at once, ready after a real search, and an open word about failures."""

import threading
import time

import pytest
from starlette.testclient import TestClient

from app.api.application import create_app
from app.api.engines import Index
from app.domain import SearchRequest, SearchResult
from app.errors import IndexMissing
from app.generations import Generation
from app.scope import EVERYTHING, Scope
from app.search import Searcher, Understanding

PATHS = ["/readyz", "/v1/search?q=shipping", "/v1/merchants", "/v1/passages/alpine:0", "/v1/documents/alpine/faq.txt"]


class Broken(Searcher):
    """Loads, and fails at its first search."""

    def search(self, request: SearchRequest, scope: Scope = EVERYTHING) -> SearchResult:
        raise RuntimeError(f"secret detail of {request.q}")


def fail_to_load() -> Searcher:
    raise IndexMissing("There is no index yet. Run `faq ingest` first.")


def settled(client: TestClient) -> str:
    """What /readyz says in the end."""
    deadline = time.monotonic() + 10
    while "being loaded" in client.get("/readyz").text:
        assert time.monotonic() < deadline
        time.sleep(0.005)
    return str(client.get("/readyz").json()["detail"])


@pytest.mark.parametrize("path", PATHS)
def test_while_loading_the_service_is_alive_and_not_ready(searcher: Searcher, path: str) -> None:
    loaded = threading.Event()

    def load() -> Searcher:
        loaded.wait(10)
        return searcher

    with TestClient(create_app(Index(load))) as client:
        alive, waiting = client.get("/healthz"), client.get(path)
        loaded.set()
    assert (alive.status_code, alive.json()) == (200, {"status": "alive"})
    assert (waiting.status_code, waiting.json()["code"]) == (503, "not_ready")
    assert waiting.headers["content-type"] == "application/problem+json"


def test_a_ready_service_names_its_generation(client: TestClient, searcher: Searcher) -> None:
    ready = client.get("/readyz")
    generation, checks = searcher.generation.manifest.generation, {"index": None, "encoders": None, "keys": None}
    assert ready.json() == {"status": "ready", "generation": generation, "checks": checks}


def test_a_service_that_cannot_load_stays_alive_and_says_what_to_do() -> None:
    with TestClient(create_app(Index(fail_to_load))) as client:
        assert settled(client) == "There is no index yet. Run `faq ingest` first."
        assert client.get("/v1/search?q=shipping").json()["code"] == "not_ready"
        assert client.get("/healthz").status_code == 200


def test_a_service_whose_first_search_fails_is_not_ready_and_keeps_the_details_to_its_log(
    generation: Generation, understanding: Understanding, caplog: pytest.LogCaptureFixture
) -> None:
    with TestClient(create_app(Index(lambda: Broken(generation, understanding)))) as client:
        assert settled(client) == "The index could not be loaded; the service's log says why."
    assert "secret detail" in caplog.text
