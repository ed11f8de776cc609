"""Rows of a table to a document and its passages: each row is one question with its answer, whatever they look like."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from app.corpus.columns import Cells
from app.corpus.drafts import Draft, joined, merged, passages_of, question_of
from app.corpus.outline import Role
from app.corpus.passages import MAX_WORDS, Chunked, LineRole
from app.corpus.splitting import split_answer
from app.domain import Document, Span
from app.languages import DetectLanguage
from app.text import lines_of, trim


@dataclass(frozen=True, slots=True)
class Row:
    """Where a row's cells stand in its document's text, white space and line end included; empty where blank."""

    number: int
    question: Span
    answer: Span
    section: str | None


@dataclass(frozen=True, slots=True)
class Rendered:
    """A table as plain text, and where each of its rows stands in it."""

    text: str
    rows: tuple[Row, ...]


def render(table: Iterable[Cells]) -> Rendered:
    """The cells verbatim: the question, the answer on the next line, and a blank line between rows.

    A blank cell has no line; names and sections stand nowhere in the text.
    """
    written: list[str] = []
    rows, end = [], 0
    for cells in table:
        kept = [f"{cell}\n" for cell in (cells.question, cells.answer) if cell.strip()]
        start = end + bool(written)
        middle = start + (len(kept[0]) if cells.question.strip() else 0)
        end = start + sum(map(len, kept))
        section = " ".join(cells.section.split()) or None
        rows.append(Row(cells.number, Span(start, middle), Span(middle, end), section))
        written.append("".join(kept))
    return Rendered("\n".join(written), tuple(rows))


def chunk_rows(
    document: Document, rows: Sequence[Row], detect: DetectLanguage, *, max_words: int = MAX_WORDS
) -> Chunked:
    """The passages of a rendered table; `detect` names the language of a text (see `app.languages`)."""
    lines = _Lines(document.text)
    drafts = [draft for row in rows for draft in _drafts(lines, row, max_words)]
    asking = {line.start for row in rows for line in lines.within(row.question)}
    roles = tuple(LineRole(n, Role.PASSAGE, lines.text_of(line), line.start in asking) for n, line in lines.numbered)
    return Chunked(document, passages_of(document, drafts, detect), document.title, roles)


def _is_text(asked: Sequence[str], question: str | None) -> bool:
    """Whether the asked lines are shown as text: they are words, but no question."""
    return question is None and bool("".join(asked).strip(":： "))


def _drafts(lines: "_Lines", row: Row, max_words: int) -> Iterator[Draft]:
    asked, answered = lines.within(row.question), lines.within(row.answer)
    said = [lines.text_of(line) for line in asked]
    question = question_of(said) if answered else None
    shown = asked + answered if _is_text(said, question) else answered or asked
    parts = split_answer(lines.text, shown, max_words)
    for n, pieces in enumerate(parts, 1):
        opening = (asked or answered)[0] if n == 1 else pieces[0]
        spans = merged(lines.text, pieces)
        yield Draft(
            question=question,
            text=joined(lines.text, spans),
            section=row.section,
            part=(n, len(parts)) if len(parts) > 1 else None,
            lines=(lines.number_at(opening.start), lines.number_at(pieces[-1].end - 1)),
            spans=spans,
            row=row.number,
        )


class _Lines:
    """The non-blank lines of a text, trimmed, with their numbers."""

    def __init__(self, text: str) -> None:
        self.text = text
        trimmed = ((n, trim(text, line.start, line.end)) for n, line in enumerate(lines_of(text), 1))
        self.numbered = [(n, line) for n, line in trimmed if line.start < line.end]
        self._starts = [line.start for _, line in self.numbered]

    def within(self, cell: Span) -> list[Span]:
        first, last = bisect_left(self._starts, cell.start), bisect_left(self._starts, cell.end)
        return [line for _, line in self.numbered[first:last]]

    def number_at(self, offset: int) -> int:
        return self.numbered[bisect_right(self._starts, offset) - 1][0]

    def text_of(self, line: Span) -> str:
        return self.text[line.start : line.end]
