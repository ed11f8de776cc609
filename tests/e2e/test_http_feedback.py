"""Feedback over HTTP: kept with what it is about, never with who gave it; a failing store stops nothing else."""

import json
import logging
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from app.api.application import create_app
from app.api.engines import Index
from app.api.feedback_schemas import FeedbackReply
from app.api.schemas import Problem
from app.feedback import FILE, Feedback, FeedbackFile
from app.search import Searcher
from tests.e2e.conftest import wait_until_ready

QUERY = "livraison gratuite"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def service(searcher: Searcher, folder: Path) -> Iterator[TestClient]:
    app = create_app(Index(lambda: searcher), feedback=FeedbackFile(folder))
    with TestClient(app, raise_server_exceptions=False) as client:
        wait_until_ready(client)
        yield client


@pytest.fixture
def passage_id(service: TestClient) -> str:
    return str(service.get("/v1/search", params={"q": QUERY}).json()["hits"][0]["id"])


def test_feedback_is_kept_with_what_it_is_about(
    service: TestClient, searcher: Searcher, folder: Path, passage_id: str
) -> None:
    before = datetime.now(UTC) - timedelta(milliseconds=1)  # kept in milliseconds
    reply = service.post("/v1/feedback", json={"query": f" {QUERY}\n", "passage_id": passage_id, "helpful": False})
    assert (reply.status_code, FeedbackReply.model_validate_json(reply.text).status) == (202, "kept")
    (entry,) = FeedbackFile(folder).entries()
    generation = searcher.generation.manifest.generation
    assert entry == Feedback(entry.time, QUERY, passage_id, "boutique", generation, helpful=False)
    assert before <= entry.time <= datetime.now(UTC)


def test_another_website_s_page_gives_no_feedback(service: TestClient, folder: Path, passage_id: str) -> None:
    body = json.dumps({"query": QUERY, "passage_id": passage_id, "helpful": True})
    headers = {"Origin": "https://evil.example", "Content-Type": "text/plain"}  # which browsers send without asking
    reply = service.post("/v1/feedback", content=body, headers=headers)
    assert (reply.status_code, Problem.model_validate_json(reply.text).code) == (403, "forbidden")
    assert not folder.exists()


def test_nothing_is_written_before_somebody_gives_feedback(service: TestClient, folder: Path) -> None:
    service.get("/v1/search", params={"q": QUERY})
    assert not folder.exists()


def test_nothing_of_the_caller_is_kept(service: TestClient, folder: Path, passage_id: str) -> None:
    headers = {"User-Agent": "telltale", "X-Forwarded-For": "192.0.2.77", "Cookie": "telltale=1"}
    body = {"query": QUERY, "passage_id": passage_id, "helpful": True}
    assert service.post("/v1/feedback", json=body, headers=headers).status_code == 202
    written = b"".join(file.read_bytes() for file in folder.iterdir())
    assert (QUERY.encode() in written, b"telltale" in written, b"192.0.2.77" in written) == (True, False, False)


def test_the_longest_query_is_counted_in_code_points(service: TestClient, folder: Path, passage_id: str) -> None:
    body = {"query": "🎁" * 512, "passage_id": passage_id, "helpful": True}
    assert service.post("/v1/feedback", json=body).status_code == 202
    assert [entry.query for entry in FeedbackFile(folder).entries()] == ["🎁" * 512]


