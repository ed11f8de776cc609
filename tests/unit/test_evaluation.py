"""Measures of ranking, with expected values as formulas."""

import json
from math import log2
from pathlib import Path

import pytest

from app.domain import Passage
from app.errors import EvaluationError
from app.evaluation import (
    Label,
    LabelledQuery,
    Outcome,
    auroc,
    grade,
    grouped,
    ndcg,
    read_labelled,
    reciprocal_rank,
    success_at,
    summarise,
)


def _passage(lines: tuple[int, int], document: str = "d") -> Passage:
    return Passage("m:1", "m", document, None, "t", None, "en", 1.0, None, lines, (), "sha256:")


def _outcome(grades: tuple[int, ...], *, labels: tuple[int, ...], confidence: float, language: str = "en") -> Outcome:
    relevant = tuple(Label("d", (1, 1), value) for value in labels)
    query = LabelledQuery("q", "query", language, None, relevant)
    return Outcome(query, grades, labels, ("m:1",), confidence, "answer")


def test_success_counts_answers_among_the_first_k() -> None:
    assert [success_at(k, (1, 0, 2)) for k in (1, 2, 3)] == [0, 0, 1]


def test_reciprocal_rank_is_of_the_first_answer() -> None:
    assert reciprocal_rank((0, 1, 2, 2)) == 1 / 3
    assert reciprocal_rank((0, 1)) == 0
    assert reciprocal_rank((0,) * 10 + (2,)) == 0


def test_ndcg_discounts_by_rank() -> None:
    assert ndcg((1, 2), (2, 1)) == pytest.approx((1 / log2(2) + 3 / log2(3)) / (3 / log2(2) + 1 / log2(3)))


def test_ndcg_is_one_for_the_ideal_order_and_zero_without_labels() -> None:
    assert ndcg((2, 1, 0), (2, 1)) == 1
    assert ndcg((2, 2), (2,)) == 1
    assert ndcg((0, 0), ()) == 0


def test_auroc_is_the_share_of_pairs_in_order() -> None:
    assert auroc([0.9, 0.5], [0.5, 0.1]) == (1 + 1 + 0.5 + 1) / 4
    assert auroc([0.9], []) is None


@pytest.mark.parametrize(
    ("lines", "document", "expected"),
    [((1, 4), "d", 2), ((3, 6), "d", 2), ((4, 7), "d", 1), ((6, 7), "d", 1), ((9, 9), "d", 0), ((1, 4), "other", 0)],
)
def test_a_hit_takes_the_grade_of_the_stretch_over_half_of_its_lines(
    lines: tuple[int, int], document: str, expected: int
) -> None:
    labels = (Label("d", (1, 4), 2), Label("d", (5, 8), 1))
    assert grade(_passage(lines, document), labels) == expected


def test_a_summary_has_means_over_answerable_queries() -> None:
    summary = summarise(
        [
            _outcome((2,), labels=(2,), confidence=0.9),
            _outcome((0, 2), labels=(2,), confidence=0.4),
            _outcome((0,), labels=(), confidence=0.5),
        ]
    )
    assert (summary.queries, summary.answerable, summary.success_at_1, summary.success_at_3) == (3, 2, 0.5, 1)
    assert summary.mrr == (1 + 1 / 2) / 2
    assert summary.auroc == 1 / 2


def test_a_summary_of_unanswerable_queries_has_no_means() -> None:
    summary = summarise([_outcome((0,), labels=(), confidence=0.5)])
    assert (summary.answerable, summary.mrr, summary.auroc) == (0, 0, None)


def test_groups_are_ordered_by_size_then_name() -> None:
    outcomes = [_outcome((2,), labels=(2,), confidence=1, language=language) for language in ("fr", "en", "de", "fr")]
    assert list(grouped(outcomes, lambda o: o.labelled.language)) == ["fr", "de", "en"]


def test_labelled_queries_are_read(tmp_path: Path) -> None:
    row = {
        "id": 7,
        "language": "en",
        "merchant": "m",
        "query": "why",
        "relevant": [{"document": "d", "lines": [1, 2], "grade": 2}],
    }
    path = tmp_path / "queries.jsonl"
    path.write_text(json.dumps(row) + "\n\n" + json.dumps({"id": "8", "language": "de", "query": "warum"}) + "\n")
    assert read_labelled(path) == [
        LabelledQuery("7", "why", "en", "m", (Label("d", (1, 2), 2),)),
        LabelledQuery("8", "warum", "de", None, ()),
    ]


@pytest.mark.parametrize(
    "line",
    [
        "{",
        "{}",
        "[]",
        '{"id": 1, "language": "en", "query": "q", "relevant": 3}',
        '{"id": 1, "language": "en", "query": "q", "relevant": [{"document": "d", "lines": [3], "grade": 2}]}',
    ],
)
def test_a_bad_line_is_named(tmp_path: Path, line: str) -> None:
    path = tmp_path / "queries.jsonl"
    path.write_text(line + "\n")
    with pytest.raises(EvaluationError, match=r"queries.jsonl:1: not a labelled query"):
        read_labelled(path)


def test_a_file_without_queries_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "queries.jsonl"
    path.write_text("\n")
    with pytest.raises(EvaluationError, match="holds no queries"):
        read_labelled(path)


def test_a_file_in_another_encoding_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "queries.jsonl"
    path.write_bytes(b"\xff")
    with pytest.raises(EvaluationError, match="is not UTF-8"):
        read_labelled(path)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(EvaluationError, match="no such file"):
        read_labelled(tmp_path / "queries.jsonl")
