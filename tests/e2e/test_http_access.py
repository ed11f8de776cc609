"""Keys and tokens over HTTP: who gets in where, and that nobody learns of what they may not see."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from app.api.application import create_app
from app.api.engines import Index
from app.roles import Role
from app.scope import Scope
from app.search import Searcher
from tests.e2e.keyed import OWN, Keyed, keyed_service, routes, token

OPEN = {
    *(
        "/",
        "/console",
        "/console/findings",
        "/console/gaps",
        "/docs",
        "/openapi.json",
        "/source/{passage_id}",
        "/static/{path:path}",
        "/healthz",
        "/readyz",
    ),
}
"""What holds no passage and tells nobody anything."""

KEPT = [
    (method, path)
    for method, path in routes(create_app(Index(lambda: pytest.fail("only described"))))
    if path not in OPEN
]
USE = {
    "/v1/search": "search",
    "/v1/suggest": "suggest",
    "/v1/answer": "answer",
    "/v1/passages/{passage_id}": "passage",
    "/v1/documents/{path}": "document",
    "/v1/merchants": "merchants",
    "/v1/feedback": "feedback",
    "/v1/events": "events",
    "/v1/gaps": "gaps",
    "/mcp": "assistant",
    "/mcp/": "assistant",
    "/metrics": "metrics",
    "/v1/admin/keys": "admin",
    "/v1/admin/keys/{key_id}": "admin",
    "/v1/admin/reload": "admin",
    "/v1/overrides": "overrides",
    "/v1/findings": "findings",
}
ASKING = {"search", "suggest", "answer", "passage", "document", "merchants", "feedback", "events", "assistant"}
MAY: Mapping[str, set[str]] = {
    "search": ASKING,
    "agent": {*ASKING, "gaps", "overrides", "findings"},
    "admin": {*ASKING, "gaps", "overrides", "findings", "metrics", "admin"},
    "metrics": {"metrics"},
    "token": {"search", "suggest", "passage", "feedback", "events"},
}
SHOP, OTHER = "https://shop.example", "https://other.example"
INVALID = 'Bearer error="invalid_token"'


@pytest.fixture(scope="module")
def keyed(searcher: Searcher, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Keyed]:
    with keyed_service(searcher, tmp_path_factory.mktemp("data")) as keyed:
        yield keyed


def test_every_route_is_known_to_be_open_or_to_have_a_use() -> None:
    assert {path for _, path in KEPT} == set(USE)


@pytest.mark.parametrize(("method", "path"), KEPT)
def test_without_a_key_and_with_a_wrong_one_nothing_is_told(keyed: Keyed, method: str, path: str) -> None:
    nobody, guessing = keyed.ask(method, path), keyed.ask(method, path, "faq_0123456789ab_x")
    assert (nobody.status_code, nobody.headers["WWW-Authenticate"]) == (401, "Bearer")
    assert (guessing.status_code, guessing.headers["WWW-Authenticate"]) == (401, INVALID)


@pytest.mark.parametrize("path", sorted(OPEN - {"/static/{path:path}"}))
def test_what_is_open_needs_no_key(keyed: Keyed, path: str) -> None:
    assert keyed.ask("GET", path).status_code == 200


def test_a_refusal_is_a_problem_that_says_what_to_do(keyed: Keyed) -> None:
    body = keyed.ask("GET", "/v1/merchants").json()
    assert (body["status"], body["title"], body["code"]) == (401, "Unauthorized", "unauthenticated")
    assert body["detail"] == (
        "This service asks for a key. Send `Authorization: Bearer ...` with a key, as `faq keys create` shows it, "
        "or with a token that a key has signed."
    )


@pytest.mark.parametrize("role", MAY)
def test_each_role_may_use_what_the_table_says(keyed: Keyed, role: str) -> None:
    """A request that is let in may well be refused for what it asks: none of these has a body."""
    shown = {str(role): key.text for role, key in keyed.shown.items()}
    sent = {**shown, "token": token(keyed.shown["agent"], "alpine")}[role]
    statuses = {(method, path): keyed.ask(method, path, sent).status_code for method, path in KEPT}
    assert {each: status != 403 for each, status in statuses.items()} == {
        (method, path): USE[path] in MAY[role] for method, path in KEPT
    }
    assert 401 not in statuses.values()


def passages_of(keyed: Keyed, merchant: str) -> list[str]:
    fields = {"q": "shipping", "merchant": merchant, "limit": 50}
    hits = keyed.ask("POST", "/v1/search", keyed.shown["agent"].text, json=fields).json()["hits"]
    return [hit["id"] for hit in hits]


@pytest.mark.parametrize("signed", [False, True], ids=["key", "token"])
def test_another_merchants_passage_is_answered_as_one_that_does_not_exist(keyed: Keyed, signed: bool) -> None:
    key = keyed.key(scope=Scope(frozenset({"alpine"})))
    sent = token(key, "alpine", "unnamed") if signed else key.text
    own, foreign, invented = passages_of(keyed, "alpine")[0], passages_of(keyed, "unnamed")[0], "unnamed:" + "0" * 16
    replies = {id: keyed.ask("GET", f"/v1/passages/{id}", sent) for id in (own, foreign, invented)}
    assert [reply.status_code for reply in replies.values()] == [200, 404, 404]
    assert without_id(replies[foreign].text, foreign) == without_id(replies[invented].text, invented)


def without_id(text: str, passage_id: str) -> dict[str, Any]:
    body: dict[str, Any] = json.loads(text.replace(passage_id, "ID"))
    body.pop("request_id", None)
    return body


def test_a_search_within_a_scope_finds_and_counts_that_scope_only(keyed: Keyed) -> None:
    key = keyed.key(scope=Scope(frozenset({"alpine"})))
    body = keyed.ask("POST", "/v1/search", key.text, json={"q": "shipping", "limit": 50}).json()
    assert {hit["merchant"]["id"] for hit in body["hits"]} == {"alpine"}
    assert set(body["facets"]["merchant"]) == {"alpine"}
    filtered = {"q": "shipping", "merchant": "unnamed"}
    foreign, invented = (
        keyed.ask("POST", "/v1/search", key.text, json={**filtered, "merchant": name}).json()["code"]
        for name in ("unnamed", "nobody")
    )
    assert foreign == invented == "unknown_merchant"


def test_the_same_search_with_another_key_is_not_answered_from_the_first_ones_reply(keyed: Keyed) -> None:
    fields = {"q": "how long does shipping take", "limit": 50}
    scopes = (frozenset({"alpine"}), frozenset({"unnamed"}), frozenset({"alpine"}))
    keys = [keyed.key(scope=Scope(merchants)).text for merchants in scopes]
    found = [
        {hit["merchant"]["id"] for hit in keyed.ask("POST", "/v1/search", key, json=fields).json()["hits"]}
        for key in keys
    ]
    assert found == [{"alpine"}, {"unnamed"}, {"alpine"}]


def test_an_assistant_sees_what_its_key_does(keyed: Keyed) -> None:
    foreign = passages_of(keyed, "unnamed")[0]
    key = keyed.key(scope=Scope(frozenset({"alpine"}))).text
    found = called(keyed, key, "search", {"query": "shipping"})["structuredContent"]["results"]
    assert {result["id"].partition(":")[0] for result in found} == {"alpine"}
    refused = [called(keyed, key, "fetch", {"id": id}) for id in (foreign, "unnamed:" + "0" * 16)]
    assert [result["isError"] for result in refused] == [True, True]
    told = [result["content"][0]["text"] for result in refused]
    assert told[0].replace(foreign, "unnamed:" + "0" * 16) == told[1]


def called(keyed: Keyed, key: str, tool: str, arguments: dict[str, str]) -> dict[str, Any]:  # Any: JSON
    call = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": tool, "arguments": arguments}}
    accept = {"Accept": "application/json, text/event-stream"}
    result: dict[str, Any] = keyed.ask("POST", "/mcp", key, json=call, headers=accept).json()["result"]
    return result


def test_a_key_that_is_revoked_counts_for_nothing_at_once(keyed: Keyed) -> None:
    key = keyed.key()
    signed = token(key, "alpine")
    before = [keyed.ask("GET", "/v1/suggest?q=how", sent).status_code for sent in (key.text, signed)]
    keyed.file.revoke(key.id)
    after = [keyed.ask("GET", "/v1/suggest?q=how", sent).status_code for sent in (key.text, signed)]
    assert (before, after) == ([200, 200], [401, 401])


def test_a_revoked_key_a_wrong_secret_and_an_invented_id_are_told_the_same(keyed: Keyed) -> None:
    revoked = keyed.key()
    keyed.file.revoke(revoked.id)
    guesses = (revoked.text, f"{keyed.shown['agent'].text}x", "faq_0123456789ab_x")
    told = {keyed.ask("GET", "/v1/merchants", guess).json()["detail"] for guess in guesses}
    assert len(told) == 1


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Origin": SHOP}, 200),
        ({"Origin": OTHER}, 403),
        ({}, 403),
        ({"Sec-Fetch-Site": "same-origin"}, 200),  # a page of the service's own, whose browser names no origin
        ({"Sec-Fetch-Site": "same-origin", "Host": "evil.example"}, 403),  # a name that was pointed here
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-origin", "Origin": OTHER}, 403),
    ],
)
def test_a_key_of_some_websites_counts_on_their_pages(keyed: Keyed, headers: dict[str, str], status: int) -> None:
    key = keyed.key(origins=frozenset({SHOP, OWN}))
    assert keyed.ask("GET", "/v1/suggest?q=how", key.text, headers=headers).status_code == status


def test_feedback_on_another_merchants_passage_is_answered_as_on_one_that_does_not_exist(keyed: Keyed) -> None:
    sent = token(keyed.shown["agent"], "alpine")
    own, foreign = passages_of(keyed, "alpine")[0], passages_of(keyed, "unnamed")[0]
    statuses = [
        keyed.ask("POST", "/v1/feedback", sent, json={"query": "shipping", "passage_id": id, "helpful": True})
        for id in (own, foreign)
    ]
    assert [reply.status_code for reply in statuses] == [202, 404]


@pytest.mark.parametrize("role", ["agent", "admin", "metrics"])
def test_figures_are_for_those_who_watch_over_the_service(keyed: Keyed, role: Role) -> None:
    reply = keyed.ask("GET", "/metrics", keyed.shown[role].text)
    assert reply.status_code == (200 if role in ("admin", "metrics") else 403)
