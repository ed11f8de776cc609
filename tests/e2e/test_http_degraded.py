"""While the encoder fails or is too slow, searches are answered by letters alone, and say so."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest
from httpx2 import Response
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from app.api.application import Serving, create_app
from app.api.engines import Index
from app.encoders.awaited import AwaitedEncoder
from app.encoders.hashing import HashingEncoder
from app.encoders.ports import EncodedQuery, QueryEncoder
from app.errors import ModelMissing
from app.generations import Generation
from app.search import Searcher, Understanding
from tests.e2e.conftest import TEXTS, wait_until_ready
from tests.e2e.test_mcp_http import CALL, LOCAL

SEARCH = "/v1/search?q=how+long+does+shipping+take"


class Files:
    """A model's files, which can be deleted and restored before they have been loaded."""

    there = False

    def load(self) -> QueryEncoder:
        if not self.there:
            raise ModelMissing("There is no model.")
        return HashingEncoder()


class Hanging(HashingEncoder):
    """Answers when it is let go."""

    def __init__(self) -> None:
        self.let_go = threading.Event()

    def encode_query(self, query: str) -> EncodedQuery:
        assert self.let_go.wait(10)
        return super().encode_query(query)


@contextmanager
def serving(
    generation: Generation, understanding: Understanding, encoder: QueryEncoder, seconds: float
) -> Iterator[TestClient]:
    failing = replace(understanding, encoder=encoder, encoder_seconds=seconds)
    with TestClient(create_app(Index(lambda: Searcher(generation, failing)), Serving())) as client:
        wait_until_ready(client)
        yield client


@pytest.fixture
def files() -> Files:
    return Files()


@pytest.fixture
def failing(generation: Generation, understanding: Understanding, files: Files) -> Iterator[TestClient]:
    """The service over a model that cannot be loaded, until `files.there`."""
    hashing = HashingEncoder()
    awaited = AwaitedEncoder(files.load, fingerprint=hashing.fingerprint, dimension=hashing.dimension)
    with serving(generation, understanding, awaited, 5.0) as client:
        yield client


def test_what_letters_find_is_shown_verbatim_and_called_degraded(failing: TestClient) -> None:
    reply = failing.get(SEARCH)
    body = reply.json()
    hit = body["hits"][0]
    (start, end) = hit["source"]["spans"][0]
    assert (reply.status_code, body["degraded"]) == (200, True)
    assert hit["question"] == "How long does shipping take?"
    assert hit["text"] == TEXTS[hit["source"]["document"]][start:end]
    assert (hit["match"]["semantic"], hit["match"]["lexical"] > 0.5) == (None, True)
    marked = hit["highlights"][0]
    assert "shipping" in hit[marked["field"]][marked["start"] : marked["end"]]


def test_the_next_search_is_a_whole_one_once_the_encoder_answers_again(failing: TestClient, files: Files) -> None:
    assert failing.get(SEARCH).json()["degraded"]
    files.there = True
    assert not failing.get(SEARCH).json()["degraded"]  # and so nothing degraded was kept


def test_an_encoder_that_is_too_slow_is_not_waited_for(generation: Generation, understanding: Understanding) -> None:
    hanging = Hanging()
    with serving(generation, understanding, hanging, 0.2) as client:
        assert client.get(SEARCH).json()["degraded"]
        hanging.let_go.set()
        assert not client.get(SEARCH).json()["degraded"]


def test_an_answer_is_the_whole_passage_where_nothing_tells_which_sentence_it_is(failing: TestClient) -> None:
    body = failing.post("/v1/answer", json={"q": "quels sont les délais de livraison"}).json()
    assert body["degraded"]
    assert body["extracts"][0]["text"] == body["extracts"][0]["passage"]["text"]


def test_a_search_in_other_letters_finds_nothing_and_says_so(failing: TestClient) -> None:
    body = failing.post("/v1/search", json={"q": "返品"}).json()
    assert (body["hits"], body["total_hits"], body["answerability"]["verdict"]) == ([], 0, "none")


def test_questions_are_completed_all_the_same(failing: TestClient, client: TestClient) -> None:
    asked = "/v1/suggest?q=how+long"
    assert failing.get(asked).json() == client.get(asked).json()


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(["alpine", "boutique", "unnamed"]), st.sampled_from(["en", "fr"]), st.integers(1, 4))
def test_filters_and_limits_hold(failing: TestClient, merchant: str, language: str, limit: int) -> None:
    body = failing.get(f"{SEARCH}&merchant={merchant}&language={language}&limit={limit}").json()
    assert body["degraded"]
    assert {hit["merchant"]["id"] for hit in body["hits"]} <= {merchant}
    assert {hit["language"] for hit in body["hits"]} <= {language}
    assert len(body["hits"]) == min(limit, body["total_hits"])


def test_readiness_names_what_fails_and_the_figures_count_it(failing: TestClient, files: Files) -> None:
    failing.get(SEARCH)
    ready = failing.get("/readyz")
    assert (ready.status_code, "ModelMissing" in ready.json()["checks"]["encoders"]) == (200, True)
    assert "faq_degraded_searches_total 1.0" in failing.get("/metrics").text
    files.there = True
    failing.get(SEARCH)
    assert failing.get("/readyz").json()["checks"]["encoders"] is None


def test_a_search_of_an_assistant_is_counted_too(failing: TestClient) -> None:
    assert asked_by_assistant(failing).status_code == 200
    assert "faq_degraded_searches_total 1.0" in failing.get("/metrics").text


def asked_by_assistant(client: TestClient) -> Response:
    """What `/mcp` says once it has started, which is after the service is ready."""
    deadline = time.monotonic() + 20
    while not client.app.state.mcp.is_running:  # type: ignore[attr-defined]  # the application, as it was given
        assert time.monotonic() < deadline
        time.sleep(0.005)
    return client.post("/mcp", json=CALL, headers=LOCAL)
