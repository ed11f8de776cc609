"""A document's text without the passages of it that are hidden: white space in their place, so that nothing moves."""

from collections.abc import Iterable, Iterator

from app.domain import Passage, Span
from app.text import lines_of


def without(text: str, hidden: Iterable[Passage], left: Iterable[Passage]) -> str:
    """As long as `text`, with its lines: what other passages say, or share a line with, stays readable.

    Of a line that a hidden passage shares with another, the hidden one's own text is taken away all the same.
    """
    lines = lines_of(text)
    blank = bytearray(len(text))
    hidden, left = tuple(hidden), tuple(left)
    for passages, mark in ((hidden, b"\1"), (left, b"\0")):
        _mark(blank, (Span(lines[p.lines[0] - 1].start, lines[p.lines[1] - 1].end) for p in passages), mark)
    for passages, mark in ((hidden, b"\1"), (left, b"\0")):
        _mark(blank, _spans_of(passages), mark)
    return "".join(" " if gone and not c.isspace() else c for c, gone in zip(text, blank, strict=True))


def _spans_of(passages: Iterable[Passage]) -> Iterator[Span]:
    return (span for passage in passages for span in passage.spans)


def _mark(blank: bytearray, spans: Iterable[Span], mark: bytes) -> None:
    for span in spans:
        blank[span.start : span.end] = mark * (span.end - span.start)
