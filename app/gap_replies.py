"""The gap report to the JSON that HTTP and the command line give, and to a table for spreadsheets."""

import csv
import io
import re
from collections.abc import Mapping
from datetime import datetime

from app import gap_overrides
from app.domain import Hit
from app.gap_finder import GapReport
from app.gap_places import PlacedGap

Body = dict[str, object]

COLUMNS = (
    *("merchants", "language", "query", "count", "distinct", "first_seen", "last_seen", "trend", "badly_rated"),
    *("state", "confidence", "nearest_id", "nearest_question", "nearest_score", "examples"),
)
"""Of the table, in this order."""

_BETWEEN = " | "
_FORMULA = re.compile(r"[\s\"'\u200b-\u200f\u2060\ufeff]*[=+\-@＝＋－＠]|[\t\r\n]")


def gaps_body(report: GapReport | None) -> Body:
    """The report; without one, that no queries are logged."""
    if report is None:
        empty = {"none": 0, "weak": 0, "badly_rated": 0, "answered": 0, "degraded": 0}
        nothing: Body = {"since": None, "until": None, "queries": empty, "left_out": 0, "total_gaps": 0, "gaps": []}
        return {"query_log": False, **nothing}
    kinds = report.kinds
    return {
        "query_log": True,
        "since": _time(report.since),
        "until": _time(report.until),
        "queries": {
            "none": kinds["none"],
            "weak": kinds["weak"],
            "badly_rated": kinds["badly_rated"],
            "answered": kinds["answered"],
            "degraded": kinds["degraded"],
        },
        "left_out": report.left_out,
        "total_gaps": report.total,
        "gaps": [_gap(each) for each in report.gaps],
    }


def _gap(placed: PlacedGap) -> Body:
    gap = placed.gap
    return {
        "merchants": list(gap.asked.merchants),
        "language": gap.asked.language,
        "query": gap.label,
        "count": gap.count,
        "distinct": gap.distinct,
        "first_seen": _time(gap.first_seen),
        "last_seen": _time(gap.last_seen),
        "trend": gap.trend,
        "series": list(gap.series),
        "series_days": gap.series_days,
        "badly_rated": gap.badly_rated,
        "examples": [{"text": example.text, "count": example.count} for example in gap.examples],
        "state": placed.state,
        "confidence": placed.confidence,
        "nearest": _nearest(placed.nearest) if placed.nearest else None,
        "override": {"phrasing": gap_overrides.phrasing(placed), "answer": gap_overrides.answer(placed)},
    }


def _nearest(hit: Hit) -> Body:
    passage = hit.passage
    return {
        "id": passage.id,
        "merchant": passage.merchant_id,
        "document": passage.document,
        "question": passage.question,
        "score": hit.score,
    }


def gaps_table(report: GapReport | None) -> str:
    """The gaps as CSV (RFC 4180), with `COLUMNS`; no cell is one that a spreadsheet takes for a formula.

    The mark at its beginning has spreadsheets read it as UTF-8.
    """
    written = io.StringIO()
    written.write("\ufeff")
    table = csv.DictWriter(written, COLUMNS, lineterminator="\r\n")
    table.writeheader()
    table.writerows(_cells(placed) for placed in (report.gaps if report else ()))
    return written.getvalue()


def _cells(placed: PlacedGap) -> Mapping[str, object]:
    gap, nearest = placed.gap, placed.nearest
    cells: Mapping[str, object] = {
        "merchants": _BETWEEN.join(gap.asked.merchants),
        "language": gap.asked.language or "",
        "query": gap.label,
        "count": gap.count,
        "distinct": gap.distinct,
        "first_seen": _time(gap.first_seen),
        "last_seen": _time(gap.last_seen),
        "trend": gap.trend,
        "badly_rated": gap.badly_rated,
        "state": placed.state,
        "confidence": placed.confidence,
        "nearest_id": nearest.passage.id if nearest else "",
        "nearest_question": (nearest.passage.question or "") if nearest else "",
        "nearest_score": nearest.score if nearest else "",
        "examples": _BETWEEN.join(example.text for example in gap.examples),
    }
    return {name: _harmless(value) for name, value in cells.items()}


def _harmless(value: object) -> object:
    """A text that begins as a formula does gets an apostrophe in front (OWASP, "CSV Injection").

    What some programs skip before a formula, spaces and quotes, hides none.
    """
    return f"'{value}" if isinstance(value, str) and _FORMULA.match(value) else value


def _time(time: datetime) -> str:
    """In UTC."""
    return f"{time:%Y-%m-%dT%H:%M:%SZ}"
