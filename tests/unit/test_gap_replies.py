"""The gap report as JSON and as a table: everything in it, and no cell that a spreadsheet would run."""

import csv
import dataclasses
import io
from collections import Counter

import pytest

from app import gap_overrides
from app.api.gap_schemas import GapsReply
from app.gap_finder import GapReport
from app.gap_places import PlacedGap
from app.gap_replies import COLUMNS, gaps_body, gaps_table
from app.gaps import Example
from tests.unit.test_gap_overrides import GAP, PASSAGE, PLACED

FAR = dataclasses.replace(PLACED, nearest=None)


def report(*gaps: PlacedGap) -> GapReport:
    return GapReport(GAP.first_seen, GAP.last_seen, Counter({"none": 2, "answered": 5}), 1, len(gaps), gaps)


def cells(*gaps: PlacedGap) -> list[dict[str, str]]:
    table = gaps_table(report(*gaps))
    assert table[0] == "\ufeff"
    return list(csv.DictReader(io.StringIO(table[1:], newline="")))


@pytest.mark.parametrize("given", [report(PLACED, FAR), None], ids=["a report", "no query log"])
def test_a_body_is_as_it_is_documented(given: GapReport | None) -> None:
    body = gaps_body(given)
    assert GapsReply.model_validate(body).model_dump() == body
    assert list(body) == list(GapsReply.model_fields)


def test_a_gap_is_told_with_its_nearest_passage_and_what_would_close_it() -> None:
    (gap,) = GapsReply.model_validate(gaps_body(report(PLACED))).gaps
    assert (gap.query, gap.merchants, gap.first_seen) == (GAP.label, ["alpine"], "2026-11-01T00:00:00Z")
    nearest = {"id": PASSAGE.id, "merchant": "alpine", "document": PASSAGE.document, "question": PASSAGE.question}
    assert gap.model_dump()["nearest"] == {**nearest, "score": 0.4}
    assert gap.override.model_dump() == {
        "phrasing": gap_overrides.phrasing(PLACED),
        "answer": gap_overrides.answer(PLACED),
    }


def test_a_table_has_a_row_for_each_gap_in_stable_columns() -> None:
    first, second = cells(PLACED, FAR)
    assert list(first) == list(COLUMNS)
    assert (first["query"], first["count"], first["nearest_question"]) == (GAP.label, "3", PASSAGE.question)
    assert (second["nearest_id"], second["nearest_question"], second["nearest_score"]) == ("", "", "")
    assert cells() == []
    assert gaps_table(None) == gaps_table(report())


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "＝1", " =1", '"=1', "\ufeff=1", "\n1"])
def test_no_cell_is_a_formula(text: str) -> None:
    gap = dataclasses.replace(GAP, label=text, examples=(Example(text, 1),))
    (row,) = cells(dataclasses.replace(PLACED, gap=gap))
    assert (row["query"], row["examples"]) == (f"'{text}", f"'{text}")
