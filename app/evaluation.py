"""Labelled queries searched and judged: each one's outcome, and the figures and times of a group of them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from app.domain import SearchRequest, SearchResult
from app.errors import EvaluationError, RequestError
from app.labelled import LabelledQuery
from app.measures import DEPTH, auroc, mean, ndcg, percentile, reciprocal_rank, share, success_at
from app.text import count_words


@dataclass(frozen=True, slots=True)
class JudgedHit:
    """One hit of an outcome: the passage's id, the score shown, and the grade that the labels give it."""

    id: str
    score: float
    grade: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """One query's result: its first ten hits, judged, the confidence that one answers, and the milliseconds it took."""

    labelled: LabelledQuery
    hits: tuple[JudgedHit, ...]
    confidence: float
    verdict: str
    processing_ms: float
    stages: Mapping[str, float]

    @property
    def grades(self) -> tuple[int, ...]:
        """The hits' grades in order."""
        return tuple(hit.grade for hit in self.hits)

    @property
    def ideal(self) -> tuple[int, ...]:
        """The labels' grades, best first."""
        return tuple(sorted((label.grade for label in self.labelled.relevant), reverse=True))


Search = Callable[[SearchRequest], SearchResult]


def evaluate(queries: Iterable[LabelledQuery], search: Search) -> list[Outcome]:
    """Searches for each query within its merchants and judges the first hits.

    Raises EvaluationError, naming the query, for one that cannot be searched for.
    """
    return [_outcome(labelled, _searched(labelled, search)) for labelled in queries]


def _searched(labelled: LabelledQuery, search: Search) -> SearchResult:
    try:
        return search(SearchRequest(labelled.query, merchants=labelled.merchants, limit=DEPTH))
    except RequestError as exc:
        raise EvaluationError(f"Labelled query {labelled.id!r} cannot be searched for: {exc}") from exc


def _outcome(labelled: LabelledQuery, result: SearchResult) -> Outcome:
    return Outcome(
        labelled=labelled,
        hits=tuple(JudgedHit(hit.passage.id, hit.score, labelled.grade(hit.passage)) for hit in result.hits),
        confidence=result.answerability.confidence,
        verdict=result.answerability.verdict,
        processing_ms=result.processing_ms,
        stages=result.stages,
    )


@dataclass(frozen=True, slots=True)
class Summary:
    """Means over the answerable queries of a group, the AUROC of confidence, answerable against not, and error rates.

    `false_answers` is the share of unanswerable queries with verdict "answer", `false_refusals` that of answerable
    ones with verdict "none"; each is None without such queries.
    """

    queries: int
    answerable: int
    success_at_1: float
    success_at_3: float
    mrr: float
    ndcg: float
    auroc: float | None
    false_answers: float | None
    false_refusals: float | None


def summarise(outcomes: Sequence[Outcome]) -> Summary:
    """The figures of a group of outcomes; zeros where none of its queries is answerable."""
    judged = [o for o in outcomes if o.labelled.answerable]
    others = [o for o in outcomes if not o.labelled.answerable]
    return Summary(
        queries=len(outcomes),
        answerable=len(judged),
        success_at_1=mean([success_at(1, o.grades) for o in judged]),
        success_at_3=mean([success_at(3, o.grades) for o in judged]),
        mrr=mean([reciprocal_rank(o.grades) for o in judged]),
        ndcg=mean([ndcg(o.grades, o.ideal) for o in judged]),
        auroc=auroc([o.confidence for o in judged], [o.confidence for o in others]),
        false_answers=share([o.verdict == "answer" for o in others]),
        false_refusals=share([o.verdict == "none" for o in judged]),
    )


Groups = Mapping[str, Sequence[Outcome]]


def grouped(outcomes: Iterable[Outcome], key: Callable[[Outcome], str]) -> Groups:
    """Outcomes by `key`, the largest group first, then by name."""
    groups: dict[str, list[Outcome]] = {}
    for outcome in outcomes:
        groups.setdefault(key(outcome), []).append(outcome)
    return dict(sorted(groups.items(), key=lambda item: (-len(item[1]), item[0])))


def by_group(outcomes: Sequence[Outcome]) -> dict[str, Groups]:
    """The outcomes by language, by merchant and by the query's length in words."""
    lengths = grouped(outcomes, lambda o: length_of(o.labelled.query))
    return {
        "language": grouped(outcomes, lambda o: o.labelled.language),
        "merchant": grouped(outcomes, lambda o: ", ".join(o.labelled.merchants) or "(all)"),
        "words": {name: lengths[name] for name in (*_LENGTHS.values(), _LONGEST) if name in lengths},
    }


_LENGTHS = {2: "1-2", 6: "3-6", 15: "7-15", 30: "16-30"}
_LONGEST = "over 30"


def length_of(query: str) -> str:
    """The class of a query's length in words; signs alone count as the shortest."""
    words = count_words(query)
    return next((name for most, name in _LENGTHS.items() if words <= most), _LONGEST)


@dataclass(frozen=True, slots=True)
class Time:
    """Milliseconds that half of the searches, and 95 % of them, do not exceed."""

    p50: float
    p95: float


def times(outcomes: Sequence[Outcome]) -> dict[str, Time]:
    """The time of each stage, in the searches' own order and over those that went through it, then of the whole."""
    measured: dict[str, list[float]] = {}
    for outcome in outcomes:
        for stage, milliseconds in outcome.stages.items():
            measured.setdefault(stage, []).append(milliseconds)
    measured["processing"] = [outcome.processing_ms for outcome in outcomes]
    return {stage: Time(percentile(values, 50), percentile(values, 95)) for stage, values in measured.items()}
