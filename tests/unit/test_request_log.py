"""A line a request: what was asked how, how it ended and for whom, but not what was asked."""

import dataclasses
import logging

import pytest

from app.api.request_log import RequestLog
from app.api.watching import Ended
from app.redaction import EMAIL

SEARCH = Ended("GET", "/v1/search", 200, 5.1234, None, "94d7", "20261122", "where is my order? me@x.example")
QUIET, TALKATIVE = RequestLog(queries=False), RequestLog(queries=True)


@pytest.fixture(autouse=True)
def _everything(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)


def fields(caplog: pytest.LogCaptureFixture) -> list[dict[str, object]]:
    return [line.__dict__["fields"] for line in caplog.records]


def test_a_line_says_how_a_request_ended_and_not_what_was_asked(caplog: pytest.LogCaptureFixture) -> None:
    QUIET.write(SEARCH)
    assert fields(caplog) == [
        {
            "method": "GET",
            "route": "/v1/search",
            "status": 200,
            "milliseconds": 5.12,
            "key_id": "94d7",
            "generation": "20261122",
        }
    ]


def test_what_was_asked_is_said_where_that_is_wanted_but_not_who_asked(caplog: pytest.LogCaptureFixture) -> None:
    TALKATIVE.write(SEARCH)
    assert [line["query"] for line in fields(caplog)] == [f"where is my order? {EMAIL}"]


def test_a_request_that_asked_nothing_has_no_query(caplog: pytest.LogCaptureFixture) -> None:
    TALKATIVE.write(dataclasses.replace(SEARCH, query=None))
    assert ["query" in line for line in fields(caplog)] == [False]


@pytest.mark.parametrize(
    ("status", "code", "level"),
    [
        (429, "rate_limited", logging.INFO),
        (499, None, logging.INFO),
        (503, "overloaded", logging.WARNING),
        (500, "internal_error", logging.ERROR),
    ],
)
def test_a_failure_is_as_bad_as_its_status_and_names_its_code(
    caplog: pytest.LogCaptureFixture, status: int, code: str | None, level: int
) -> None:
    QUIET.write(dataclasses.replace(SEARCH, status=status, code=code))
    assert [(line.levelno, line.__dict__["fields"].get("code")) for line in caplog.records] == [(level, code)]


def probe(log: RequestLog, endpoint: str, *statuses: int) -> None:
    for status in statuses:
        log.write(dataclasses.replace(SEARCH, endpoint=endpoint, status=status))


def test_probes_leave_a_line_only_when_their_status_changes(caplog: pytest.LogCaptureFixture) -> None:
    log = RequestLog(queries=False)
    probe(log, "/readyz", 503, 503, 200, 200, 200, 503)
    probe(log, "/healthz", 200, 200)
    probe(log, "/metrics", 200, 200)
    assert [line["status"] for line in fields(caplog)] == [503, 200, 503]
