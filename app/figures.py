"""What `faq evaluate` shows to people: tables of figures, of reliability, of times, and what changed."""

from collections.abc import Mapping, Sequence

from rich.table import Table
from rich.text import Text

from app.comparison import Change, Comparison, Standing
from app.evaluation import Groups, Outcome, Summary, Time, by_group, summarise, times
from app.reliability import Reliability, reliabilities
from app.terminal import open_console
from app.text import printable

MOST_GROUPS = 20
"""Groups of a table that are shown; `--json` has all."""

_FIGURES = {
    "success_at_1": "success@1",
    "success_at_3": "success@3",
    "mrr": "MRR@10",
    "ndcg": "nDCG@10",
    "auroc": "AUROC",
    "false_answers": "false answers",
    "false_refusals": "false refusals",
}


def print_outcomes(outcomes: Sequence[Outcome]) -> None:
    """The figures overall, by language, merchant and length; then the scores' reliability and the times."""
    console = open_console()
    console.print(_groups_table("", {"all": outcomes}))
    for title, groups in by_group(outcomes).items():
        console.print()
        console.print(_groups_table(title, groups))
        if len(groups) > MOST_GROUPS:
            console.print(f" and {len(groups) - MOST_GROUPS} more; --json has all", style="dim")
    for table in (_reliability_table(reliabilities(outcomes)), _times_table(times(outcomes))):
        console.print()
        console.print(table)


def _table(first: str, *columns: str) -> Table:
    """The first column to the left, numbers to the right."""
    table = Table(box=None)
    table.add_column(first, no_wrap=True)
    for column in columns:
        table.add_column(column, no_wrap=True, justify="right")
    return table


def _groups_table(title: str, groups: Groups) -> Table:
    table = _table(title, "n", "answerable", *_FIGURES.values())
    for name, group in list(groups.items())[:MOST_GROUPS]:
        table.add_row(printable(name), *_cells(summarise(group)))
    return table


def _cells(summary: Summary) -> list[str]:
    ranked = [_shown(getattr(summary, name) if summary.answerable else None) for name in list(_FIGURES)[:4]]
    told = [_shown(getattr(summary, name)) for name in list(_FIGURES)[4:]]
    return [str(summary.queries), str(summary.answerable), *ranked, *told]


def _shown(figure: float | None) -> str:
    return "" if figure is None else f"{figure:.3f}"


def _reliability_table(of: Mapping[str, Reliability]) -> Table:
    table = _table("score", "hits", "mean score", "answering")
    for name, each in of.items():
        table.add_row(Text(f"{name}: calibration error {each.error:.3f}", "bold"))
        for row in each.bins:
            table.add_row(f"{row.low:g}-{row.high:g}", str(row.hits), _shown(row.mean_score), _shown(row.answering))
    return table


def _times_table(spent: Mapping[str, Time]) -> Table:
    table = _table("milliseconds", "p50", "p95")
    for stage, time in spent.items():
        table.add_row(printable(stage), f"{time.p50:.2f}", f"{time.p95:.2f}")
    return table


def print_comparison(comparison: Comparison) -> None:
    """The queries that got better and worse since the baseline, and the difference of the figures."""
    console = open_console()
    for title, better in (("better", True), ("worse", False)):
        changes = [change for change in comparison.changes if change.better is better]
        console.print(f"\n{len(changes)} {title} than in the baseline", style="bold")
        for change in changes:
            console.print(Text(f"  {_told(change)}"), soft_wrap=True)
    table = _table("", "before", "after", "change")
    for each in comparison.differences:
        cells = (_shown(each.before), _shown(each.after), f"{each.change:+.3f}")
        table.add_row(_FIGURES[each.name], *cells, style="red" if each.worse else "")
    console.print()
    console.print(table)
    if comparison.worse:
        console.print(f"Worse: {', '.join(_FIGURES[name] for name in comparison.worse)}.", style="bold red")


def _told(change: Change) -> str:
    standings = f"{_standing(change.before)} -> {_standing(change.after)}"
    return f"{printable(change.labelled.id)}  {standings}  {printable(change.labelled.query)}"


def _standing(standing: Standing) -> str:
    return f"{standing.rank or '-'} {standing.verdict}"
