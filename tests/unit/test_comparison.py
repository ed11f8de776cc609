"""An evaluation compared with an earlier one, over a baseline written as the command line writes it."""

import json
from pathlib import Path

import pytest

from app.comparison import TOLERANCE, Change, Comparison, Difference, Standing, compare, read_baseline
from app.errors import EvaluationError
from app.evaluation import JudgedHit, Outcome, summarise
from app.labelled import LabelledQuery, LinesLabel
from app.reports import comparison_as_json, outcomes_as_json


def _query(name: str, *, answerable: bool = True, text: str = "why") -> LabelledQuery:
    return LabelledQuery(name, text, "en", ("m",), (LinesLabel("d", (1, 2), 2),) if answerable else ())


def _outcome(rank: int | None, verdict: str = "answer", *, name: str = "q", answerable: bool = True) -> Outcome:
    hits = tuple(JudgedHit("m:1", 0.5, 2 * (place == rank)) for place in range(1, 11))
    return Outcome(_query(name, answerable=answerable), hits, 0.5, verdict, 1.0, {"encode": 0.5})


def _compared(tmp_path: Path, before: list[Outcome], after: list[Outcome]) -> Comparison:
    path = tmp_path / "baseline.json"
    path.write_text(json.dumps(outcomes_as_json(before)))
    return compare(read_baseline(path), after)


def test_nothing_has_changed_between_equal_runs(tmp_path: Path) -> None:
    outcomes = [_outcome(1), _outcome(None, "none", name="r", answerable=False)]
    compared = _compared(tmp_path, outcomes, outcomes)
    assert (compared.changes, compared.worse) == ((), ())
    assert {each.change for each in compared.differences} == {0}
    assert len(compared.differences) == 7


@pytest.mark.parametrize(
    ("before", "after", "better"),
    [
        (_outcome(2), _outcome(1), True),
        (_outcome(1), _outcome(2), False),
        (_outcome(10), _outcome(None), False),
        (_outcome(2, "answer"), _outcome(1, "none"), True),
        (_outcome(1, "none"), _outcome(1, "weak"), True),
        (_outcome(1, "answer"), _outcome(1, "weak"), False),
        (_outcome(None, "none", answerable=False), _outcome(None, "answer", answerable=False), False),
        (_outcome(None, "weak", answerable=False), _outcome(None, "none", answerable=False), True),
    ],
)
def test_a_query_is_better_or_worse_by_rank_then_by_verdict(
    tmp_path: Path, before: Outcome, after: Outcome, better: bool
) -> None:
    (change,) = _compared(tmp_path, [before], [after]).changes
    assert change.better is better


def test_a_change_tells_both_standings(tmp_path: Path) -> None:
    (change,) = _compared(tmp_path, [_outcome(3, "weak")], [_outcome(None, "none")]).changes
    assert change == Change(_query("q"), Standing(3, "weak"), Standing(None, "none"))


def _run(right: int, of: int) -> list[Outcome]:
    return [_outcome(1 if n < right else 4, name=str(n)) for n in range(of)]


def test_one_query_of_145_is_within_the_tolerance_and_two_are_not(tmp_path: Path) -> None:
    assert 1 / 145 < TOLERANCE < 2 / 145
    assert _compared(tmp_path, _run(145, 145), _run(144, 145)).worse == ()
    compared = _compared(tmp_path, _run(145, 145), _run(143, 145))
    assert compared.worse == ("success_at_1", "success_at_3", "mrr")
    (found,) = [each for each in compared.differences if each.name == "success_at_1"]
    assert found == Difference("success_at_1", 1.0, summarise(_run(143, 145)).success_at_1)


def test_a_gain_is_not_worse(tmp_path: Path) -> None:
    assert _compared(tmp_path, _run(1, 4), _run(4, 4)).worse == ()


def test_error_rates_are_told_and_not_guarded(tmp_path: Path) -> None:
    compared = _compared(tmp_path, [_outcome(1, "answer")], [_outcome(1, "none")])
    assert {each.name: each.change for each in compared.differences}["false_refusals"] == 1
    assert compared.worse == ()


def test_the_comparison_is_there_for_machines(tmp_path: Path) -> None:
    told = comparison_as_json(_compared(tmp_path, _run(4, 4), _run(3, 4)))
    assert told["worse"] == ["success_at_1", "success_at_3", "mrr", "ndcg"]
    standings = {"before": {"rank": 1, "verdict": "answer"}, "after": {"rank": 4, "verdict": "answer"}}
    assert told["queries"] == [{"id": "3", "better": False, **standings}]
    assert isinstance(told["figures"], dict)
    assert told["figures"]["success_at_1"] == {"before": 1.0, "after": 3 / 4, "change": 3 / 4 - 1}


@pytest.mark.parametrize(
    ("after", "problem"),
    [
        ([_outcome(1, name="q"), _outcome(1, name="x")], r"1 not in the baseline \('x'\)"),
        ([], r"1 only in the baseline \('q'\)"),
        ([_outcome(1, answerable=False)], r"1 with another text, filter or label \('q'\)"),
    ],
)
def test_a_baseline_of_other_queries_is_refused(tmp_path: Path, after: list[Outcome], problem: str) -> None:
    with pytest.raises(EvaluationError, match=rf"baseline\.json was made of other queries: {problem}"):
        _compared(tmp_path, [_outcome(1)], after)


@pytest.mark.parametrize(
    "text",
    [
        "{",
        "[]",
        "{}",
        '{"queries": [], "all": {"success_at_1": "much"}}',
        json.dumps(
            {**outcomes_as_json([_outcome(1)]), "queries": [{"asked": {"id": "q"}, "hits": [], "verdict": "maybe"}]}
        ),
    ],
)
def test_anything_else_is_no_baseline(tmp_path: Path, text: str) -> None:
    path = tmp_path / "baseline.json"
    path.write_text(text)
    with pytest.raises(EvaluationError, match=r"baseline\.json is not what `faq evaluate --json` prints"):
        read_baseline(path)


def test_a_missing_baseline_is_named(tmp_path: Path) -> None:
    with pytest.raises(EvaluationError, match=r"baseline\.json: no such file"):
        read_baseline(tmp_path / "baseline.json")
