"""Labelled queries judged: success@k, reciprocal rank, nDCG and AUROC, overall and by group."""

import json
import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.domain import Passage, SearchRequest, SearchResult
from app.errors import EvaluationError

DEPTH = 10
"""Hits that are judged."""

ANSWERS = 2
"""The grade of a passage that answers its query; grade 1 is useful, 0 is neither."""


@dataclass(frozen=True, slots=True)
class Label:
    """A judged stretch of a document; `lines` are 1-based and inclusive."""

    document: str
    lines: tuple[int, int]
    grade: int


@dataclass(frozen=True, slots=True)
class LabelledQuery:
    """A query with its judged stretches; none means that nothing in the searched documents answers it."""

    id: str
    query: str
    language: str
    merchant: str | None
    relevant: tuple[Label, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """One query's result: the grades of its hits in order, the ids shown, and the confidence that one answers."""

    labelled: LabelledQuery
    grades: tuple[int, ...]
    ideal: tuple[int, ...]
    hits: tuple[str, ...]
    confidence: float
    verdict: str

    @property
    def answerable(self) -> bool:
        """Whether a judged stretch answers the query."""
        return any(label.grade == ANSWERS for label in self.labelled.relevant)


def read_labelled(path: Path) -> list[LabelledQuery]:
    """The queries of a JSON Lines file. Raises EvaluationError, naming the line, for anything else."""
    if not path.is_file():
        raise EvaluationError(f"{path}: no such file.")
    queries = []
    for number, line in enumerate(_lines(path), 1):
        if line.strip():
            try:
                queries.append(_labelled(json.loads(line)))
            except (ValueError, KeyError, TypeError, IndexError) as exc:
                raise EvaluationError(
                    f"{path}:{number}: not a labelled query ({exc!r}). See README, 'Evaluate'."
                ) from exc
    if not queries:
        raise EvaluationError(f"{path} holds no queries.")
    return queries


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8").split("\n")
    except UnicodeDecodeError as exc:
        raise EvaluationError(f"{path} is not UTF-8 (at byte {exc.start}).") from exc


def _labelled(row: object) -> LabelledQuery:
    if not isinstance(row, dict):
        raise TypeError("not an object")
    relevant = row.get("relevant", [])
    if not isinstance(relevant, list):
        raise TypeError("relevant is not an array")
    merchant = row.get("merchant")
    return LabelledQuery(
        id=str(row["id"]),
        query=str(row["query"]),
        language=str(row["language"]),
        merchant=None if merchant is None else str(merchant),
        relevant=tuple(
            Label(str(r["document"]), (int(r["lines"][0]), int(r["lines"][1])), int(r["grade"])) for r in relevant
        ),
    )


def evaluate(queries: Iterable[LabelledQuery], search: Callable[[SearchRequest], SearchResult]) -> list[Outcome]:
    """Searches for each query within its merchant and judges the first hits."""
    return [_outcome(labelled, search(_request(labelled))) for labelled in queries]


def _request(labelled: LabelledQuery) -> SearchRequest:
    merchants = (labelled.merchant,) if labelled.merchant else ()
    return SearchRequest(labelled.query, merchants=merchants, limit=DEPTH)


def _outcome(labelled: LabelledQuery, result: SearchResult) -> Outcome:
    return Outcome(
        labelled=labelled,
        grades=tuple(grade(hit.passage, labelled.relevant) for hit in result.hits),
        ideal=tuple(sorted((label.grade for label in labelled.relevant), reverse=True)),
        hits=tuple(hit.passage.id for hit in result.hits),
        confidence=result.answerability.confidence,
        verdict=result.answerability.verdict,
    )


def grade(passage: Passage, labels: Iterable[Label]) -> int:
    """The best grade among the stretches of the passage's document that cover at least half of its lines."""
    first, last = passage.lines
    size = last - first + 1
    return max(
        (
            label.grade
            for label in labels
            if label.document == passage.document and 2 * _shared(label, first, last) >= size
        ),
        default=0,
    )


def _shared(label: Label, first: int, last: int) -> int:
    return max(0, min(last, label.lines[1]) - max(first, label.lines[0]) + 1)


def success_at(k: int, grades: Sequence[int]) -> float:
    """1 if one of the first `k` hits answers, else 0."""
    return float(ANSWERS in grades[:k])


def reciprocal_rank(grades: Sequence[int]) -> float:
    """1 / rank of the first hit that answers, among the first ten; 0 without one."""
    return next((1 / rank for rank, value in enumerate(grades[:DEPTH], 1) if value == ANSWERS), 0.0)


def ndcg(grades: Sequence[int], ideal: Sequence[int]) -> float:
    """nDCG@10 with gain 2^grade - 1 and discount log2(rank + 1) (Jarvelin and Kekalainen 2002), at most 1.

    `ideal` are the labels' grades. Parts of one split answer can each earn their label's grade, so the ideal is the
    better of the labels and the hits themselves, sorted.
    """
    best = max(_dcg(sorted(ideal, reverse=True)), _dcg(sorted(grades, reverse=True)))
    return _dcg(grades) / best if best else 0.0


def _dcg(grades: Sequence[int]) -> float:
    return sum((2.0**value - 1) / math.log2(rank + 1) for rank, value in enumerate(grades[:DEPTH], 1))


def auroc(positive: Sequence[float], negative: Sequence[float]) -> float | None:
    """Probability that a positive's value is above a negative's, ties counting half; None without both."""
    if not positive or not negative:
        return None
    wins = sum((p > n) + 0.5 * (p == n) for p in positive for n in negative)
    return wins / (len(positive) * len(negative))


@dataclass(frozen=True, slots=True)
class Summary:
    """Means over the answerable queries of a group, and the AUROC of confidence, answerable against not."""

    queries: int
    answerable: int
    success_at_1: float
    success_at_3: float
    mrr: float
    ndcg: float
    auroc: float | None


def summarise(outcomes: Sequence[Outcome]) -> Summary:
    """The figures of a group of outcomes; zeros where none of its queries is answerable."""
    judged = [o for o in outcomes if o.answerable]
    return Summary(
        queries=len(outcomes),
        answerable=len(judged),
        success_at_1=_mean([success_at(1, o.grades) for o in judged]),
        success_at_3=_mean([success_at(3, o.grades) for o in judged]),
        mrr=_mean([reciprocal_rank(o.grades) for o in judged]),
        ndcg=_mean([ndcg(o.grades, o.ideal) for o in judged]),
        auroc=auroc([o.confidence for o in judged], [o.confidence for o in outcomes if not o.answerable]),
    )


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0


def grouped(outcomes: Iterable[Outcome], key: Callable[[Outcome], str]) -> dict[str, list[Outcome]]:
    """Outcomes by `key`, the largest group first, then by name."""
    groups: dict[str, list[Outcome]] = {}
    for outcome in outcomes:
        groups.setdefault(key(outcome), []).append(outcome)
    return dict(sorted(groups.items(), key=lambda item: (-len(item[1]), item[0])))
