"""The API's own description: the reviewed OpenAPI document, and a page that shows it without a network."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

import app
from app.api.problems import KINDS

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


def test_every_problem_of_the_contract_is_described_for_a_search(described: Json) -> None:
    responses = operations(described)["search"]["responses"]
    named = {(int(status), code) for status, r in responses.items() if status.isdigit() for code in codes(r)}
    assert named == {(kind.status, kind.code) for kind in KINDS.values()} - {(404, "not_found")}


def codes(response: Json) -> list[str]:
    return re.findall(r"`(\w+)`", response["description"])


def test_every_error_is_described_as_a_problem_and_no_other_way(described: Json) -> None:
    errors = [
        response["content"]
        for operation in operations(described).values()
        for status, response in operation["responses"].items()
        if status != "200"
    ]
    problem = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    assert errors == [problem] * len(errors)
    assert "HTTPValidationError" not in described["components"]["schemas"]


def test_the_query_string_takes_the_names_of_the_body(described: Json) -> None:
    parameters = operations(described)["search_by_query_string"]["parameters"]
    fields = described["components"]["schemas"]["SearchParameters"]["properties"]
    assert [parameter["name"] for parameter in parameters] == list(fields)
    assert {p["name"] for p in parameters if p["schema"]["type"] == "array"} == {"merchant", "language", "section"}


def test_every_reference_leads_somewhere(described: Json) -> None:
    names = set(re.findall(r'"#/components/schemas/(\w+)"', json.dumps(described)))
    assert names <= described["components"]["schemas"].keys()


def test_the_page_runs_no_inline_code_and_loads_nothing_from_elsewhere(client: TestClient) -> None:
    response = client.get("/docs")
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    assert response.headers["content-security-policy"].startswith("default-src 'none'; script-src 'self'; style-src")
    assert "unsafe" not in response.headers["content-security-policy"]
    assert response.headers["x-content-type-options"] == "nosniff"
    assert re.findall(r"<script[^>]*>([^<]+)</script>|<style|\son\w+=|style=|https?:", response.text) == []


def test_everything_that_the_page_names_is_served(client: TestClient) -> None:
    page = client.get("/docs").text
    names = re.findall(r'(?:src|href)="(?!data:)([^"]+)"', page)
    responses = {name: client.get(f"/{name}") for name in names}
    assert {name: response.status_code for name, response in responses.items()} == dict.fromkeys(names, 200)
    assert {re.sub(";.*", "", response.headers["content-type"]) for response in responses.values()} == {
        "text/css",
        "text/javascript",
        "application/json",
    }


def test_a_browser_file_may_be_kept_and_is_asked_for_again(client: TestClient) -> None:
    first = client.get("/static/swagger-ui/start.js")
    again = client.get("/static/swagger-ui/start.js", headers={"If-None-Match": first.headers["etag"]})
    assert (first.headers["cache-control"], again.status_code) == ("no-cache", 304)
