"""Cross-language search measured: a parallel FAQ asked in each of its languages for answers in each other."""

import dataclasses
from collections.abc import Mapping, Sequence

from app.domain import SearchRequest, SearchResult
from app.encoders.ports import Progress
from app.evaluation import evaluate, grouped, summarise
from app.labelled import LabelledQuery
from app.measures import mean
from app.search import Searcher
from scripts.markdown import table

Matrix = Mapping[str, Mapping[str, float]]
"""success@1 by the language of the queries, then by that of the answers."""


def measure(queries: Sequence[LabelledQuery], searcher: Searcher, progress: Progress) -> Matrix:
    """Searches for every query among the passages of each language in turn."""
    targets = sorted({passage.language or "" for passage in searcher.generation.content.passages})
    matrix: dict[str, dict[str, float]] = {}
    for done, target in enumerate(targets, 1):

        def search(request: SearchRequest, language: str = target) -> SearchResult:
            return searcher.search(dataclasses.replace(request, languages=(language,), limit=1))

        for asked, outcomes in grouped(evaluate(queries, search), lambda outcome: outcome.labelled.language).items():
            matrix.setdefault(asked, {})[target] = summarise(outcomes).success_at_1
        progress(done, len(targets))
    return dict(sorted(matrix.items()))


def matrix_table(matrix: Matrix) -> str:
    """Percents with means; where a query is the stored question itself, no figure is told or counted."""
    targets = list(next(iter(matrix.values())))
    rows = {
        asked: [*(_percent(told) for told in _others(asked, row).values()), _percent(_mean(_others(asked, row)))]
        for asked, row in matrix.items()
    }
    columns = {target: {asked: _others(asked, row)[target] for asked, row in matrix.items()} for target in targets}
    means = [_mean(column) for column in columns.values()]
    overall = mean([each for each in means if each is not None])
    rows["mean"] = [*map(_percent, means), _percent(overall)]
    return table("asked in / answered in", [*targets, "mean"], rows)


def _others(asked: str, row: Mapping[str, float]) -> dict[str, float | None]:
    """The row with None for the queries' own language, in which each finds itself."""
    return {target: None if asked.partition("_")[0] == target else value for target, value in row.items()}


def _mean(values: Mapping[str, float | None]) -> float | None:
    told = [value for value in values.values() if value is not None]
    return mean(told) if told else None


def _percent(value: float | None) -> str:
    return "" if value is None else f"{value * 100:.0f}"
