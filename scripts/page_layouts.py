"""`make page-layouts`: how well generated FAQ pages are read; a Markdown table, and what is wrong where."""

import dataclasses
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from scripts.markdown import table
from tests.layouts_html.catalogue import BY_NAME
from tests.layouts_html.faq import LANGUAGES, read_faq
from tests.layouts_html.page import Layout
from tests.layouts_html.score import NOTHING, Score, read_page, score

LEAST = 0.95
"""Precision and recall over all layouts."""


def measure(layout: Layout, folder: Path) -> Score:
    """A layout with the questions of every language."""
    return sum((_measured(layout, language, folder) for language in LANGUAGES), NOTHING)


def _measured(layout: Layout, language: str, folder: Path) -> Score:
    """One page; its faults say which."""
    page = layout(read_faq(language))
    told = score(page, read_page(page, folder))
    faults = tuple(f"{layout.__name__} {language}  {fault}" for fault in told.faults)
    return dataclasses.replace(told, faults=faults)


def printed(scores: Mapping[str, Score]) -> str:
    """A row a layout, then all of them."""
    rows = {**scores, "all": sum(scores.values(), NOTHING)}
    columns = ["pairs", "passages", "precision", "recall", "faults"]
    return table("layout", columns, {name: _cells(each) for name, each in rows.items()})


def _cells(told: Score) -> list[str]:
    figures = f"{told.precision:.3f}", f"{told.recall:.3f}"
    return [str(told.pairs), str(told.passages), *figures, str(len(told.faults))]


def main() -> int:
    """Exit code 1 where the layouts together are read worse than `LEAST`."""
    with tempfile.TemporaryDirectory() as folder:
        scores = {name: measure(layout, Path(folder)) for name, layout in BY_NAME.items()}
    whole = sum(scores.values(), NOTHING)
    print(printed(scores))
    for fault in whole.faults:
        print(fault)
    return int(min(whole.precision, whole.recall) < LEAST)


if __name__ == "__main__":
    sys.exit(main())
