"""What is doubtful in the texts, over HTTP: to whom it is told, and of what."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from starlette.testclient import TestClient

from app.api.application import create_app
from app.api.engines import Index
from app.api.finding_schemas import FindingsReply
from app.facts import Fact
from app.findings import Finding
from app.scope import Scope
from app.search import Searcher, Understanding
from app.view import Engine, View
from tests.e2e.conftest import wait_until_ready


def _id(searcher: Searcher, question: str, merchant: str) -> str:
    (found,) = [p.id for p in searcher.passages.values() if (p.question, p.merchant_id) == (question, merchant)]
    return found


@pytest.fixture(scope="module")
def doubting(searcher: Searcher, understanding: Understanding) -> Searcher:
    """The searcher, over an index in which passages are doubtful."""
    shipping, free = (_id(searcher, q, "unnamed") for q in ("How long does shipping take?", "Is shipping free?"))
    one, other = (_id(searcher, f"Do you ship {where}?", "alpine") for where in ("internationally", "abroad"))
    french = _id(searcher, "La livraison est-elle gratuite ?", "boutique")
    english = _id(searcher, "Comment retourner un article ?", "boutique")
    findings = (
        Finding("near_duplicate", "alpine", (one, other), "2 passages say nearly the same"),
        Finding("near_duplicate", "boutique", (french, english), "2 passages say nearly the same"),
        Finding(
            "contradiction",
            "unnamed",
            (shipping, free),
            'says "two weeks" and "Yes"',
            (Fact(15, 24, "14", "days"), Fact(0, 3, "yes", "answer")),
        ),
    )
    return Searcher(replace(searcher.generation, findings=findings), understanding)


@pytest.fixture(scope="module")
def client(doubting: Searcher) -> Iterator[TestClient]:
    with TestClient(create_app(Index(lambda: doubting)), raise_server_exceptions=False) as client:
        wait_until_ready(client)
        yield client


def told(client: TestClient, query: str = "") -> dict[str, Any]:
    response = client.get(f"/v1/findings?{query}")
    FindingsReply.model_validate_json(response.text)
    body: dict[str, Any] = response.json()
    return body


def test_a_finding_shows_its_passages_and_the_words_that_each_states(client: TestClient, doubting: Searcher) -> None:
    body = told(client, "kind=contradiction")
    (finding,) = body["findings"]
    assert (body["total"], body["generation"]) == (1, doubting.generation.manifest.generation)
    assert (finding["kind"], finding["detail"]) == ("contradiction", 'says "two weeks" and "Yes"')
    assert finding["merchant"]["label"] == "Unnamed shop"
    states = [
        (p["text"][f["start"] : f["end"]], f["value"], f["unit"]) for p in finding["passages"] for f in p["facts"]
    ]
    assert states == [("two weeks", "14", "days"), ("Yes", "yes", "answer")]
    first = finding["passages"][0]
    assert {**client.get(f"/v1/passages/{first['id']}").json(), "facts": first["facts"]} == first


@pytest.mark.parametrize(
    ("query", "merchants", "total"),
    [
        ("", ["alpine", "boutique", "unnamed"], 3),
        ("limit=1", ["alpine"], 3),
        ("merchant=boutique&merchant=unnamed", ["boutique", "unnamed"], 2),
        ("merchant=boutique&kind=contradiction", [], 0),
        ("kind=near_duplicate", ["alpine", "boutique"], 2),
    ],
)
def test_filters_choose_among_them(client: TestClient, query: str, merchants: list[str], total: int) -> None:
    body = told(client, query)
    assert ([each["merchant"]["id"] for each in body["findings"]], body["total"]) == (merchants, total)


def test_of_near_duplicates_no_passage_states_anything(client: TestClient) -> None:
    (finding,) = told(client, "merchant=alpine")["findings"]
    assert [passage["facts"] for passage in finding["passages"]] == [[], []]


@pytest.mark.parametrize(
    ("query", "status", "code"),
    [
        ("merchant=nobody", 404, "unknown_merchant"),
        ("merchant=", 422, "invalid_value"),
        ("kind=rumour", 422, "invalid_value"),
        ("kind=contradiction&kind=contradiction", 422, "invalid_value"),
        ("limit=0", 422, "invalid_value"),
        ("limit=501", 422, "invalid_value"),
        ("offset=1", 422, "unknown_field"),
    ],
)
def test_what_cannot_be_told_is_a_problem(client: TestClient, query: str, status: int, code: str) -> None:
    response = client.get(f"/v1/findings?{query}")
    assert (response.status_code, response.json()["code"]) == (status, code)


@pytest.mark.parametrize(
    ("scope", "merchants"),
    [
        (Scope(frozenset({"alpine"})), ["alpine"]),
        (Scope(frozenset({"alpine", "boutique"}), frozenset({"en"})), ["alpine"]),
        (Scope(languages=frozenset({"fr"})), ["boutique"]),
        (Scope(frozenset({"boutique"}), frozenset({"en", "fr"})), ["boutique"]),
        (Scope(frozenset()), []),
    ],
)
def test_a_finding_is_seen_by_those_who_may_see_all_of_its_passages(
    doubting: Searcher, scope: Scope, merchants: list[str]
) -> None:
    found = View(Engine.over(doubting), scope).findings(merchants=(), kind=None)
    assert [each.merchant_id for each in found] == merchants
