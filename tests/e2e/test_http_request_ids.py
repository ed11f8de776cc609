"""Whatever the reply, it has the id that log lines about the request have."""

import json
import logging
import re
from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from app.api.application import Serving, create_app
from app.api.engines import Index
from app.api.schemas import Problem
from app.domain import SearchRequest, SearchResult
from app.logs import JsonFormat
from app.scope import Scope
from app.search import Searcher
from tests.e2e.conftest import wait_until_ready

SENT = {"X-Request-Id": "shop-7.A_z"}
SHOP = {"Origin": "https://shop.example"}
PREFLIGHT = {**SHOP, "Access-Control-Request-Method": "POST"}


@pytest.fixture(scope="module")
def service(searcher: Searcher) -> Iterator[TestClient]:
    """A service that websites may ask."""
    app = create_app(Index(lambda: searcher), Serving(origins=[SHOP["Origin"]]))
    with TestClient(app, raise_server_exceptions=False) as client:
        wait_until_ready(client)
        yield client


@pytest.mark.parametrize(
    ("method", "path", "headers", "status"),
    [
        ("GET", "/v1/search?q=shipping", {}, 200),
        ("HEAD", "/v1/search?q=shipping", {}, 200),
        ("GET", "/v1/search", {}, 422),
        ("POST", "/v1/search", {}, 400),
        ("DELETE", "/v1/search", {}, 405),
        ("OPTIONS", "/v1/search", PREFLIGHT, 200),
        ("GET", "/v1/passages/nothing", {}, 404),
        ("GET", "/nowhere", {}, 404),
        ("GET", "/console", {}, 200),
        ("GET", "/static/tokens.css", {}, 200),
        ("GET", "/healthz", {}, 200),
        ("POST", "/mcp", {}, 403),
    ],
)
def test_every_reply_has_the_id_that_the_request_came_with(
    service: TestClient, method: str, path: str, headers: dict[str, str], status: int
) -> None:
    reply = service.request(method, path, headers={**SENT, **headers})
    assert (reply.status_code, reply.headers.get_list("x-request-id")) == (status, [SENT["X-Request-Id"]])


def test_a_request_without_an_id_gets_one(service: TestClient) -> None:
    ids = [service.get("/healthz").headers["x-request-id"] for _ in range(2)]
    assert ids[0] != ids[1]
    assert all(re.fullmatch("[0-9a-f]{32}", one) for one in ids)


@pytest.mark.parametrize("path", ["/v1/search", "/nowhere", "/v1/passages/nothing"])
def test_a_problem_tells_the_id_too_for_those_who_see_the_body_only(service: TestClient, path: str) -> None:
    reply = service.get(path)
    assert Problem.model_validate_json(reply.text).request_id == reply.headers["x-request-id"]


def test_another_website_s_script_may_read_the_id(service: TestClient) -> None:
    exposed = service.get("/v1/search", headers=SHOP).headers["access-control-expose-headers"]
    assert "X-Request-Id" in exposed.split(", ")


class Lines(logging.Handler):
    """The lines that were logged, as JSON."""

    def __init__(self) -> None:
        super().__init__()
        self.setFormatter(JsonFormat())
        self.read: list[dict[str, object]] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.read.append(json.loads(self.format(record)))


@pytest.fixture
def lines(caplog: pytest.LogCaptureFixture) -> Iterator[Lines]:
    lines = Lines()
    caplog.set_level(logging.INFO)
    logging.getLogger("app").addHandler(lines)
    yield lines
    logging.getLogger("app").removeHandler(lines)


def test_a_search_leaves_one_line_without_what_was_asked(service: TestClient, searcher: Searcher, lines: Lines) -> None:
    service.get("/v1/search?q=shipping&merchant=alpine", headers=SENT)
    (line,) = lines.read
    assert (line["request_id"], line["method"], line["route"]) == (SENT["X-Request-Id"], "GET", "/v1/search")
    assert (line["status"], line["key_id"]) == (200, None)
    assert line["generation"] == searcher.generation.manifest.generation
    assert not re.search("shipping|alpine", json.dumps(line))


def test_no_line_says_what_a_path_named(service: TestClient, lines: Lines) -> None:
    service.get("/v1/passages/secret")
    service.get("/v1/documents/secret/secret.txt")
    service.get("/secret%0A%1b[31m?q=secret")
    assert [line["route"] for line in lines.read] == ["/v1/passages/{passage_id}", "/v1/documents/{path:path}", "other"]
    assert "secret" not in json.dumps(lines.read)


def test_a_refusal_leaves_its_code(service: TestClient, lines: Lines) -> None:
    service.get("/v1/search")
    assert [(line["status"], line["code"]) for line in lines.read] == [(422, "invalid_query")]


def test_a_fault_leaves_its_traceback_with_the_id_that_the_caller_was_told(
    searcher: Searcher, lines: Lines, monkeypatch: pytest.MonkeyPatch
) -> None:
    with TestClient(create_app(Index(lambda: searcher)), raise_server_exceptions=False) as client:
        wait_until_ready(client)
        lines.read.clear()
        monkeypatch.setattr(searcher, "search", quoting)
        told = client.get("/v1/search?q=a+fault").json()["request_id"]
    fault, ended = lines.read[:2]
    assert (fault["request_id"], ended["request_id"], ended["code"]) == (told, told, "internal_error")
    assert str(fault["traceback"]).endswith("\nValueError")
    assert "a fault" not in json.dumps(lines.read)


def quoting(asked: SearchRequest, _: Scope) -> SearchResult:
    raise ValueError(asked.q)


def test_what_was_asked_is_said_where_the_operator_wants_it(searcher: Searcher, lines: Lines) -> None:
    with TestClient(create_app(Index(lambda: searcher), Serving(log_queries=True))) as client:
        wait_until_ready(client)
        client.get("/v1/search?q=parcel+of+me@x.example")
    assert [line["query"] for line in lines.read if "query" in line] == ["parcel of [e-mail]"]
