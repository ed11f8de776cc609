"""`faq queries export`: the log in the words of OpenSearch's User Behavior Insights."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from app.cli import main
from app.events import Event
from app.query_log import LoggedQuery, Outcome, QueryLogFile

NOW = datetime.now(UTC).replace(microsecond=0)
STAMP = f"{NOW:%Y-%m-%dT%H:%M:%S}.000Z"
FOUND = Outcome("fr", "answer", 0.93, "alpine:1", 0.91, "g", degraded=False, hits=7)
NOTHING = Outcome(None, "none", 0.0, None, None, "g", degraded=False, hits=0)


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.fixture
def exported(shop: Path, tmp_path: Path) -> Path:
    """The export of two queries and two events."""
    log = QueryLogFile(tmp_path / "data", days=90)
    log.keep([LoggedQuery("q1", NOW, "livraison", ("alpine",), FOUND), LoggedQuery("q2", NOW, "zèbre", (), NOTHING)])
    log.keep([Event("q1", NOW, "click", "alpine:1", 2, "alpine"), Event("q1", NOW, "copy", "alpine:1", None, "alpine")])
    log.close()
    assert main(["queries", "export", str(tmp_path / "ubi")]) == 0
    return tmp_path / "ubi"


def test_queries_are_told_with_what_became_of_them(exported: Path) -> None:
    unanswered, found = lines(exported / "ubi_queries.jsonl")
    assert (unanswered["user_query"], unanswered["query_response_hit_ids"]) == ("zèbre", [])
    assert found == {
        "application": "merchant-faq-search",
        "query_id": "q1",
        "timestamp": STAMP,
        "user_query": "livraison",
        "object_id_field": "id",
        "query_response_hit_ids": ["alpine:1"],
        "query_attributes": {
            "merchants": ["alpine"],
            "language": "fr",
            "verdict": "answer",
            "confidence": 0.93,
            "score": 0.91,
            "hits": 7,
            "generation": "g",
            "degraded": False,
        },
    }


def test_events_name_their_query_their_passage_and_its_place(exported: Path) -> None:
    copied, clicked = lines(exported / "ubi_events.jsonl")
    attributes = {"object": {"object_id": "alpine:1", "object_id_field": "id"}, "merchant": "alpine"}
    assert copied["event_attributes"] == attributes
    assert clicked == {
        "application": "merchant-faq-search",
        "action_name": "click",
        "query_id": "q1",
        "timestamp": STAMP,
        "event_attributes": {**attributes, "position": {"ordinal": 2}},
    }
