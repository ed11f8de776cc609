"""What is asked over HTTP is kept where that is wanted; where it cannot be, searching goes on."""

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from starlette.testclient import TestClient

from app.api.application import create_app
from app.api.engines import Index
from app.domain import SearchRequest
from app.query_log import FILE, LoggedQuery, QueryLogFile
from app.search import Searcher
from tests.e2e.conftest import wait_until_ready


@contextmanager
def logging_service(searcher: Searcher, folder: Path) -> Iterator[TestClient]:
    with TestClient(create_app(Index(lambda: searcher), queries=QueryLogFile(folder, days=90))) as client:
        wait_until_ready(client)
        yield client


def logged(searcher: Searcher, folder: Path, *asked: tuple[str, str, Any]) -> list[LoggedQuery]:  # Any: JSON
    """What is kept of these requests, the first one first."""
    with logging_service(searcher, folder) as client:
        for method, path, body in asked:
            assert client.request(method, path, json=body).status_code == 200
    return list(QueryLogFile(folder, days=90).entries())[::-1]


def test_a_search_is_kept_with_its_outcome(searcher: Searcher, tmp_path: Path) -> None:
    (entry,) = logged(searcher, tmp_path, ("GET", "/v1/search?q=free+shipping+0612345678&merchant=unnamed", None))
    best = searcher.search(SearchRequest("free shipping 0612345678", merchants=("unnamed",))).hits[0]
    assert (entry.query, entry.merchants) == ("free shipping [number]", ("unnamed",))
    assert (entry.outcome.language, entry.outcome.degraded) == ("en", False)
    assert (entry.outcome.passage_id, entry.outcome.score) == (best.passage.id, best.score)
    assert entry.outcome.generation == searcher.generation.manifest.generation


def test_what_is_asked_again_is_kept_again_and_alike(searcher: Searcher, tmp_path: Path) -> None:
    ask = ("POST", "/v1/search", {"q": "livraison gratuite"})
    first, second = logged(searcher, tmp_path, ask, ask)
    assert (first.query, first.outcome) == (second.query, second.outcome)


def test_an_answer_is_kept(searcher: Searcher, tmp_path: Path) -> None:
    (entry,) = logged(searcher, tmp_path, ("POST", "/v1/answer", {"q": "do you ship abroad"}))
    assert (entry.query, entry.outcome.verdict, entry.outcome.score) == ("do you ship abroad", "answer", None)


def test_suggestions_and_further_pages_are_no_questions(searcher: Searcher, tmp_path: Path) -> None:
    asked = [("GET", "/v1/suggest?q=ship", None), ("GET", "/v1/search?q=shipping&offset=1", None)]
    assert logged(searcher, tmp_path, *asked) == []


def dropped(client: TestClient) -> float:
    """How many entries were dropped, once any were."""
    deadline = time.monotonic() + 5
    while 'outcome="dropped"} 0.0' in (text := client.get("/metrics").text) and time.monotonic() < deadline:
        time.sleep(0.005)
    return float(re.findall(r'faq_query_log_entries_total{outcome="dropped"} (\S+)', text)[0])


def test_a_folder_that_cannot_be_written_costs_entries_only(searcher: Searcher, tmp_path: Path) -> None:
    (tmp_path / FILE).mkdir()
    with logging_service(searcher, tmp_path) as client:
        assert client.get("/v1/search?q=shipping").status_code == 200
        assert dropped(client) == 1
