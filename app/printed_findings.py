"""What `faq doctor` shows to people: a line for each finding, its status in words, what to do below it."""

from collections import Counter
from collections.abc import Iterable

from rich.console import Console
from rich.text import Text

from app.checks.finding import Finding, Status
from app.doctor import Examined
from app.terminal import fitted, open_console, print_beside
from app.text import printable

_STYLES: dict[Status, str] = {"ok": "green", "warning": "bold yellow", "problem": "bold red"}


def print_examined(examined: Iterable[Examined]) -> bool:
    """Each check's findings as soon as it has been made, then what they come to; whether there is no problem."""
    console, counts = open_console(), Counter[Status]()
    for each in examined:
        _print_check(console, each)
        counts.update(finding.status for finding in each.findings)
    console.print()
    console.print(_summary(counts))
    return not counts["problem"]


def _print_check(console: Console, each: Examined) -> None:
    for number, finding in enumerate(each.findings):
        name = each.check if number == 0 else ""
        status = finding.status.upper() if finding.status == "problem" else finding.status
        margin = Text.assemble(f"{name:<13}", (f"{status:<9}", _STYLES[finding.status]))
        print_beside(console, margin, fitted(console, _told(finding), beside=margin.cell_len))


def _told(finding: Finding) -> Text:
    told = Text(printable(finding.told))
    return told.append(f"\n-> {printable(finding.remedy)}", "bold") if finding.remedy else told


def _summary(counts: Counter[Status]) -> Text:
    problems, warnings = _counted(counts["problem"], "problem"), _counted(counts["warning"], "warning")
    if not counts["problem"]:
        return Text(f"The service can run, with {warnings}.", "bold green")
    order = "; mend the first one first, others may follow from it" if counts["problem"] > 1 else ""
    return Text(f"{problems} and {warnings}{order}.", "bold red")


def _counted(count: int, what: str) -> str:
    return f"{count or 'no'} {what}{'' if count == 1 else 's'}"
