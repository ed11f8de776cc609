"""What `faq gaps` shows to people: what became of the queries, and each gap with what is nearest to it now."""

from collections import Counter
from collections.abc import Iterator

from rich.text import Text

from app.gap_finder import GapReport
from app.gap_places import PlacedGap
from app.missed import Kind
from app.terminal import fitted, open_console, print_beside
from app.text import printable

_KINDS: tuple[tuple[Kind, str], ...] = (
    ("none", "unanswered"),
    ("weak", "weakly answered"),
    ("badly_rated", "badly rated"),
    ("answered", "answered"),
    ("degraded", "asked while an encoder failed"),
)


def print_report(report: GapReport) -> None:
    """The report's gaps, numbered."""
    console = open_console()
    if not report.kinds.total():
        console.print(f"Nothing is logged since {report.since:%Y-%m-%d}.")
        return
    console.print(f"{report.kinds.total():,} queries since {report.since:%Y-%m-%d}: {_counted(report.kinds)}.")
    for number, placed in enumerate(report.gaps, 1):
        margin = Text(f"{number:>4}. ")
        print_beside(console, margin, fitted(console, _told(placed), beside=margin.cell_len))
    for line in _left(report):
        console.print(line, style="dim")


def _counted(kinds: Counter[Kind]) -> str:
    return ", ".join(f"{kinds[kind]:,} {words}" for kind, words in _KINDS)


def _told(placed: PlacedGap) -> Text:
    gap = placed.gap
    whom = ", ".join(gap.asked.merchants) or "all merchants"
    ways = f" in {gap.distinct} ways" if gap.distinct > 1 else ""
    rated = f", {gap.badly_rated} badly rated" if gap.badly_rated else ""
    facts = f"asked {gap.count}x{ways}{rated}, last on {gap.last_seen:%Y-%m-%d}, {gap.trend}"
    others = ", ".join(f"“{example.text}”" for example in gap.examples if example.text != gap.label)
    return Text.assemble(
        (printable(gap.label), "bold"),
        "\n",
        (printable(f"{whom}  {gap.asked.language or '?'}  "), "cyan"),
        facts,
        printable(f"\nalso: {others}" if others else ""),
        "\n",
        *_now(placed),
    )


def _now(placed: PlacedGap) -> Iterator[str | tuple[str, str]]:
    yield placed.state.replace("_", " "), "yellow" if placed.state != "answered_since" else "green"
    if placed.nearest is not None:
        passage = placed.nearest.passage
        question = passage.question or passage.text[:80]
        yield printable(f"; nearest ({placed.nearest.score:.2f}): {question}  {passage.id}")


def _left(report: GapReport) -> Iterator[str]:
    if report.total > len(report.gaps):
        yield f"{report.total - len(report.gaps):,} more; --limit shows more"
    if report.left_out:
        yield f"{report.left_out:,} older queries were not looked at; --days takes fewer"
