"""Suggestions over HTTP: what a search box sends on every keystroke, and what comes back."""

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from typing import cast
from urllib.parse import quote

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from app.api.application import create_app
from app.api.engines import Index
from app.api.schemas import Problem
from app.api.suggest_schemas import SuggestReply
from app.suggest import Suggester, Suggestion

LONG = "How long does shipping take?"


def texts(client: TestClient, **parameters: object) -> list[str]:
    response = client.get("/v1/suggest", params={key: str(value) for key, value in parameters.items()})
    return [suggestion.text for suggestion in SuggestReply.model_validate_json(response.text).suggestions]


def test_a_suggestion_has_a_stored_question_its_passage_and_its_merchant(client: TestClient) -> None:
    reply = client.get("/v1/suggest", params={"q": "how lo", "merchant": "alpine"}).json()
    (hit,) = client.get("/v1/search", params={"q": LONG, "merchant": "alpine", "limit": 1}).json()["hits"]
    assert reply == {"suggestions": [{"text": LONG, "passage_id": hit["id"], "merchant": hit["merchant"]}]}


def test_the_same_question_of_two_merchants_comes_from_both(client: TestClient) -> None:
    suggestions = client.get("/v1/suggest?q=how+lo").json()["suggestions"]
    assert [(s["text"], s["merchant"]["label"]) for s in suggestions] == [
        (LONG, "Alpine Cases"),
        (LONG, "Unnamed shop"),
    ]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("LIVR", ["La livraison est-elle gratuite ?", "Quels sont les délais de livraison ?"]),
        ("delais", ["Quels sont les délais de livraison ?"]),
        ("  is   shipp ", ["Is shipping free?"]),
        ("shiping fre", ["Is shipping free?"]),
        ("alpine abroad", ["Do you ship abroad?"]),
        ("ｄｏ ｙｏｕ ship a", ["Do you ship abroad?"]),
        ("返品", []),
        ("هل", []),
        ("?!", []),
    ],
)
def test_what_is_typed_is_completed(client: TestClient, typed: str, expected: list[str]) -> None:
    assert texts(client, q=typed) == expected


def test_a_filter_may_name_several_merchants(client: TestClient) -> None:
    suggestions = client.get("/v1/suggest?q=ship&merchant=alpine&merchant=boutique").json()["suggestions"]
    assert {s["merchant"]["id"] for s in suggestions} == {"alpine"}


@pytest.mark.parametrize(("limit", "count"), [(1, 1), (20, 5)])
def test_the_limit_bounds_the_suggestions(client: TestClient, limit: int, count: int) -> None:
    assert len(texts(client, q="ship", limit=limit)) == count


def test_the_time_it_took_is_told(client: TestClient) -> None:
    assert client.get("/v1/suggest?q=ship").headers["server-timing"].startswith("suggest;dur=")


def is_in_the_event_loop() -> bool:
    with suppress(RuntimeError):
        return asyncio.get_running_loop().is_running()
    return False


@pytest.mark.parametrize(("large", "in_loop"), [(0, False), (1_000, True)])
def test_a_large_index_never_holds_up_the_event_loop(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, large: int, *, in_loop: bool
) -> None:
    where: list[bool] = []

    def suggest(*_: object, **__: object) -> list[Suggestion]:
        where.append(is_in_the_event_loop())
        return []

    monkeypatch.setattr("app.suggest.LARGE", large)
    monkeypatch.setattr(Suggester, "suggest", suggest)
    assert (texts(client, q="ship"), where) == ([], [in_loop])


def test_above_what_a_large_index_can_suggest_a_keystroke_is_refused_and_searches_are_answered(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    suggesting = cast("FastAPI", client.app).state.service.suggesting
    monkeypatch.setattr("app.suggest.LARGE", 0)
    monkeypatch.setattr(suggesting, "taken", suggesting.places)
    refused, found = client.get("/v1/suggest?q=ship"), client.get("/v1/search?q=ship")
    assert (refused.status_code, refused.json()["code"], refused.headers["retry-after"]) == (503, "overloaded", "1")
    assert found.status_code == 200


BAD: Mapping[str, tuple[str, int, str]] = {
    "no q": ("", 422, "invalid_query"),
    "blank": ("q=+%E3%80%80", 422, "invalid_query"),
    "513 characters": (f"q={quote('é' * 513)}", 422, "invalid_query"),
    "NUL": ("q=a%00", 422, "invalid_query"),
    "not UTF-8": ("q=%FF", 422, "invalid_query"),
    "q twice": ("q=a&q=b", 422, "invalid_value"),
    "limit 0": ("q=a&limit=0", 422, "invalid_value"),
    "limit 21": ("q=a&limit=21", 422, "invalid_value"),
    "no number": ("q=a&limit=ten", 422, "invalid_value"),
    "limit twice": ("q=a&limit=2&limit=2", 422, "invalid_value"),
    "blank merchant": ("q=a&merchant=", 422, "invalid_value"),
    "an offset": ("q=a&offset=1", 422, "unknown_field"),
    "a language": ("q=a&language=en", 422, "unknown_field"),
    "an unknown merchant": ("q=a&merchant=alpine&merchant=nobody", 404, "unknown_merchant"),
}


@pytest.mark.parametrize(("query", "status", "code"), BAD.values(), ids=BAD)
def test_a_bad_request_is_a_problem(client: TestClient, query: str, status: int, code: str) -> None:
    response = client.get(f"/v1/suggest?{query}")
    problem = Problem.model_validate_json(response.text)
    assert (response.status_code, problem.code) == (status, code)


@pytest.mark.parametrize(
    ("query", "detail"),
    [
        (
            "q=a&limit=21",
            "limit is missing or has an unusable value. Questions to return: a whole number from 1 to 20.",
        ),
        ("q=a&offset=1", "'offset' is not a field of a suggestion. Known: q, merchant, limit."),
    ],
)
def test_a_problem_says_what_is_allowed(client: TestClient, query: str, detail: str) -> None:
    assert client.get(f"/v1/suggest?{query}").json()["detail"] == detail


def test_512_characters_of_any_kind_are_answered(client: TestClient) -> None:
    typed = ["\ufdfa" * 512, "a " * 255, "返" * 512, "🎁" * 512, "ก" * 512]
    assert [client.get("/v1/suggest", params={"q": q}).status_code for q in typed] == [200] * len(typed)


def test_other_methods_are_refused(client: TestClient) -> None:
    assert client.post("/v1/suggest", json={"q": "ship"}).headers["allow"] == "GET, HEAD"


def test_before_the_index_is_loaded_the_reason_is_told() -> None:
    response = TestClient(create_app(Index(lambda: pytest.fail("never started")))).get("/v1/suggest?q=ship")
    assert (response.status_code, response.json()["code"]) == (503, "not_ready")
