"""Answers over HTTP: extracts with their sources, under the rules that searches have."""

import json
from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from app.api.answer_schemas import AnswerReply
from app.api.application import Serving, create_app
from app.api.engines import Index
from app.api.schemas import Problem
from app.search import Searcher
from tests.e2e.conftest import wait_until_ready

QUERY = "how long does shipping take"
UNLIKE = {"processing_ms": 0, "query_id": None}
"""What differs from one query to the next like it."""


def answered(client: TestClient, **fields: object) -> AnswerReply:
    return AnswerReply.model_validate_json(client.post("/v1/answer", json=fields).text)


def test_an_extract_has_its_passage_as_the_passages_endpoint_gives_it(client: TestClient) -> None:
    reply = client.post("/v1/answer", json={"q": QUERY, "merchant": "alpine"}).json()
    (extract,) = reply["extracts"]
    assert extract["passage"] == client.get(f"/v1/passages/{extract['passage']['id']}").json()
    assert extract["text"] == extract["passage"]["text"][extract["start"] : extract["end"]]
    assert (extract["text"], extract["lines"]) == ("Shipping takes three to five business days within Europe.", [2, 2])


def test_the_reply_judges_as_the_search_does(client: TestClient) -> None:
    body = {"q": QUERY, "merchant": ["alpine", "unnamed"]}
    answer, search = (client.post(f"/v1/{use}", json=body).json() for use in ("answer", "search"))
    shared = ("query", "answerability", "generation", "degraded")
    assert [answer[name] for name in shared] == [search[name] for name in shared]
    assert answer["answerability"]["verdict"] == "answer"


def test_what_nothing_answers_has_no_extracts(client: TestClient) -> None:
    reply = answered(client, q="quantum chromodynamics")
    assert (reply.answerability.verdict, reply.extracts) == ("none", [])


def test_each_merchant_answers_and_the_limit_bounds_how_many(client: TestClient) -> None:
    assert {e.passage.merchant.id for e in answered(client, q=QUERY, limit=5).extracts} == {"alpine", "unnamed"}
    assert len(answered(client, q=QUERY, limit=1).extracts) == 1


@pytest.mark.parametrize(
    ("fields", "merchant"),
    [({"language": "fr"}, "boutique"), ({"section": ["Livraison"]}, "boutique"), ({"merchant": "unnamed"}, "unnamed")],
)
def test_the_filters_are_those_of_a_search(client: TestClient, fields: dict[str, object], merchant: str) -> None:
    extracts = answered(client, q="livraison shipping free gratuite is la est", **fields).extracts
    assert {extract.passage.merchant.id for extract in extracts} == {merchant}


def test_the_time_of_each_stage_is_told(client: TestClient) -> None:
    timing = client.post("/v1/answer", json={"q": "how long does shipping take today"}).headers["server-timing"]
    assert [stage.split(";")[0] for stage in timing.split(", ")][-2:] == ["hits", "extracts"]


def test_the_same_question_is_answered_from_the_cache_and_a_search_is_not(client: TestClient) -> None:
    body = {"q": "how long does a parcel take"}
    first, again = (client.post("/v1/answer", json=body) for _ in range(2))
    assert again.headers["server-timing"].startswith("cache;dur=")
    assert {**again.json(), **UNLIKE} == {**first.json(), **UNLIKE}
    assert "hits" in client.post("/v1/search", json={**body, "limit": 3}).json()


def test_answers_are_timed_beside_searches(client: TestClient) -> None:
    answered(client, q="is an answer counted")
    figures = client.get("/metrics").text
    assert 'faq_replies_total{endpoint="/v1/answer",status="200"}' in figures
    assert "faq_answer_seconds_count" in figures
    assert 'faq_stage_seconds_count{stage="extracts"}' in figures


BAD = {
    "no q": ({}, 422, "invalid_query"),
    "a blank q": ({"q": " \t"}, 422, "invalid_query"),
    "controls only": ({"q": "\x01"}, 422, "invalid_query"),
    "513 characters": ({"q": "é" * 513}, 422, "invalid_query"),
    "q is a number": ({"q": 5}, 422, "invalid_value"),
    "limit 0": ({"q": "a", "limit": 0}, 422, "invalid_value"),
    "limit 6": ({"q": "a", "limit": 6}, 422, "invalid_value"),
    "limit as text": ({"q": "a", "limit": "3"}, 422, "invalid_value"),
    "no merchant": ({"q": "a", "merchant": []}, 422, "invalid_value"),
    "an offset": ({"q": "a", "offset": 0}, 422, "unknown_field"),
    "an unknown merchant": ({"q": "a", "merchant": ["alpine", "nobody"]}, 404, "unknown_merchant"),
}


@pytest.mark.parametrize(("fields", "status", "code"), BAD.values(), ids=BAD)
def test_a_bad_request_is_a_problem(client: TestClient, fields: dict[str, object], status: int, code: str) -> None:
    response = client.post("/v1/answer", content=json.dumps(fields))
    assert (response.status_code, Problem.model_validate_json(response.text).code) == (status, code)


def test_problems_say_what_is_allowed(client: TestClient) -> None:
    details = [client.post("/v1/answer", json={"q": "a", **more}).json()["detail"] for more in ({"limit": 6}, {"k": 1})]
    assert details == [
        "limit is missing or has an unusable value. Extracts to return at most: a whole number from 1 to 5.",
        "'k' is not a field of an answer. Known: q, merchant, language, section, log, limit.",
    ]


@pytest.fixture
def full(searcher: Searcher) -> Iterator[TestClient]:
    """A service all of whose places are taken."""
    app = create_app(Index(lambda: searcher), Serving(workers=1, queue=0))
    with TestClient(app) as client:
        wait_until_ready(client)
        app.state.service.workers.taken = app.state.service.workers.places
        yield client
        app.state.service.workers.taken = 0


def test_answers_are_admitted_as_searches_are(full: TestClient) -> None:
    response = full.post("/v1/answer", json={"q": QUERY})
    assert (response.status_code, response.json()["code"], response.headers["retry-after"]) == (503, "overloaded", "1")


def test_before_the_index_is_loaded_the_reason_is_told() -> None:
    app = create_app(Index(lambda: pytest.fail("never started")))
    told = TestClient(app).post("/v1/answer", json={"q": "a"}).json()
    assert (told["code"], told["detail"][:25]) == ("not_ready", "The index is being loaded")
