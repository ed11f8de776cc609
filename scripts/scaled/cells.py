"""Cells of the table: what each says of one size's figures; a figure that misses its bar stands out."""

from collections.abc import Callable, Sequence

from scripts.scaled.build import STEPS
from scripts.scaled.child import Figures

Cell = Callable[[Figures], str]


def number(name: str, digits: int = 0) -> Cell:
    """A figure."""
    return lambda figures: f"{figures[name]:,.{digits}f}"


def beside(first: Cell, second: Cell) -> Cell:
    """One, and another in brackets."""
    return lambda figures: f"{first(figures)} ({second(figures)})"


def each(part: str) -> Cell:
    """Bytes of a part, of one passage."""
    return lambda figures: f"{figures[f'bytes, {part}'] / figures['passages']:,.0f}"


def built(figures: Figures) -> float:
    """Seconds of publishing: all but making the corpus and its rows up."""
    return sum(figures[f"seconds, {step}"] for step in STEPS)


def several(group: str, names: Sequence[str], *, digits: int, bar: float | None = None, judged: int = 0) -> Cell:
    """Figures of a group, with slashes between; the one at place `judged` should be no more than the bar."""

    def cell(figures: Figures) -> str:
        found = [figures[f"{group}, {name}"] for name in names]
        told = " / ".join(f"{figure:,.{digits}f}" for figure in found)
        return told if bar is None or found[judged] <= bar else f"**{told}**"

    return cell


def share(name: str, least: float | None = None) -> Cell:
    """A share from 0 to 1, which should be no less than `least`."""

    def cell(figures: Figures) -> str:
        told = f"{figures[name]:.4f}"
        return told if least is None or figures[name] >= least else f"**{told}**"

    return cell
