"""Bad requests over HTTP: each is a problem with a stable code, and none is a 5xx."""

import json
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from httpx2 import Response
from starlette.testclient import TestClient

from app.api.parsing import LARGEST_BODY
from app.api.schemas import Problem


def assert_problem(response: Response, status: int, code: str) -> Problem:
    assert response.headers["content-type"] == "application/problem+json"
    problem = Problem.model_validate_json(response.text)
    assert (response.status_code, problem.status, problem.code) == (status, status, code)
    assert response.headers["x-content-type-options"] == "nosniff"
    assert response.headers["cache-control"] == "no-store"
    assert problem.detail.endswith(".")
    return problem


BAD_QUERIES = {
    "missing": {},
    "empty": {"q": ""},
    "blank": {"q": " \t\n\u3000"},
    "controls only": {"q": "\x01\x02"},
    "513 characters": {"q": "é" * 513},
    "much too long": {"q": "\ufdfa" * 10_000},
    "NUL": {"q": "ship\0ping"},
    "high surrogate": {"q": "ship \ud800"},
    "low surrogate": {"q": "\udfff"},
}


@pytest.mark.parametrize("body", BAD_QUERIES.values(), ids=BAD_QUERIES)
def test_an_unusable_query_is_invalid(client: TestClient, body: dict[str, str]) -> None:
    problem = assert_problem(client.post("/v1/search", content=json.dumps(body)), 422, "invalid_query")
    assert problem.detail.startswith("q ")


@pytest.mark.parametrize(
    "query", ["", "q=", "q=+%09", f"q={'e' * 513}", "q=a%00b", "q=%ED%A0%80", "q=%FF", f"q={quote('é' * 513)}"]
)
def test_an_unusable_query_in_a_query_string_is_invalid(client: TestClient, query: str) -> None:
    assert_problem(client.get(f"/v1/search?{query}"), 422, "invalid_query")


BAD_VALUES: list[tuple[str, object]] = [
    ("q", 5),
    ("q", None),
    ("q", ["shipping"]),
    ("limit", 0),
    ("limit", 51),
    ("limit", -1),
    ("limit", "10"),
    ("limit", True),
    ("limit", 10.5),
    ("limit", 10**300),
    ("limit", None),
    ("limit", [10]),
    ("offset", -1),
    ("offset", 1001),
    ("offset", False),
    ("offset", "0"),
    ("merchant", 5),
    ("merchant", ""),
    ("merchant", None),
    ("merchant", {"id": "alpine"}),
    ("merchant", ["alpine", 5]),
    ("merchant", [["alpine"]]),
    ("merchant", ["alpine"] * 101),
    ("merchant", "x" * 201),
    ("merchant", "\ud800"),
    ("merchant", ["\ud800"]),
    ("language", ""),
    ("language", "x" * 36),
    ("language", ["en", ""]),
    ("language", "en\0"),
    ("section", "x" * 201),
    ("section", "\0"),
    ("section", ["\udc00"]),
    ("section", True),
]


@pytest.mark.parametrize(("field", "value"), BAD_VALUES)
def test_an_unusable_value_names_its_field(client: TestClient, field: str, value: object) -> None:
    body = json.dumps({"q": "shipping", field: value})
    problem = assert_problem(client.post("/v1/search", content=body), 422, "invalid_value")
    assert problem.detail.startswith(f"{field} is missing or has an unusable value. ")


@pytest.mark.parametrize(
    "query",
    [
        *("limit=0", "limit=51", "limit=", "limit=1.0", "limit=+5", "limit=1_0", "limit=%D9%A3", "limit=true"),
        *("limit=5&limit=5", "limit=99999999999999999999", "offset=-1", "offset=1001", "offset=", "q=again"),
        *("merchant=", "merchant=%FF", "language=", "section=%00", "&".join(["merchant=alpine"] * 101)),
    ],
)
def test_an_unusable_value_in_a_query_string_is_invalid(client: TestClient, query: str) -> None:
    assert_problem(client.get(f"/v1/search?q=shipping&{query}"), 422, "invalid_value")


@pytest.mark.parametrize("name", ["Q", "filters", "", "q ", "naïve", "\ud800", "__class__", "x" * 5000])
def test_an_unknown_field_is_named_beside_the_known_ones(client: TestClient, name: str) -> None:
    body = json.dumps({"q": "shipping", name: 1})
    problem = assert_problem(client.post("/v1/search", content=body), 422, "unknown_field")
    assert problem.detail.startswith(repr(name[:100]))
    assert problem.detail.endswith("Known: q, merchant, language, section, log, limit, offset.")


def test_a_misspelt_field_is_reported_before_the_field_that_is_missing(client: TestClient) -> None:
    assert_problem(client.post("/v1/search", json={"query": "shipping"}), 422, "unknown_field")


@pytest.mark.parametrize("name", ["lang", "merchant[]", "%00", "%FF"])
def test_an_unknown_query_parameter_is_an_error(client: TestClient, name: str) -> None:
    assert_problem(client.get(f"/v1/search?q=shipping&{name}=x"), 422, "unknown_field")


@pytest.mark.parametrize("merchant", ["nobody", "Alpine", "alpine ", "../alpine", "alpine'; --", "🎁"])
def test_an_unknown_merchant_is_not_found(client: TestClient, merchant: str) -> None:
    for_body = client.post("/v1/search", json={"q": "shipping", "merchant": ["alpine", merchant]})
    assert repr(merchant) in assert_problem(for_body, 404, "unknown_merchant").detail
    assert_problem(client.get("/v1/search", params={"q": "shipping", "merchant": merchant}), 404, "unknown_merchant")


