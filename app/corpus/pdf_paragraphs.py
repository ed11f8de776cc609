"""Lines of a PDF file to headings and paragraphs, by spacing, indentation, width and font."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import quantiles
from typing import Self

from app.corpus.blocks import Block, Heading, Paragraph, is_heading_like
from app.corpus.line_joining import joined_lines
from app.corpus.pdf_breaks import Break, are_alike, break_over, break_within, is_of_size
from app.corpus.pdf_lines import PdfLine
from app.domain import Place

_LARGER, _LARGEST = 1.1, 100.0
"""How much larger a heading is than running text; points above which sizes are not told apart."""
_LEADING, _LOOSEST = 1.2, 1.75
"""In sizes of the font: what it is where nothing tells, and what it is at most."""


@dataclass(frozen=True, slots=True)
class Typography:
    """How a document is set: the size of its running text, its leading in sizes, its headings' sizes from the largest.

    `bold` tells whether a heading may be of the size of running text, set in bold.
    """

    body: float
    leading: float
    headings: tuple[int, ...]
    bold: bool

    @classmethod
    def of(cls, regions: Sequence[Sequence[PdfLine]]) -> Self:
        """What most of the letters have."""
        lines = [line for region in regions for line in region]
        body = body_size([(line.size, line.text) for line in lines])
        letters = {bold: sum(len(line.text) for line in lines if line.bold is bold) for bold in (True, False)}
        sizes = {_rounded(line.size) for line in lines if line.size > _LARGER * body}
        return cls(body, _leading(regions, body), tuple(sorted(sizes, reverse=True)), letters[True] < letters[False])

    def level(self, line: PdfLine) -> int | None:
        """The level of a heading set like this line, from 1; None where running text is set so."""
        if line.is_row:
            return None
        if line.size > _LARGER * self.body:
            return self.headings.index(_rounded(line.size)) + 1
        return len(self.headings) + 1 if self.bold and line.bold and is_of_size(line, self.body) else None


def _rounded(size: float) -> int:
    """A size as headings are told apart by it."""
    return round(min(size, _LARGEST))


def _leading(regions: Sequence[Sequence[PdfLine]], body: float) -> float:
    """What is usual between lines of running text: paragraphs are further apart, and there may be many of them."""
    gaps = [
        (above.y - line.y) / body
        for region in regions
        for above, line in pairwise(region)
        if are_alike(above, line) and above.size == body and above.y > line.y
    ]
    return min(quantiles(gaps, n=5)[0], _LOOSEST) if len(gaps) > 1 else _LEADING


def body_size(written: Sequence[tuple[float, str]]) -> float:
    """The size that most letters have, of sizes with what is written in each."""
    letters: Counter[float] = Counter()
    for size, text in written:
        letters[size] += len(text)
    return max(letters, key=lambda size: letters[size], default=1.0)


def blocks_of(regions: Sequence[Sequence[PdfLine]], words: frozenset[str]) -> list[Block]:
    """The headings and paragraphs of a document; `words` are those that it is written in."""
    typography = Typography.of(regions)
    return [_block(group, typography, words) for group in _grouped(regions, typography)]


@dataclass(frozen=True, slots=True)
class _Group:
    """The lines of one paragraph; `tight` where it follows the one above without a blank line."""

    lines: list[PdfLine]
    tight: bool


def _block(group: _Group, typography: Typography, words: frozenset[str]) -> Block:
    text = joined_lines([line.text for line in group.lines], words)
    place = Place(page=group.lines[0].page)
    level = typography.level(group.lines[0])
    if level is not None and is_heading_like(text):
        return Heading(text, level, place)
    return Paragraph(text, place, group.tight, level)


def _grouped(regions: Sequence[Sequence[PdfLine]], typography: Typography) -> Iterator[_Group]:
    group = _Group([], tight=False)
    for region in regions:
        for n, line in enumerate(region):
            found = _break(group.lines, line, typography, over=n == 0)
            if found is Break.NONE:
                group.lines.append(line)
                continue
            if group.lines:
                yield group
            group = _Group([line], tight=found is Break.TIGHT)
    if group.lines:
        yield group


def _break(paragraph: Sequence[PdfLine], line: PdfLine, typography: Typography, *, over: bool) -> Break:
    if not paragraph:
        return Break.PARTED
    return break_over(paragraph, line) if over else break_within(paragraph, line, typography.leading)