BAD = {
    "no query": ({"query": ...}, 422, "invalid_query"),
    "a blank query": ({"query": " \u3000"}, 422, "invalid_query"),
    "controls only": ({"query": "\x01"}, 422, "invalid_query"),
    "513 characters": ({"query": "é" * 513}, 422, "invalid_query"),
    "NUL": ({"query": "a\0"}, 422, "invalid_query"),
    "a surrogate": ({"query": "\ud800"}, 422, "invalid_query"),
    "a number as query": ({"query": 5}, 422, "invalid_value"),
    "no passage": ({"passage_id": ...}, 422, "invalid_value"),
    "an empty passage": ({"passage_id": ""}, 422, "invalid_value"),
    "a long passage": ({"passage_id": "x" * 201}, 422, "invalid_value"),
    "a list of passages": ({"passage_id": ["alpine:1"]}, 422, "invalid_value"),
    "no verdict": ({"helpful": ...}, 422, "invalid_value"),
    "null": ({"helpful": None}, 422, "invalid_value"),
    "a number": ({"helpful": 1}, 422, "invalid_value"),
    "a word": ({"helpful": "true"}, 422, "invalid_value"),
    "another field": ({"rating": 5}, 422, "unknown_field"),
    "a search's field": ({"q": "shipping"}, 422, "unknown_field"),
    "an unknown passage": ({"passage_id": "alpine:0000000000000000"}, 404, "not_found"),
    "a surrogate in the passage": ({"passage_id": "alpine:\ud800"}, 422, "invalid_value"),
    "no id at all": ({"passage_id": "'; --\0🎁"}, 404, "not_found"),
}


@pytest.mark.parametrize(("changed", "status", "code"), BAD.values(), ids=BAD)
def test_a_bad_request_is_a_problem_and_keeps_nothing(
    service: TestClient, folder: Path, passage_id: str, changed: dict[str, object], status: int, code: str
) -> None:
    fields = {"query": QUERY, "passage_id": passage_id, "helpful": True, **changed}
    body = json.dumps({name: value for name, value in fields.items() if value is not ...})
    response = service.post("/v1/feedback", content=body)
    assert (response.status_code, Problem.model_validate_json(response.text).code) == (status, code)
    assert not folder.exists()


def test_problems_say_what_is_allowed(service: TestClient) -> None:
    unknown = service.post("/v1/feedback", json={"stars": 5}).json()["detail"]
    assert unknown == "'stars' is not a field of feedback. Known: query, passage_id, helpful."
    no_json = service.post("/v1/feedback", content="thumbs up").json()
    assert (no_json["code"], '{"query": "livraison gratuite", "passage_id": ' in no_json["detail"]) == (
        "not_json",
        True,
    )


def test_another_method_is_told_the_right_one(service: TestClient) -> None:
    assert service.get("/v1/feedback").headers["allow"] == "POST"


def test_a_failing_store_answers_503_the_log_says_why_and_search_goes_on(
    service: TestClient, folder: Path, passage_id: str, caplog: pytest.LogCaptureFixture
) -> None:
    folder.mkdir()
    (folder / FILE).write_bytes(b"no database" * 1000)
    body = {"query": QUERY, "passage_id": passage_id, "helpful": True}
    with caplog.at_level(logging.ERROR):
        response = service.post("/v1/feedback", json=body)
    assert (response.status_code, response.json()["code"]) == (503, "feedback_unavailable")
    assert (response.headers["retry-after"], str(folder) in response.text) == ("60", False)
    assert f"{folder / FILE} cannot be used: file is not a database" in caplog.text
    assert QUERY not in caplog.text
    assert service.get("/v1/search", params={"q": QUERY}).status_code == 200


def test_once_the_store_is_mended_feedback_is_kept_again(service: TestClient, folder: Path, passage_id: str) -> None:
    body = {"query": QUERY, "passage_id": passage_id, "helpful": True}
    folder.write_text("in the way")
    assert service.post("/v1/feedback", json=body).status_code == 503
    folder.unlink()
    assert service.post("/v1/feedback", json=body).status_code == 202
    assert len(list(FeedbackFile(folder).entries())) == 1


def test_a_service_without_a_store_says_so(client: TestClient, passage_id: str) -> None:
    body = {"query": QUERY, "passage_id": passage_id, "helpful": True}
    problem = client.post("/v1/feedback", json=body).json()
    assert (problem["code"], problem["detail"]) == ("feedback_unavailable", "This service keeps no feedback.")


def test_before_the_index_is_loaded_the_reason_is_told() -> None:
    app = create_app(Index(lambda: pytest.fail("never started")))
    response = TestClient(app).post("/v1/feedback", json={"query": "a", "passage_id": "b", "helpful": True})
    assert (response.status_code, response.json()["code"]) == (503, "not_ready")
