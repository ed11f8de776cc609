"""The query log in the words of OpenSearch's User Behavior Insights (UBI 1.3.0): lines of `ubi_queries`, `ubi_events`.

`client_id`, `session_id` and `user_id` have no place here: nobody knows them.
"""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path

from app.events import Event
from app.query_log import LoggedQuery, QueryLogFile

APPLICATION = "merchant-faq-search"
_ID_FIELD = "id"
Line = Mapping[str, object]


def export(log: QueryLogFile, folder: Path) -> Mapping[Path, int]:
    """Writes both files of JSON lines into a folder, made if need be, and tells how many lines each has.

    Raises DataFolderError or OSError.
    """
    folder.mkdir(parents=True, exist_ok=True)
    queries, events = folder / "ubi_queries.jsonl", folder / "ubi_events.jsonl"
    return {
        queries: _write(queries, map(query_line, log.entries())),
        events: _write(events, map(event_line, log.events())),
    }


def query_line(entry: LoggedQuery) -> Line:
    """A query; of the hits that it got, the log knows the first."""
    outcome = entry.outcome
    return {
        "application": APPLICATION,
        "query_id": entry.query_id,
        "timestamp": _stamp(entry.time),
        "user_query": entry.query,
        "object_id_field": _ID_FIELD,
        "query_response_hit_ids": [outcome.passage_id] if outcome.passage_id else [],
        "query_attributes": {
            "merchants": list(entry.merchants),
            "language": outcome.language,
            "verdict": outcome.verdict,
            "confidence": outcome.confidence,
            "score": outcome.score,
            "hits": outcome.hits,
            "generation": outcome.generation,
            "degraded": outcome.degraded,
        },
    }


def event_line(event: Event) -> Line:
    """An event; UBI's position is left out where nobody told it."""
    position = {} if event.position is None else {"position": {"ordinal": event.position}}
    return {
        "application": APPLICATION,
        "action_name": event.action_name,
        "query_id": event.query_id,
        "timestamp": _stamp(event.time),
        "event_attributes": {
            "object": {"object_id": event.passage_id, "object_id_field": _ID_FIELD},
            **position,
            "merchant": event.merchant_id,
        },
    }


def _write(path: Path, lines: Iterable[Line]) -> int:
    count = 0
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for line in lines:
            file.write(json.dumps(line, ensure_ascii=False) + "\n")
            count += 1
    return count


def _stamp(time: datetime) -> str:
    """ISO 8601 in UTC, to the millisecond, ending in Z as OpenSearch wants it."""
    return time.isoformat(timespec="milliseconds").replace("+00:00", "Z")
