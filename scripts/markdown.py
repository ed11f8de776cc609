"""Markdown tables of what was measured: variants down, sets across."""

from collections.abc import Mapping, Sequence

from app.evaluation import Summary, Time
from scripts.variants import CALIBRATED

Figures = Mapping[str, Mapping[str, Summary]]
"""By set, then by variant."""


def table(first: str, columns: Sequence[str], rows: Mapping[str, Sequence[str]]) -> str:
    """A table whose first column stands to the left and whose numbers stand to the right."""
    lines = [[first, *columns], ["---", *("---:" for _ in columns)], *([name, *cells] for name, cells in rows.items())]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in lines)


def success_table(figures: Figures) -> str:
    """success@1 / success@3; beside a set's name its answerable queries."""
    return _ranking_table(figures, "success@1 / success@3", ("success_at_1", "success_at_3"))


def order_table(figures: Figures) -> str:
    """MRR@10 / nDCG@10; beside a set's name its answerable queries."""
    return _ranking_table(figures, "MRR@10 / nDCG@10", ("mrr", "ndcg"))


def abstention_table(figures: Figures) -> str:
    """AUROC of the confidence, false answers and false refusals, for sets with queries of both kinds.

    The two error rates are told of variants only whose confidence is on the scale that the verdicts are made on.
    """
    told = {name: of for name, of in figures.items() if any(summary.auroc is not None for summary in of.values())}
    columns = [f"{name} ({s.answerable} / {s.queries - s.answerable})" for name, s in _first(told)]
    rows = {variant: [_abstained(of.get(variant), variant) for of in told.values()] for variant in _variants(told)}
    return table("AUROC, false answers, false refusals", columns, rows)


def times_table(spent: Mapping[str, Time]) -> str:
    """Milliseconds of each stage."""
    return table("milliseconds", ["p50", "p95"], {name: [f"{t.p50:.2f}", f"{t.p95:.2f}"] for name, t in spent.items()})


def _ranking_table(figures: Figures, title: str, pair: tuple[str, str]) -> str:
    columns = [f"{name} ({summary.answerable})" for name, summary in _first(figures)]
    rows = {variant: [_pair(of.get(variant), pair) for of in figures.values()] for variant in _variants(figures)}
    return table(title, columns, rows)


def _first(figures: Figures) -> list[tuple[str, Summary]]:
    """Any variant's summary of each set: the numbers of queries are the same in all."""
    return [(name, next(iter(of.values()))) for name, of in figures.items()]


def _variants(figures: Figures) -> list[str]:
    """Every variant of any set, in the order in which they were measured."""
    return list(dict.fromkeys(variant for of in figures.values() for variant in of))


def _pair(summary: Summary | None, fields: tuple[str, str]) -> str:
    return " / ".join(f"{getattr(summary, field):.3f}" for field in fields) if summary else ""


def _abstained(summary: Summary | None, variant: str) -> str:
    if summary is None or summary.auroc is None:
        return ""
    rates = (summary.false_answers, summary.false_refusals) if variant in CALIBRATED else ()
    return ", ".join(f"{figure:.3f}" for figure in (summary.auroc, *rates) if figure is not None)
