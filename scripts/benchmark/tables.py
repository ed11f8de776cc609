"""The tables: every server under every load, beside the first one."""

from collections.abc import Sequence

from scripts.benchmark.contest import Measured, Result
from scripts.benchmark.runs import percentiles
from scripts.markdown import table

COLUMNS = (
    *("p50 ms", "p95 ms", "p99 ms", "answers/s", "CPU ms an answer", "memory MiB", "first answer s"),
    *("asked/s", "errors", "refused", "refusal p95 ms", "generator's CPU"),
)
_WITH_RATIO = 7
"""So many columns, from the left, tell the ratio to the first server."""


def contest_table(results: Sequence[Result]) -> str:
    """One row for each load of each server, loads together; in brackets the ratio to the first server's figure."""
    rows = {}
    for load in dict.fromkeys(load for result in results for load in result.loads):
        base = _figures(results[0], load)
        for result in results:
            if load in result.loads:
                rows[f"{load}: {result.name}"] = _cells(
                    _figures(result, load), base if result is not results[0] else ()
                )
    return table("load and visitors: server", COLUMNS, rows)


def _figures(result: Result, load: str) -> tuple[float | None, ...]:
    """In the order of `COLUMNS`; empty where the server was not put under the load."""
    measured = result.loads.get(load)
    start = result.start if load == next(iter(result.loads)) else None
    return _of(measured, start) if measured else ()


def _of(measured: Measured, start: float | None) -> tuple[float | None, ...]:
    run = measured.run
    answered, refused = percentiles(run.answered), percentiles(run.refused)
    return (
        *((answered.p50, answered.p95, answered.p99) if answered else (None, None, None)),
        run.rate,
        run.cpu_milliseconds,
        measured.memory,
        start,
        len(run.outcomes) / run.seconds,
        run.errors,
        len(run.refused),
        refused.p95 if refused else None,
        run.generator_share * 100,
    )


def _cells(figures: Sequence[float | None], base: Sequence[float | None]) -> list[str]:
    return [_cell(column, figure, base[column] if base else None) for column, figure in enumerate(figures)]


def _cell(column: int, figure: float | None, base: float | None) -> str:
    if figure is None:
        return ""
    unit = "%" if COLUMNS[column].startswith("generator") else ""
    ratio = f" ({figure / base:.2f}×)" if base and column < _WITH_RATIO else ""
    return f"{_number(figure)}{unit}{ratio}"


def _number(figure: float) -> str:
    return f"{figure:.0f}" if figure >= 100 or figure == int(figure) else f"{figure:.1f}"
