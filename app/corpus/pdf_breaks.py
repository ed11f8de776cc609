"""Where paragraphs of a PDF page end: told by spacing, font, width, indentation and bullets."""

from collections.abc import Sequence
from enum import Enum

from app.corpus.line_joining import is_unspaced
from app.corpus.markers import marker_of
from app.corpus.pdf_lines import PdfLine
from app.text import ends_sentence

_PARTED, _INDENTED, _SLACK = 1.25, 0.8, 0.5
"""How many leadings part paragraphs; in sizes, how far in one begins, and how much room a full line leaves."""
_SAME_SIZE = 0.6
"""Points."""


class Break(Enum):
    """What stands between two lines: nothing but the wrapping, a new line of its own, or a blank line."""

    NONE = 0
    TIGHT = 1
    PARTED = 2


def is_of_size(line: PdfLine, size: float) -> bool:
    """Whether a line is set in about that size, or larger."""
    return line.size >= size - _SAME_SIZE


def are_alike(above: PdfLine, line: PdfLine) -> bool:
    """Whether two lines are set in the same size and weight."""
    return abs(above.size - line.size) <= _SAME_SIZE and above.bold == line.bold


def break_within(paragraph: Sequence[PdfLine], line: PdfLine, leading: float) -> Break:
    """Between a paragraph and the line below it in the same column."""
    above = paragraph[-1]
    if above.is_row and line.is_row:
        return Break.TIGHT
    if not _may_belong(above, line, leading):
        return Break.PARTED
    if _opens_item(paragraph, line) or _is_over(above, line):
        return Break.TIGHT
    return Break.PARTED if _is_indented(paragraph, line) else Break.NONE


def _is_over(above: PdfLine, line: PdfLine) -> bool:
    """Whether a line ended although what opens the next would have fitted on it."""
    return above.room > line.opening_width + _SLACK * line.size


def _may_belong(above: PdfLine, line: PdfLine, leading: float) -> bool:
    """Whether two lines are running text, near enough, and set alike."""
    near = 0 <= above.y - line.y <= _PARTED * leading * max(above.size, line.size)
    return near and not above.is_row and not line.is_row and _runs_on_in_style(above, line)


def _runs_on_in_style(above: PdfLine, line: PdfLine) -> bool:
    """Whether it is set alike; in a paragraph, a whole line may be bold."""
    return are_alike(above, line) or (abs(above.size - line.size) <= _SAME_SIZE and line.text[0].islower())


def break_over(paragraph: Sequence[PdfLine], line: PdfLine) -> Break:
    """Between a paragraph at the foot of a column or page and the line at the top of the next."""
    above = paragraph[-1]
    unspaced = is_unspaced(above.text[-1]) and is_unspaced(line.text[0])
    runs_on = are_alike(above, line) and (line.text[0].islower() or unspaced)
    if above.is_row or not runs_on or ends_sentence(above.text):
        return Break.PARTED
    return Break.NONE if above.page == line.page else Break.TIGHT


def _opens_item(paragraph: Sequence[PdfLine], line: PdfLine) -> bool:
    """Whether a bullet opens it, or a number where a line may end: a sentence wraps before a number too."""
    marker = marker_of(line.text)
    if marker is None or marker.kind == "bullet":
        return marker is not None
    return ends_sentence(paragraph[-1].text) or paragraph[-1].text.endswith(":") or _is_item(paragraph)


def _is_item(paragraph: Sequence[PdfLine]) -> bool:
    return marker_of(paragraph[0].text) is not None


def _is_indented(paragraph: Sequence[PdfLine], line: PdfLine) -> bool:
    """Whether its first line is set in, as books begin a paragraph; the lines of an item below its first all are."""
    indent = line.indent - paragraph[-1].indent
    return indent > _INDENTED * line.size and ends_sentence(paragraph[-1].text) and not _is_item(paragraph)
