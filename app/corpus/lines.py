"""A document's non-blank lines and what can be seen on each without understanding it."""

import re
from dataclasses import dataclass

from app.corpus.labels import labels_of
from app.corpus.markers import Marker, marker_of
from app.domain import Span
from app.text import count_words, ends_question, ends_sentence, lines_of, trim


@dataclass(frozen=True, slots=True)
class Line:
    """One non-blank line: where it stands, what it opens with, and the white space around it."""

    number: int
    span: Span
    text: str
    indent: int
    blank_before: bool
    blank_after: bool
    marker: Marker | None

    @property
    def body_start(self) -> int:
        """Offset in the document of the first character after the marker."""
        return self.span.start + (self.marker.width if self.marker else 0)

    @property
    def body(self) -> str:
        """The line without its marker."""
        return self.text[self.marker.width :] if self.marker else self.text

    @property
    def is_question(self) -> bool:
        """Whether it ends with a question mark and is short enough to be one question, not a paragraph."""
        asks = ends_question(self.text) or (self.marker is not None and self.text.endswith("か。"))
        return asks and count_words(self.text) <= _QUESTION_WORDS

    @property
    def introduces(self) -> bool:
        """Whether it ends with a colon: what follows belongs to it."""
        return self.text.endswith((":", "：", ":*", ":**"))

    @property
    def continues(self) -> bool:
        """Whether it is the rest of the line above, which was wrapped: no blank line, no marker, a small letter."""
        return not self.blank_before and self.marker is None and self.text[0].islower()

    @property
    def is_prose(self) -> bool:
        """Whether it reads as running text: a closed sentence, or long, or a `label: value` pair."""
        closed = ends_sentence(self.text) or self.introduces or LABELLED_VALUE.match(self.body) is not None
        return closed or count_words(self.text) >= _PROSE_WORDS


# The longest question of a merchant's page seen so far has 43 words; a paragraph that ends with a question is longer.
_QUESTION_WORDS = 50
_PROSE_WORDS = 8
CONTACT = re.compile(r"[^\s@]*+@\S++|https?://\S+|www\.\S+|\+?[\d\s().-]{6,}")
LABELLED_VALUE = re.compile(r"[^:：]{1,60}[:：]\s*\S")


def read_lines(text: str) -> tuple[Line, ...]:
    """The non-blank lines of a document, in order."""
    spans = lines_of(text)
    trimmed = [trim(text, span.start, span.end) for span in spans]
    kept = [i for i, span in enumerate(trimmed) if span.start < span.end]
    labels = labels_of([text[trimmed[i].start : trimmed[i].end] for i in kept])
    return tuple(_line(text, i, spans[i], trimmed=trimmed, label=labels.get(k)) for k, i in enumerate(kept))


def _line(text: str, i: int, span: Span, *, trimmed: list[Span], label: Marker | None) -> Line:
    inner = trimmed[i]
    content = text[inner.start : inner.end]
    return Line(
        number=i + 1,
        span=inner,
        text=content,
        indent=len(text[span.start : inner.start].expandtabs(4)),
        blank_before=i == 0 or _blank(trimmed[i - 1]),
        blank_after=i + 1 == len(trimmed) or _blank(trimmed[i + 1]),
        marker=label or marker_of(content),
    )


def _blank(span: Span) -> bool:
    return span.start == span.end


def is_spaced(lines: tuple[Line, ...]) -> bool:
    """Whether the document separates paragraphs by blank lines (at least every third gap is one)."""
    return sum(line.blank_before for line in lines[1:]) * 3 >= max(len(lines) - 1, 1)