NOT_JSON = {
    "empty": b"",
    "words": b"shipping",
    "a form": b"q=shipping",
    "cut short": b'{"q": "shipping"',
    "two values": b'{"q": "shipping"} {}',
    "single quotes": b"{'q': 'shipping'}",
    "NaN": b'{"q": "shipping", "limit": NaN}',
    "infinity": b'{"q": "shipping", "limit": -Infinity}',
    "endless digits": b'{"q": "shipping", "limit": ' + b"9" * 5000 + b"}",
    "Latin-1": '{"q": "délais"}'.encode("latin-1"),
    "UTF-16": '{"q": "shipping"}'.encode("utf-16"),
    "UTF-32": '{"q": "shipping"}'.encode("utf-32-be"),
    "surrogates in UTF-8": b'{"q": "\xed\xa0\x80"}',
    "deep arrays": b"[" * 60_000,
    "deep objects": b'{"q":' * 12_000 + b"1" + b"}" * 4_000,
    "a control character": b'{"q": "a\x00b"}',
}


@pytest.mark.parametrize("body", NOT_JSON.values(), ids=NOT_JSON)
def test_a_body_that_is_not_json_is_refused(client: TestClient, body: bytes) -> None:
    assert_problem(client.post("/v1/search", content=body), 400, "not_json")


@pytest.mark.parametrize("body", ["[]", '"shipping"', "null", "5", "true", '[{"q": "shipping"}]'])
def test_json_that_is_no_object_is_an_invalid_value(client: TestClient, body: str) -> None:
    assert_problem(client.post("/v1/search", content=body), 422, "invalid_value")


def test_a_body_of_2_mb_is_too_large(client: TestClient) -> None:
    body = json.dumps({"q": "x" * 2_000_000})
    assert_problem(client.post("/v1/search", content=body), 413, "body_too_large")


def test_a_body_of_2_mb_that_does_not_announce_its_size_is_too_large(client: TestClient) -> None:
    def pieces() -> Iterator[bytes]:
        yield from [b" " * 20_000] * 100

    assert_problem(client.post("/v1/search", content=pieces()), 413, "body_too_large")


def test_a_body_of_just_the_largest_size_is_read(client: TestClient) -> None:
    body = json.dumps({"q": "shipping"}).ljust(LARGEST_BODY)
    assert client.post("/v1/search", content=body).status_code == 200
    assert_problem(client.post("/v1/search", content=body + " "), 413, "body_too_large")


@pytest.mark.parametrize(
    "path",
    ["/v1", "/v1/", "/v1/search/", "/v2/search", "/V1/SEARCH", "/docs/", "/redoc", "/%00", "/v1/merchants/x"],
)
def test_an_unknown_path_is_not_found(client: TestClient, path: str) -> None:
    assert_problem(client.get(path), 404, "not_found")


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("DELETE", "/v1/search", "GET, HEAD, POST"),
        ("PUT", "/v1/search", "GET, HEAD, POST"),
        ("PROPFIND", "/v1/search", "GET, HEAD, POST"),
        ("POST", "/v1/merchants", "GET, HEAD"),
        ("POST", "/v1/documents/alpine/faq.txt", "GET, HEAD"),
        ("DELETE", "/healthz", "GET, HEAD"),
        ("POST", "/docs", "GET, HEAD"),
        ("POST", "/static/docs.html", "GET, HEAD"),
    ],
)
def test_a_method_that_is_not_allowed_is_told_which_are(
    client: TestClient, method: str, path: str, allowed: str
) -> None:
    response = client.request(method, path)
    assert_problem(response, 405, "method_not_allowed")
    assert response.headers["allow"] == allowed


@pytest.mark.parametrize("passage", ["alpine:0000000000000000", "alpine", "%00", "%FF", "x" * 3000])
def test_an_unknown_passage_is_not_found(client: TestClient, passage: str) -> None:
    assert_problem(client.get(f"/v1/passages/{passage}"), 404, "not_found")


@pytest.mark.parametrize(
    "path",
    [
        "",
        "alpine",
        "alpine/",
        "merchants.toml",
        "../merchants.toml",
        "..%2F..%2Fetc%2Fpasswd",
        "%2Fetc%2Fpasswd",
        "%00",
    ],
)
def test_a_document_is_looked_up_and_never_read_from_a_path(client: TestClient, path: str) -> None:
    assert_problem(client.get(f"/v1/documents/{path}"), 404, "not_found")


@pytest.mark.parametrize(
    "path", ["", "nothing.js", "%2E%2E/api/routes.py", "..%2F__init__.py", "%00", "swagger-ui", "x" * 3000]
)
def test_static_files_are_those_of_their_folder_only(client: TestClient, path: str) -> None:
    assert_problem(client.get(f"/static/{path}"), 404, "not_found")


def test_a_repeated_field_in_a_body_is_refused(client: TestClient) -> None:
    reply = client.post("/v1/search", content=b'{"q": "x", "merchant": "alpine", "merchant": "boutique"}')
    assert (reply.status_code, reply.json()["code"]) == (422, "invalid_value")


def test_a_query_string_with_post_is_refused_instead_of_ignored(client: TestClient) -> None:
    reply = client.post("/v1/search?merchant=alpine", json={"q": "x"})
    assert (reply.status_code, reply.json()["code"]) == (422, "unknown_field")


@pytest.mark.parametrize("name", ["merchant", "language", "section"])
def test_an_empty_filter_is_refused_instead_of_widened(client: TestClient, name: str) -> None:
    reply = client.post("/v1/search", json={"q": "x", name: []})
    assert (reply.status_code, reply.json()["code"]) == (422, "invalid_value")
