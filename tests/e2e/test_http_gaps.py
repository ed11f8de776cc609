"""Gaps over HTTP: for agents and administrators only, of what the caller may see, as JSON or as a file."""

import dataclasses
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from httpx2 import Response
from starlette.testclient import TestClient

from app.access import Access
from app.api.application import create_app
from app.api.engines import Index
from app.api.gap_schemas import GapsReply
from app.api.schemas import Problem
from app.feedback import FeedbackFile
from app.gap_finder import GapFinder
from app.gap_replies import COLUMNS
from app.grants import Grant
from app.key_file import KeyFile
from app.key_watch import KeyWatch
from app.query_log import FILE, LoggedQuery, Outcome, QueryLogFile
from app.search import Searcher
from tests.e2e.conftest import wait_until_ready

NOTHING = Outcome("en", "none", 0.1, None, None, "g", degraded=False)


@dataclasses.dataclass(frozen=True)
class Asking:
    """A service with keys, and an agent who asks it."""

    client: TestClient
    key: str

    def gaps(self, query: str = "") -> Response:
        return self.client.get(f"/v1/gaps?{query}", headers={"Authorization": f"Bearer {self.key}"})

    def labels(self, query: str = "") -> list[str]:
        return [gap.query for gap in GapsReply.model_validate_json(self.gaps(query).text).gaps]


def asking(searcher: Searcher, folder: Path, finder: GapFinder | None) -> Iterator[Asking]:
    keys = KeyFile(folder)
    shown = keys.add(Grant(role="agent")).shown
    access = Access(KeyWatch(keys))
    with TestClient(create_app(Index(lambda: searcher), gaps=finder, access=access)) as client:
        wait_until_ready(client)
        yield Asking(client, shown.text)


@pytest.fixture
def agent(searcher: Searcher, tmp_path: Path) -> Iterator[Asking]:
    """Over a log of three gaps."""
    log = QueryLogFile(tmp_path, days=90)
    asked = [("zebra", ("alpine",)), ("zebra", ("alpine",)), ("=lion", ("boutique",)), ("tiger", ())]
    times = [datetime.now(UTC) - timedelta(minutes=9 - number) for number in range(4)]
    log.keep([LoggedQuery("id", time, *each, NOTHING) for time, each in zip(times, asked, strict=True)])
    log.close()
    finder = GapFinder(QueryLogFile(tmp_path, days=90), FeedbackFile(tmp_path))
    yield from asking(searcher, tmp_path, finder)


@pytest.fixture
def unlogged(searcher: Searcher, tmp_path: Path) -> Iterator[Asking]:
    yield from asking(searcher, tmp_path, None)


def test_gaps_are_told_asked_most_first(agent: Asking) -> None:
    reply = GapsReply.model_validate_json(agent.gaps().text)
    assert ([gap.query for gap in reply.gaps], reply.query_log) == (["zebra", "tiger", "=lion"], True)
    assert (reply.total_gaps, reply.queries.none) == (3, 4)
    assert (reply.gaps[0].count, reply.gaps[0].state, reply.gaps[0].merchants) == (2, "unanswered", ["alpine"])


def test_one_merchants_gaps_may_be_asked_for_and_the_most_asked_only(agent: Asking) -> None:
    assert agent.labels("merchant=alpine&days=7") == ["zebra"]
    assert agent.labels("limit=1") == ["zebra"]
    assert agent.labels("language=fr") == []


def test_a_table_is_sent_as_a_file(agent: Asking) -> None:
    reply = agent.gaps("format=csv&merchant=boutique")
    assert (reply.headers["content-type"], reply.headers["content-disposition"]) == (
        "text/csv; charset=utf-8",
        'attachment; filename="gaps.csv"',
    )
    header, row = reply.text.removeprefix("\ufeff").splitlines()
    assert (header, row.startswith("boutique,en,'=lion,1,1,")) == (",".join(COLUMNS), True)


def test_without_a_query_log_the_reply_says_so(unlogged: Asking) -> None:
    reply = GapsReply.model_validate_json(unlogged.gaps().text)
    assert (reply.query_log, reply.gaps, reply.queries.none) == (False, [], 0)


def test_where_there_are_no_keys_nothing_is_served_here(client: TestClient) -> None:
    assert client.get("/v1/gaps").json()["detail"] == "Nothing is served at this path. GET /docs shows what is."


@pytest.mark.parametrize(
    ("query", "status", "code"),
    [
        ("merchant=nobody", 404, "unknown_merchant"),
        ("merchant=alpine&merchant=boutique", 422, "invalid_value"),
        ("days=0", 422, "invalid_value"),
        ("days=week", 422, "invalid_value"),
        ("limit=201", 422, "invalid_value"),
        ("format=xls", 422, "invalid_value"),
        ("q=zebra", 422, "unknown_field"),
    ],
)
def test_a_bad_request_is_a_problem(agent: Asking, query: str, status: int, code: str) -> None:
    reply = agent.gaps(query)
    assert (reply.status_code, Problem.model_validate_json(reply.text).code) == (status, code)


def test_a_log_that_cannot_be_read_is_a_problem_and_the_log_says_why(
    agent: Asking, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / FILE).write_bytes(b"no database" * 1000)
    reply = agent.gaps()
    assert (reply.status_code, reply.json()["code"], str(tmp_path) in reply.text) == (503, "gaps_unavailable", False)
    assert f"Gaps could not be found: {tmp_path / FILE} cannot be used" in caplog.text


def test_gaps_are_found_on_systems_whose_threads_have_no_priorities(
    agent: Asking, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.platform", "elsewhere")
    assert agent.labels() == ["zebra", "tiger", "=lion"]
