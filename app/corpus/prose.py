"""Prose, of which the source tells no structure: its questions and answers as its outline has them."""

import dataclasses
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import cached_property

from app.corpus.chunked import LineRole
from app.corpus.drafts import Draft, joined, merged, question_of
from app.corpus.layout import LaidProse
from app.corpus.lines import Line
from app.corpus.outline import Block, Outline, Role, outline_of
from app.corpus.splitting import split_answer
from app.domain import Place, Span


class OutlinedProse:
    """A stretch of a document's text; `before` counts the lines of the document above it."""

    def __init__(self, text: str, laid: LaidProse, before: int) -> None:
        self._text = text[laid.span.start : laid.span.end]
        self._laid, self._before = laid, before
        self.outline = outline_of(self._text)

    def drafts(self, max_words: int) -> Iterator[Draft]:
        """Its passages, placed in the document."""
        for block in self.outline.blocks:
            for draft in _drafts(self._text, self.outline, block, max_words=max_words):
                yield self._placed(draft)

    @property
    def roles(self) -> Iterator[LineRole]:
        """What each of its lines is."""
        asking = {i for block in self.outline.blocks for i in block.asking}
        for i, (line, role) in enumerate(zip(self.outline.lines, self.outline.roles, strict=True)):
            yield LineRole(line.number + self._before, role, line.text, i in asking or _is_bare_label(line))

    def _placed(self, draft: Draft) -> Draft:
        first, last = draft.lines
        offset = self._laid.span.start
        return dataclasses.replace(
            draft,
            section=draft.section or self._laid.section,
            lines=(first + self._before, last + self._before),
            spans=tuple(Span(span.start + offset, span.end + offset) for span in draft.spans),
            place=self._place(self._offsets[first] + offset),
        )

    def _place(self, offset: int) -> Place:
        """The place of the part that an offset of the document lies in."""
        starts = [start for start, _ in self._laid.places]
        return self._laid.places[bisect_right(starts, offset) - 1][1]

    @cached_property
    def _offsets(self) -> dict[int, int]:
        return {line.number: line.span.start for line in self.outline.lines}


def _drafts(text: str, outline: Outline, block: Block, *, max_words: int) -> Iterator[Draft]:
    asking = [outline.lines[i] for i in block.asking]
    answer = [outline.lines[i] for i in block.answer if outline.roles[i] is Role.PASSAGE]
    question = question_of([line.body for line in asking]) if answer else None
    if question is None:  # what the source leaves unanswered is shown as it stands
        answer = asking + answer
    parts = split_answer(text, _answer_spans(answer), max_words)
    numbers = _line_numbers(answer, parts)
    numbers[0] = (asking[0].number if asking else numbers[0][0], numbers[0][1])
    for n, (pieces, lines) in enumerate(zip(parts, numbers, strict=True), 1):
        part = (n, len(parts)) if len(parts) > 1 else None
        spans = merged(text, pieces)
        yield Draft(question, joined(text, spans), block.section, part, lines, spans)


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
