"""The chunker: one question with its answer becomes one passage, verbatim, with the lines it came from."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from app.corpus.drafts import Draft, joined, merged, passages_of, question_of
from app.corpus.lines import Line
from app.corpus.outline import Block, Outline, Role, outline_of
from app.corpus.splitting import split_answer
from app.domain import Document, Passage, Span
from app.languages import DetectLanguage
from app.text import lines_of

MAX_WORDS = 200
"""Answers longer than this are split; about 300 to 350 of the model's 512 tokens in European languages."""


@dataclass(frozen=True, slots=True)
class LineRole:
    """What became of one non-blank line; `asks`: it is (part of) a question, or a label with nothing behind it."""

    number: int
    role: Role
    text: str
    asks: bool = False


@dataclass(frozen=True, slots=True)
class Chunked:
    """A document's passages, its own title, and what became of each of its non-blank lines."""

    document: Document
    passages: tuple[Passage, ...]
    title: str | None
    roles: tuple[LineRole, ...]

    @property
    def lost(self) -> tuple[int, ...]:
        """Numbers of non-blank lines that nothing accounts for, counted anew from the text. Always empty, or a bug.

        A line of a passage counts where a span touches it, or where it asks.
        """
        spans = sorted((span.start, span.end) for passage in self.passages for span in passage.spans)
        elsewhere = {line.number for line in self.roles if line.role is not Role.PASSAGE or line.asks}
        return tuple(
            number
            for number, line in enumerate(lines_of(self.document.text), 1)
            if number not in elsewhere and _holds(self.document.text, line) and not _touched(spans, line)
        )


def _touched(spans: Sequence[tuple[int, int]], line: Span) -> bool:
    """Whether one of the spans, sorted and apart, holds a character of the line."""
    before = bisect_left(spans, (line.end, 0))
    return before > 0 and spans[before - 1][1] > line.start


def _holds(text: str, span: Span) -> bool:
    return bool(text[span.start : span.end].strip())


def chunk(document: Document, detect: DetectLanguage, max_words: int = MAX_WORDS) -> Chunked:
    """The passages of a plain-text document; `detect` names the language of a text (see `app.languages`)."""
    outline = outline_of(document.text)
    drafts = [
        draft for block in outline.blocks for draft in _drafts(document.text, outline, block, max_words=max_words)
    ]
    asking = {i for block in outline.blocks for i in block.asking}
    roles = tuple(
        LineRole(line.number, role, line.text, i in asking or _is_bare_label(line))
        for i, (line, role) in enumerate(zip(outline.lines, outline.roles, strict=True))
    )
    return Chunked(document, passages_of(document, drafts, detect), document.title or outline.title, roles)


def _drafts(text: str, outline: Outline, block: Block, *, max_words: int) -> list[Draft]:
    asking = [outline.lines[i] for i in block.asking]
    answer = [outline.lines[i] for i in block.answer if outline.roles[i] is Role.PASSAGE]
    question = question_of([line.body for line in asking]) if answer else None
    if question is None:  # what the source leaves unanswered is shown as it stands
        answer = asking + answer
    parts = split_answer(text, _answer_spans(answer), max_words)
    numbers = _line_numbers(answer, parts)
    numbers[0] = (asking[0].number if asking else numbers[0][0], numbers[0][1])
    drafts = []
    for n, (pieces, lines) in enumerate(zip(parts, numbers, strict=True), 1):
        part = (n, len(parts)) if len(parts) > 1 else None
        spans = merged(text, pieces)
        drafts.append(Draft(question, joined(text, spans), block.section, part, lines, spans))
    return drafts


def _is_bare_label(line: Line) -> bool:
    return line.marker is not None and line.marker.kind == "answer" and not line.body


def _answer_spans(lines: Sequence[Line]) -> list[Span]:
    """The lines without answer labels (`A:`), which are left out; numbers and bullets stay."""
    labelled = [line.marker is not None and line.marker.kind == "answer" for line in lines]
    starts = [line.body_start if label else line.span.start for line, label in zip(lines, labelled, strict=True)]
    spans = [Span(start, line.span.end) for start, line in zip(starts, lines, strict=True) if start < line.span.end]
    return spans or [line.span for line in lines]


def _line_numbers(lines: Sequence[Line], parts: Sequence[Sequence[Span]]) -> list[tuple[int, int]]:
    """First and last line of each part. A line of which nothing is kept (`A:`) goes with the lines above it."""
    starts = [line.span.start for line in lines]
    firsts = [0, *(bisect_right(starts, pieces[0].start) - 1 for pieces in parts[1:])]
    ends = [bisect_left(starts, pieces[-1].end) for pieces in parts]
    lasts = [max(end, following) - 1 for end, following in zip(ends, [*firsts[1:], len(lines)], strict=True)]
    return [(lines[first].number, lines[last].number) for first, last in zip(firsts, lasts, strict=True)]
