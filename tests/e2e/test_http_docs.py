"""The API's own description: the reviewed OpenAPI document, whose examples are what the service takes and says."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel
from starlette.testclient import TestClient

import app
from app.api import examples
from app.api.admin_schemas import KeysReply, NewKeyReply, ReloadReply
from app.api.answer_schemas import AnswerReply
from app.api.application import Serving, create_app
from app.api.engines import Index
from app.api.feedback_schemas import FeedbackParameters, FeedbackReply
from app.api.parsing import LARGEST_BODY
from app.api.problems import INTERNAL, KINDS
from app.api.schemas import (
    AliveReply,
    DocumentReply,
    MerchantsReply,
    PassageReply,
    ReadyReply,
    SearchParameters,
    SearchReply,
)
from app.api.suggest_schemas import SuggestReply
from app.errors import InternalError
from app.search import Searcher
from tests.e2e.conftest import wait_until_ready

GOLDEN = Path(__file__).parent.parent / "golden" / "openapi.json"
Json = dict[str, Any]  # Any: JSON


@pytest.fixture
def described(client: TestClient) -> Json:
    document: Json = client.get("/openapi.json").json()
    return document


def operations(described: Json) -> dict[str, Json]:
    return {operation["operationId"]: operation for path in described["paths"].values() for operation in path.values()}


def test_the_description_is_the_reviewed_one(described: Json) -> None:
    assert described["info"].pop("version") == app.__version__
    assert described == json.loads(GOLDEN.read_text("utf-8"))


def test_every_problem_that_a_search_may_meet_is_described(described: Json) -> None:
    responses = operations(described)["search"]["responses"]
    elsewhere = {
        (404, "not_found"),
        (503, "feedback_unavailable"),
        (503, "gaps_unavailable"),
        (503, "keys_unavailable"),
    }
    named = {(int(status), code) for status, r in responses.items() for code in codes(r)}
    assert named == {(kind.status, kind.code) for kind in (*KINDS.values(), INTERNAL)} - elsewhere


def codes(response: Json) -> list[str]:
    return re.findall(r"`(\w+)`", response["description"])


def test_every_error_is_described_as_a_problem_with_an_example_of_each_code(described: Json) -> None:
    errors = [
        (response["content"], codes(response))
        for operation in operations(described).values()
        for status, response in operation["responses"].items()
        if status != success(operation)
    ]
    assert [content for content, _ in errors] == [shown_as_problem(named) for _, named in errors]
    assert "HTTPValidationError" not in described["components"]["schemas"]


def shown_as_problem(named: list[str]) -> Json:
    shown = {code: {"$ref": f"#/components/examples/{code}"} for code in named}
    return {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}, "examples": shown}}


def test_no_reply_is_described_by_default_alone(described: Json) -> None:
    assert [name for name, operation in operations(described).items() if "default" in operation["responses"]] == []


def test_every_parameter_and_body_has_an_example(described: Json) -> None:
    bare = [
        (name, parameter["name"])
        for name, operation in operations(described).items()
        for parameter in operation.get("parameters", [])
        if not parameter.keys() & {"example", "examples"}
    ]
    bodies = [
        content
        for operation in operations(described).values()
        for holder in (operation.get("requestBody", {"content": {}}), operation["responses"][success(operation)])
        for content in holder.get("content", {}).values()
    ]
    assert (bare, [content for content in bodies if not has_example(content, described)]) == ([], [])


def success(operation: Json) -> str:
    statuses: list[str] = list(operation["responses"])
    return min(statuses)


def has_example(content: Json, described: Json) -> bool:
    name = content["schema"].get("$ref", "").removeprefix("#/components/schemas/")
    return "example" in content or "examples" in described["components"]["schemas"][name]


@pytest.mark.parametrize(
    "model",
    [
        *(SearchReply, AnswerReply, PassageReply, DocumentReply, MerchantsReply, SuggestReply),
        *(FeedbackReply, AliveReply, ReadyReply, KeysReply, NewKeyReply, ReloadReply),
    ],
)
def test_the_example_of_a_reply_is_one(described: Json, model: type[BaseModel]) -> None:
    (example,) = described["components"]["schemas"][model.__name__]["examples"]
    assert json.loads(model.model_validate_json(json.dumps(example)).model_dump_json()) == example


def test_the_example_of_a_query_string_is_a_search() -> None:
    SearchParameters.model_validate(examples.PARAMETERS)


def test_the_example_of_feedback_is_about_the_example_passage(described: Json) -> None:
    (example,) = described["components"]["schemas"]["FeedbackParameters"]["examples"]
    assert FeedbackParameters.model_validate(example).passage_id == examples.PASSAGE["id"]


REFUSED: dict[str, Json] = {
    "not_json": {"content": b"q=shipping"},
    "body_too_large": {"content": b" " * (LARGEST_BODY + 1)},
    "invalid_query": {"json": {"q": "\x01"}},
    "invalid_value": {"json": {"q": "shipping", "limit": 0}},
    "unknown_field": {"json": {"q": "shipping", "lang": "en"}},
    "unknown_merchant": {"json": {"q": "shipping", "merchant": "picocicci"}},
}


@pytest.mark.parametrize("code", REFUSED)
def test_the_example_of_a_problem_is_what_a_search_says(client: TestClient, described: Json, code: str) -> None:
    reply = client.post("/v1/search", headers={"X-Request-Id": examples.REQUEST_ID}, **REFUSED[code])
    assert reply.json() == described["components"]["examples"][code]["value"]


def test_the_example_of_what_is_not_found_is_what_is_said(client: TestClient) -> None:
    assert client.get("/v1/passages/picocici:0").json()["detail"] == examples.DETAILS["not_found"]


def test_the_example_of_who_may_not_give_feedback_is_what_is_said(client: TestClient) -> None:
    told = client.post("/v1/feedback", headers={"Origin": "https://evil.example"}).json()
    assert (told["code"], told["detail"]) == ("forbidden", examples.DETAILS["forbidden"])


def test_the_example_of_missing_feedback_is_what_is_said(client: TestClient, searcher: Searcher) -> None:
    body = {"query": "shipping", "passage_id": searcher.generation.content.passages[0].id, "helpful": True}
    assert client.post("/v1/feedback", json=body).json()["detail"] == examples.DETAILS["feedback_unavailable"]


def test_the_example_of_a_service_that_is_not_ready_is_what_it_says(searcher: Searcher) -> None:
    not_started = TestClient(create_app(Index(lambda: searcher)))
    assert not_started.get("/readyz").json()["detail"] == examples.DETAILS["not_ready"]


def test_the_example_of_an_overloaded_service_is_what_it_says(searcher: Searcher) -> None:
    with TestClient(create_app(Index(lambda: searcher), Serving(workers=1, queue=-1))) as no_place:
        wait_until_ready(no_place)
        assert no_place.get("/v1/search?q=shipping").json()["detail"] == examples.DETAILS["overloaded"]


def test_the_example_of_a_fault_is_what_is_said() -> None:
    assert str(InternalError()) == examples.DETAILS["internal_error"]


@pytest.mark.parametrize("path", ["/healthz", "/v1/search?q=shipping", "/v1/merchants", "/v1/merchants/x", "/docs"])
def test_head_is_answered_as_get_without_the_body(client: TestClient, path: str) -> None:
    head, get = client.head(path), client.get(path)
    assert (head.status_code, head.headers["content-type"]) == (get.status_code, get.headers["content-type"])
    assert head.content == b""


def test_the_query_string_takes_the_names_of_the_body(described: Json) -> None:
    parameters = operations(described)["search_by_query_string"]["parameters"]
    fields = described["components"]["schemas"]["SearchParameters"]["properties"]
    assert [parameter["name"] for parameter in parameters] == list(fields)
    assert {p["name"] for p in parameters if p["schema"]["type"] == "array"} == {"merchant", "language", "section"}


def test_every_reference_leads_somewhere(described: Json) -> None:
    named = set(re.findall(r'"#/components/(\w+)/(\w+)"', json.dumps(described)))
    assert named <= {(kind, name) for kind, names in described["components"].items() for name in names}
