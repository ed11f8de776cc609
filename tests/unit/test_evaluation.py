"""Outcomes of labelled queries and the figures of groups of them."""

import pytest

from app.domain import Answerability, Hit, Match, Merchant, Passage, Place, SearchRequest, SearchResult, Source, Verdict
from app.errors import EvaluationError, UnknownMerchant
from app.evaluation import JudgedHit, Outcome, Time, by_group, evaluate, grouped, length_of, summarise, times
from app.labelled import LabelledQuery, RowLabel
from app.measures import ndcg


def _outcome(
    grades: tuple[int, ...] = (),
    *,
    answerable: bool = True,
    confidence: float = 0.5,
    verdict: str = "answer",
    language: str = "en",
    query: str = "query",
) -> Outcome:
    relevant = (RowLabel("d", 1, 2),) if answerable else ()
    labelled = LabelledQuery("q", query, language, (), relevant)
    return Outcome(labelled, tuple(JudgedHit("m:1", 0.5, grade) for grade in grades), confidence, verdict, 1.0, {})


def _hit(row: int, score: float) -> Hit:
    passage = Passage(f"m:{row}", "m", "d", None, "t", None, "en", 1.0, None, (row, row), (), "sha256:", Place(row=row))
    return Hit(passage, Merchant("m", "M"), Source("d", "m"), score, match=Match(cross_lingual=False))


def test_an_outcome_has_grades_scores_and_times_of_the_first_ten_hits() -> None:
    asked = []

    def search(request: SearchRequest) -> SearchResult:
        asked.append(request)
        judged = Answerability("weak", 0.4)
        hits = (_hit(1, 0.9), _hit(2, 0.3))
        return SearchResult(request.q, "en", judged, hits, 2, {}, 5.0, "g", stages={"encode": 3.0})

    labelled = LabelledQuery("q", "why", "en", ("m",), (RowLabel("d", 2, 2), RowLabel("d", 3, 1)))
    (outcome,) = evaluate([labelled], search)
    hits = (JudgedHit("m:1", 0.9, 0), JudgedHit("m:2", 0.3, 2))
    assert outcome == Outcome(labelled, hits, 0.4, "weak", 5.0, {"encode": 3.0})
    assert (outcome.grades, outcome.ideal) == ((0, 2), (2, 1))
    assert asked == [SearchRequest("why", merchants=("m",), limit=10)]


def test_a_query_that_cannot_be_searched_for_is_named() -> None:
    def search(request: SearchRequest) -> SearchResult:
        raise UnknownMerchant("No merchant 'm'.")

    with pytest.raises(EvaluationError, match=r"query 'q7' .*No merchant 'm'"):
        evaluate([LabelledQuery("q7", "why", "en", ("m",), ())], search)


def test_a_summary_has_means_over_answerable_queries() -> None:
    outcomes = [
        _outcome((2,), confidence=0.9),
        _outcome((0, 2), confidence=0.4),
        _outcome((0,), answerable=False, confidence=0.5),
    ]
    summary = summarise(outcomes)
    assert (summary.queries, summary.answerable, summary.success_at_1, summary.success_at_3) == (3, 2, 0.5, 1)
    assert summary.mrr == (1 + 1 / 2) / 2
    assert summary.ndcg == (1 + ndcg((0, 2), (2,))) / 2
    assert summary.auroc == 1 / 2


def test_error_rates_are_false_answers_and_false_refusals() -> None:
    verdicts: tuple[Verdict, ...] = ("answer", "weak", "none")
    answerable = [_outcome(verdict=verdict) for verdict in (*verdicts, "none")]
    others = [_outcome(answerable=False, verdict=verdict) for verdict in verdicts]
    summary = summarise([*answerable, *others])
    assert (summary.false_refusals, summary.false_answers) == (2 / 4, 1 / 3)


def test_a_summary_of_unanswerable_queries_has_no_means() -> None:
    summary = summarise([_outcome((0,), answerable=False)])
    assert (summary.answerable, summary.mrr, summary.auroc, summary.false_refusals) == (0, 0, None, None)


def test_a_summary_of_answerable_queries_has_no_false_answers() -> None:
    assert summarise([_outcome((2,))]).false_answers is None


def test_groups_are_ordered_by_size_then_name() -> None:
    outcomes = [_outcome(language=language) for language in ("fr", "en", "de", "fr")]
    assert list(grouped(outcomes, lambda o: o.labelled.language)) == ["fr", "de", "en"]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (0, "1-2"),
        (2, "1-2"),
        (3, "3-6"),
        (6, "3-6"),
        (7, "7-15"),
        (15, "7-15"),
        (16, "16-30"),
        (30, "16-30"),
        (31, "over 30"),
    ],
)
def test_queries_are_classed_by_their_words(words: int, expected: str) -> None:
    assert length_of("parcel " * words or "?!") == expected


def test_outcomes_are_grouped_by_language_merchant_and_length() -> None:
    outcomes = [_outcome(query="parcel " * n) for n in (8, 8, 1)]
    groups = by_group(outcomes)
    sizes = {title: {name: len(group) for name, group in by.items()} for title, by in groups.items()}
    assert sizes == {"language": {"en": 3}, "merchant": {"(all)": 3}, "words": {"1-2": 1, "7-15": 2}}
    assert list(groups["words"]) == ["1-2", "7-15"]


def test_times_are_percentiles_of_each_stage_and_of_the_whole() -> None:
    labelled = LabelledQuery("q", "query", "en", (), ())
    spent = [({"encode": 1.0, "rank": 4.0}, 9.0), ({"encode": 2.0}, 7.0), ({"encode": 3.0}, 8.0)]
    outcomes = [Outcome(labelled, (), 0.5, "none", whole, stages) for stages, whole in spent]
    expected = {"encode": Time(2.0, 3.0), "rank": Time(4.0, 4.0), "processing": Time(8.0, 9.0)}
    assert times(outcomes) == expected
    assert list(times(outcomes)) == list(expected)
