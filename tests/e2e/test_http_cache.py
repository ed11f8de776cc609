"""The same search again: answered from memory with the same body, but only where everything asked is the same."""

import re
from collections.abc import Iterator

import pytest
from httpx2 import Response
from starlette.testclient import TestClient

from app.api.application import Serving, create_app
from app.api.engines import Index
from app.domain import SearchRequest, SearchResult
from app.generations import Generation
from app.scope import EVERYTHING, Scope
from app.search import Searcher, Understanding
from tests.e2e.conftest import wait_until_ready

SEARCH = "/v1/search?q=shipping&merchant=alpine"


class Counting(Searcher):
    """Remembers what it computed."""

    def __init__(self, generation: Generation, understanding: Understanding) -> None:
        super().__init__(generation, understanding)
        self.searched: list[SearchRequest] = []

    def search(self, request: SearchRequest, scope: Scope = EVERYTHING) -> SearchResult:
        self.searched.append(request)
        return super().search(request, scope)


@pytest.fixture
def counting(generation: Generation, understanding: Understanding) -> Counting:
    return Counting(generation, understanding)


@pytest.fixture
def caching(counting: Counting) -> Iterator[TestClient]:
    with TestClient(create_app(Index(lambda: counting), Serving(cache_bytes=1_000_000))) as client:
        wait_until_ready(client)
        counting.searched.clear()
        yield client


def without_time(response: Response) -> dict[str, object]:
    return {name: value for name, value in response.json().items() if name not in ("processing_ms", "query_id")}


def test_the_same_search_is_computed_once_and_answered_alike(caching: TestClient, counting: Counting) -> None:
    first, again = caching.get(SEARCH), caching.get(SEARCH)
    assert without_time(again) == without_time(first)
    assert list(first.json()) == list(again.json())
    assert len(counting.searched) == 1


def test_a_reply_from_memory_says_so_and_how_long_that_took(caching: TestClient) -> None:
    first, again = caching.get(SEARCH), caching.get(SEARCH)
    assert again.headers["server-timing"].startswith("cache;dur=")
    assert 0 <= again.json()["processing_ms"] < first.json()["processing_ms"]


def test_a_search_in_the_body_is_the_same_search(caching: TestClient, counting: Counting) -> None:
    caching.get(SEARCH)
    caching.post("/v1/search", json={"q": "  shipping ", "merchant": ["alpine"]})
    assert len(counting.searched) == 1


@pytest.mark.parametrize(
    "other",
    [
        "/v1/search?q=shipping",
        "/v1/search?q=shipping&merchant=unnamed",
        "/v1/search?q=shipping&merchant=alpine&merchant=unnamed",
        "/v1/search?q=shipping&merchant=alpine&language=en",
        "/v1/search?q=shipping&merchant=alpine&section=x",
        "/v1/search?q=shipping&merchant=alpine&limit=1",
        "/v1/search?q=shipping&merchant=alpine&offset=1",
        "/v1/search?q=Shipping&merchant=alpine",
    ],
)
def test_another_search_is_computed_for_itself(caching: TestClient, counting: Counting, other: str) -> None:
    caching.get(SEARCH)
    found = caching.get(other).json()
    expected = caching.app.state.service.engines.engine.searcher.search(counting.searched[-1])  # type: ignore[attr-defined]
    assert len(counting.searched) == 3
    assert [hit["id"] for hit in found["hits"]] == [hit.passage.id for hit in expected.hits]


def test_an_error_is_not_kept(caching: TestClient, counting: Counting) -> None:
    statuses = [caching.get("/v1/search?q=shipping&merchant=nobody").status_code for _ in range(2)]
    assert (statuses, len(counting.searched)) == ([404, 404], 2)


def test_figures_count_what_was_asked_but_never_say_it(caching: TestClient) -> None:
    for path in (SEARCH, SEARCH, "/v1/search", "/secret-path", "/v1/passages/secret"):
        caching.get(path)
    figures = caching.get("/metrics")
    assert figures.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8"
    found = dict(re.findall(r"^(faq_\S+) (\S+)$", figures.text, re.MULTILINE))
    assert found['faq_replies_total{endpoint="/v1/search",status="200"}'] == "2.0"
    assert found['faq_replies_total{endpoint="/v1/search",status="422"}'] == "1.0"
    assert found['faq_replies_total{endpoint="other",status="404"}'] == "1.0"
    assert found['faq_replies_total{endpoint="/v1/passages/{passage_id}",status="404"}'] == "1.0"
    assert (found['faq_cache_lookups_total{cache="results",found="yes"}'], found["faq_ready"]) == ("1.0", "1.0")
    assert found["faq_search_seconds_count"] == "1.0"
    assert found['faq_stage_seconds_count{stage="encoders"}'] == "1.0"
    assert "shipping" not in figures.text
    assert "secret" not in figures.text


def test_before_the_index_is_loaded_figures_say_that_it_is_not(counting: Counting) -> None:
    figures = TestClient(create_app(Index(lambda: counting))).get("/metrics").text  # without its start
    assert "faq_ready 0.0" in figures
    assert 'faq_cache_bytes{cache="results"} 0.0' in figures
    assert "embeddings" not in figures


def test_a_failure_is_counted_as_one(counting: Counting, monkeypatch: pytest.MonkeyPatch) -> None:
    with TestClient(create_app(Index(lambda: counting)), raise_server_exceptions=False) as client:
        wait_until_ready(client)
        monkeypatch.setattr(counting, "search", lambda *_: 1 / 0)
        assert client.get(SEARCH).status_code == 500
        assert 'faq_replies_total{endpoint="/v1/search",status="500"} 1.0' in client.get("/metrics").text


def test_what_a_reply_is_kept_under_does_not_grow_with_what_is_asked(caching: TestClient) -> None:
    long = "&".join(f"section={'x' * 150}{n}" for n in range(99))
    assert caching.get(f"{SEARCH}&{long}").status_code == 200
    results = caching.app.state.service.results  # type: ignore[attr-defined]
    assert {len(key) for key in results._kept} == {32}
