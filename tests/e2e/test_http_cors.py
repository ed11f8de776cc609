"""Which websites' pages may read what the service answers: those of the settings, whatever the answer; else none."""

from collections.abc import Iterator, Mapping

import pytest
from starlette.testclient import TestClient

from app.api.application import Serving, create_app
from app.api.engines import Index
from app.search import Searcher
from tests.e2e.conftest import wait_until_ready

SHOP, OTHER = "https://shop.example", "https://other.example"
PREFLIGHT = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "authorization, content-type"}


@pytest.fixture(scope="module")
def allowing(searcher: Searcher) -> Iterator[TestClient]:
    """A service that one website may ask."""
    with TestClient(create_app(Index(lambda: searcher), Serving(origins=[SHOP]))) as client:
        wait_until_ready(client)
        yield client


def cors(headers: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in headers.items() if name.startswith("access-control-")}


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/v1/merchants", 200),
        ("/v1/suggest?q=ship", 200),
        ("/static/tokens.css", 200),
        ("/v1/search?q=", 422),
        ("/v1/search?q=shipping&merchant=nobody", 404),
        ("/nowhere", 404),
    ],
)
def test_an_allowed_website_reads_replies_and_errors(allowing: TestClient, path: str, status: int) -> None:
    response = allowing.get(path, headers={"Origin": SHOP})
    assert response.status_code == status
    assert cors(response.headers) == {
        "access-control-allow-origin": SHOP,
        "access-control-expose-headers": "RateLimit, RateLimit-Policy, Retry-After, Server-Timing, X-Request-Id",
    }
    assert "Origin" in response.headers["vary"]


def test_an_allowed_website_reads_that_its_method_is_not_allowed(allowing: TestClient) -> None:
    response = allowing.delete("/v1/search", headers={"Origin": SHOP})
    assert (response.status_code, response.headers["access-control-allow-origin"]) == (405, SHOP)


def test_an_allowed_website_may_post_json_with_a_key(allowing: TestClient) -> None:
    response = allowing.options("/v1/search", headers={"Origin": SHOP, **PREFLIGHT})
    assert (response.status_code, response.headers["access-control-allow-origin"]) == (200, SHOP)
    assert response.headers["access-control-allow-methods"] == "GET, POST"
    assert {"Authorization", "Content-Type"} <= set(response.headers["access-control-allow-headers"].split(", "))
    assert response.headers["access-control-max-age"] == "7200"


def test_no_website_may_send_cookies(allowing: TestClient) -> None:
    response = allowing.options("/v1/search", headers={"Origin": SHOP, **PREFLIGHT})
    assert "access-control-allow-credentials" not in response.headers


def test_an_allowed_website_may_not_use_other_methods(allowing: TestClient) -> None:
    response = allowing.options("/v1/search", headers={"Origin": SHOP, "Access-Control-Request-Method": "DELETE"})
    assert (response.status_code, response.json()["code"]) == (400, "preflight_refused")
    assert response.headers["access-control-allow-origin"] == SHOP


@pytest.mark.parametrize(
    "origin", [OTHER, "http://shop.example", "https://shop.example:8443", "https://a.shop.example", "null"]
)
def test_another_website_reads_nothing(allowing: TestClient, origin: str) -> None:
    reply = allowing.get("/v1/merchants", headers={"Origin": origin})
    asked_before = allowing.options("/v1/search", headers={"Origin": origin, **PREFLIGHT})
    assert "access-control-allow-origin" not in {**reply.headers, **asked_before.headers}
    assert asked_before.status_code == 400


def test_a_request_from_no_website_is_answered_as_ever(allowing: TestClient) -> None:
    response = allowing.get("/v1/merchants")
    assert (response.status_code, "access-control-allow-origin" in response.headers) == (200, False)


def test_any_website_may_ask_where_all_are_allowed(searcher: Searcher) -> None:
    with TestClient(create_app(Index(lambda: searcher), Serving(origins=["*"]))) as client:
        assert client.get("/healthz", headers={"Origin": OTHER}).headers["access-control-allow-origin"] == "*"


def test_without_allowed_websites_nothing_speaks_of_them(client: TestClient) -> None:
    reply = client.get("/v1/merchants", headers={"Origin": SHOP})
    asked_before = client.options("/v1/search", headers={"Origin": SHOP, **PREFLIGHT})
    assert cors(reply.headers) == cors(asked_before.headers) == {}
    assert (asked_before.status_code, asked_before.json()["code"]) == (405, "method_not_allowed")
