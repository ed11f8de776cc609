"""Two evaluations of the same queries compared: what changed query by query, and whether the figures got worse."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Self

from app.errors import EvaluationError
from app.evaluation import Outcome, summarise
from app.labelled import LabelledQuery, text_of
from app.measures import DEPTH, first_answer

TOLERANCE = 0.01
"""A figure that fell by more than this got worse.

Searches are deterministic on one machine, but another processor's rounding may turn a near tie over: one query. In a
set of 145 a query is 0.007 of success@1, so one may turn and two may not; a set under 100 queries may lose none.
"""

GUARDED = ("success_at_1", "success_at_3", "mrr", "ndcg", "auroc")
"""The figures that must not get worse."""

_FIGURES = (*GUARDED, "false_answers", "false_refusals")


@dataclass(frozen=True, slots=True)
class Standing:
    """How one query fared: the rank of the first hit that answers (None: not among the first ten), and the verdict."""

    rank: int | None
    verdict: str


@dataclass(frozen=True, slots=True)
class Baseline:
    """An earlier evaluation, as `faq evaluate --json` wrote it; `standings` and `asked` are by query id."""

    path: Path
    figures: Mapping[str, float | None]
    standings: Mapping[str, Standing]
    asked: Mapping[str, object]

    @classmethod
    def of(cls, path: Path, outcomes: Sequence[Outcome]) -> Self:
        """An evaluation of now, of what `path` names."""
        return cls(
            path=path,
            figures=asdict(summarise(outcomes)),
            standings={outcome.labelled.id: standing_of(outcome) for outcome in outcomes},
            asked={outcome.labelled.id: asked_as_json(outcome.labelled) for outcome in outcomes},
        )

    def require(self, queries: Sequence[LabelledQuery]) -> None:
        """Raises EvaluationError unless the baseline was made of exactly these queries, filters and labels."""
        now = {query.id: asked_as_json(query) for query in queries}
        found = {
            "not in the baseline": now.keys() - self.asked.keys(),
            "only in the baseline": self.asked.keys() - now.keys(),
            "with another text, filter or label": {
                i for i in now.keys() & self.asked.keys() if now[i] != self.asked[i]
            },
        }
        told = [f"{len(ids)} {how} ({min(ids)!r})" for how, ids in found.items() if ids]
        if told:
            raise EvaluationError(
                f"{self.path} was made of other queries: {', '.join(told)}. "
                "Make a baseline of these with `faq evaluate ... --json`."
            )


def asked_as_json(query: LabelledQuery) -> dict[str, object]:
    """What makes two queries the same, as JSON keeps it."""
    asked: dict[str, object] = json.loads(json.dumps(asdict(query)))
    return asked


@dataclass(frozen=True, slots=True)
class Change:
    """A query whose standing changed."""

    labelled: LabelledQuery
    before: Standing
    after: Standing

    @property
    def better(self) -> bool:
        """Whether it got better: by rank, and at the same rank by a verdict nearer to what the labels say."""
        return _merit(self.labelled, self.after) > _merit(self.labelled, self.before)


_VERDICTS = ("none", "weak", "answer")


def _merit(labelled: LabelledQuery, standing: Standing) -> tuple[int, int]:
    certainty = _VERDICTS.index(standing.verdict)
    return -(standing.rank or DEPTH + 1), certainty if labelled.answerable else -certainty


@dataclass(frozen=True, slots=True)
class Difference:
    """One figure over all queries, before and after."""

    name: str
    before: float
    after: float

    @property
    def change(self) -> float:
        """What was gained."""
        return self.after - self.before

    @property
    def worse(self) -> bool:
        """Whether it is a guarded figure that fell by more than the tolerance."""
        return self.name in GUARDED and self.change < -TOLERANCE - 1e-9  # 1/100 is no exact number


@dataclass(frozen=True, slots=True)
class Comparison:
    """What changed since a baseline."""

    differences: tuple[Difference, ...]
    changes: tuple[Change, ...]

    @property
    def worse(self) -> tuple[str, ...]:
        """The names of the figures that got worse."""
        return tuple(difference.name for difference in self.differences if difference.worse)


def compare(baseline: Baseline, outcomes: Sequence[Outcome]) -> Comparison:
    """What changed since `baseline`. Raises EvaluationError if that was made of other queries."""
    baseline.require([outcome.labelled for outcome in outcomes])
    changes = [Change(o.labelled, baseline.standings[o.labelled.id], standing_of(o)) for o in outcomes]
    return Comparison(
        differences=tuple(_differences(baseline.figures, asdict(summarise(outcomes)))),
        changes=tuple(change for change in changes if change.before != change.after),
    )


def standing_of(outcome: Outcome) -> Standing:
    """How an outcome's query fared."""
    return Standing(first_answer(outcome.grades), outcome.verdict)


def _differences(before: Mapping[str, float | None], after: Mapping[str, float | None]) -> list[Difference]:
    pairs = [(name, before[name], after[name]) for name in _FIGURES]
    return [Difference(name, old, new) for name, old, new in pairs if old is not None and new is not None]


def read_baseline(path: Path) -> Baseline:
    """What `faq evaluate --json` wrote to `path`. Raises EvaluationError for anything else."""
    try:
        return _baseline(path, json.loads(text_of(path)))
    except (ValueError, KeyError, TypeError) as exc:
        raise EvaluationError(f"{path} is not what `faq evaluate --json` prints ({exc!r}).") from exc


def _baseline(path: Path, told: Any) -> Baseline:  # Any: JSON as it comes
    queries = {row["asked"]["id"]: row for row in told["queries"]}
    return Baseline(
        path=path,
        figures={name: _figure(told["all"][name]) for name in _FIGURES},
        standings={name: _standing(row) for name, row in queries.items()},
        asked={name: row["asked"] for name, row in queries.items()},
    )


def _figure(value: Any) -> float | None:  # Any: JSON as it comes
    return None if value is None else float(value)


def _standing(row: Any) -> Standing:  # Any: JSON as it comes
    if row["verdict"] not in _VERDICTS:
        raise ValueError(f"verdict {row['verdict']!r}")
    return Standing(first_answer([hit["grade"] for hit in row["hits"]]), row["verdict"])
