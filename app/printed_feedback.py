"""What `faq feedback` shows to people: the passages that helped least, and the queries that they did not help with."""

from collections.abc import Sequence

from rich.text import Text

from app.feedback_review import Reviewed
from app.terminal import fitted, open_console, print_beside
from app.text import printable


def print_reviewed(reviewed: Sequence[Reviewed], *, most: int) -> None:
    """The first `most` passages, with how often each helped and did not."""
    console = open_console()
    if not reviewed:
        console.print("Nobody has said anything yet.")
        return
    console.print("not helpful  helpful  passage", style="bold")
    for each in reviewed[:most]:
        margin = Text(f"{each.tally.not_helpful:>11}  {each.tally.helpful:>7}  ")
        print_beside(console, margin, fitted(console, _told(each), beside=margin.cell_len))
    if len(reviewed) > most:
        console.print(f"{len(reviewed) - most} more; --limit shows more", style="dim")


def _told(reviewed: Reviewed) -> Text:
    asked = ", ".join(f"“{query}”" for query in reviewed.unhelped)
    return Text.assemble(
        (printable(reviewed.question or "(no longer in the index)"), "bold"),
        "\n",
        (printable(f"{reviewed.merchant}  " if reviewed.merchant else ""), "cyan"),
        printable(reviewed.tally.id),
        printable(f"\nasked: {asked}" if asked else ""),
    )
