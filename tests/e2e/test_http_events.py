"""Events over HTTP: kept beside the query that they name, where queries are kept; never with who did it."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from starlette.testclient import TestClient

from app.api.application import create_app
from app.api.engines import Index
from app.api.event_schemas import EventReply
from app.api.schemas import Problem
from app.events import Event
from app.query_log import QueryLogFile
from app.scope import Scope
from app.search import Searcher
from tests.e2e.conftest import wait_until_ready
from tests.e2e.keyed import keyed_service, token

SEARCH = "/v1/search?q=shipping&merchant=unnamed"
Body = dict[str, Any]


@contextmanager
def logging_service(searcher: Searcher, folder: Path) -> Iterator[TestClient]:
    with TestClient(create_app(Index(lambda: searcher), queries=QueryLogFile(folder, days=90))) as client:
        wait_until_ready(client)
        yield client


def event(found: Body, **changed: object) -> Body:
    """A click on the second hit."""
    told = {"action_name": "click", "query_id": found["query_id"], "passage_id": found["hits"][1]["id"], "position": 2}
    return {**told, **changed}


def kept(folder: Path) -> list[Event]:
    return list(QueryLogFile(folder, days=90).events())


def test_an_event_is_kept_beside_its_query(searcher: Searcher, tmp_path: Path) -> None:
    with logging_service(searcher, tmp_path) as client:
        found = client.get(SEARCH).json()
        response = client.post("/v1/events", json=event(found))
    assert (response.status_code, EventReply.model_validate_json(response.text).status) == (202, "taken")
    (entry,) = QueryLogFile(tmp_path, days=90).entries()
    (event_,) = kept(tmp_path)
    assert (entry.query_id, event_.query_id) == (found["query_id"],) * 2
    assert (event_.action_name, event_.passage_id, event_.position, event_.merchant_id) == (
        "click",
        found["hits"][1]["id"],
        2,
        "unnamed",
    )


def test_an_event_may_have_no_position(searcher: Searcher, tmp_path: Path) -> None:
    with logging_service(searcher, tmp_path) as client:
        client.post("/v1/events", json=event(client.get(SEARCH).json(), action_name="copy", position=None))
    assert [(each.action_name, each.position) for each in kept(tmp_path)] == [("copy", None)]


def test_an_event_of_an_unknown_query_is_taken_and_not_kept(searcher: Searcher, tmp_path: Path) -> None:
    with logging_service(searcher, tmp_path) as client:
        found = client.get(SEARCH).json()
        assert client.post("/v1/events", json=event(found, query_id="of nobody")).status_code == 202
    assert kept(tmp_path) == []


def test_where_no_queries_are_logged_events_are_taken_all_the_same(client: TestClient) -> None:
    assert client.post("/v1/events", json=event(client.get(SEARCH).json())).json() == {"status": "taken"}


@pytest.mark.parametrize(("method", "path"), [("GET", SEARCH), ("POST", "/v1/answer")])
def test_every_reply_has_an_id_of_its_own_a_kept_one_too(client: TestClient, method: str, path: str) -> None:
    body = {"q": "shipping"} if method == "POST" else None
    ids = [client.request(method, path, json=body).json()["query_id"] for _ in range(2)]
    assert {UUID(query_id).version for query_id in ids} == {4}
    assert len(set(ids)) == 2


def test_the_id_of_a_query_is_none_that_the_request_brings(client: TestClient) -> None:
    reply = client.get(SEARCH, headers={"X-Request-Id": "mine"})
    assert (reply.headers["x-request-id"], reply.json()["query_id"] == "mine") == ("mine", False)


def test_a_further_page_has_no_id(client: TestClient) -> None:
    assert client.get(f"{SEARCH}&offset=1").json()["query_id"] is None


BAD = {
    "no action": ({"action_name": ...}, 422, "invalid_value"),
    "an action of another kind of site": ({"action_name": "add_to_cart"}, 422, "invalid_value"),
    "no query": ({"query_id": ...}, 422, "invalid_value"),
    "a long query id": ({"query_id": "x" * 101}, 422, "invalid_value"),
    "no passage": ({"passage_id": ...}, 422, "invalid_value"),
    "an unknown passage": ({"passage_id": "alpine:0000000000000000"}, 404, "not_found"),
    "place 0": ({"position": 0}, 422, "invalid_value"),
    "a place behind the last": ({"position": 1051}, 422, "invalid_value"),
    "half a place": ({"position": 1.5}, 422, "invalid_value"),
    "who did it": ({"client_id": "me"}, 422, "unknown_field"),
}


@pytest.mark.parametrize(("changed", "status", "code"), BAD.values(), ids=BAD)
def test_a_bad_event_is_a_problem(client: TestClient, changed: Body, status: int, code: str) -> None:
    fields = event(client.get(SEARCH).json(), **changed)
    body = json.dumps({name: value for name, value in fields.items() if value is not ...})
    response = client.post("/v1/events", content=body)
    assert (response.status_code, Problem.model_validate_json(response.text).code) == (status, code)


def test_an_unknown_action_is_answered_with_those_there_are(client: TestClient) -> None:
    detail = client.post("/v1/events", json=event(client.get(SEARCH).json(), action_name="buy")).json()["detail"]
    assert all(f"`{action}`" in detail for action in ("click", "click_through", "view", "copy"))


def test_pages_of_other_websites_tell_nothing(client: TestClient) -> None:
    headers = {"Origin": "https://evil.example"}
    response = client.post("/v1/events", json=event(client.get(SEARCH).json()), headers=headers)
    assert (response.status_code, response.json()["code"]) == (403, "forbidden")


@pytest.mark.parametrize("signed", [False, True], ids=["key", "token"])
def test_a_passage_out_of_sight_is_answered_as_one_that_does_not_exist(
    searcher: Searcher, tmp_path: Path, signed: bool
) -> None:
    with keyed_service(searcher, tmp_path) as keyed:
        key = keyed.key(scope=Scope(frozenset({"alpine"})))
        sent = token(key, "alpine") if signed else key.text
        found = keyed.ask("GET", SEARCH, keyed.shown["agent"].text).json()
        own = keyed.ask("GET", "/v1/search?q=shipping", sent).json()
        replies = [keyed.ask("POST", "/v1/events", sent, json=event(each)) for each in (own, found)]
    assert [reply.status_code for reply in replies] == [202, 404]
