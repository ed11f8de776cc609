"""A document's elements as one text, and where in it each of them stands."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Self

from app.corpus.elements import Element, Pair, Prose, Section, Title
from app.corpus.outline import Role
from app.domain import NOWHERE, Place, Span
from app.text import count_words

_LONGEST_SECTION = 50
"""Words: every passage of a section repeats its name."""


@dataclass(frozen=True, slots=True)
class LaidPair:
    """Where a pair stands, white space and line ends included; empty where it is blank."""

    question: Span
    answer: Span
    section: str | None
    place: Place


@dataclass(frozen=True, slots=True)
class LaidProse:
    """Prose that belongs together; `places` are those of its parts, each from an offset of the text on."""

    span: Span
    section: str | None
    places: tuple[tuple[int, Place], ...]


@dataclass(frozen=True, slots=True)
class LaidHeading:
    """Where a title or a section's name stands."""

    span: Span
    role: Role
    name: str


Laid = LaidPair | LaidProse | LaidHeading


@dataclass(frozen=True, slots=True)
class Layout:
    """A document's text, and what stands where in it, in order."""

    text: str
    laid: tuple[Laid, ...]

    @classmethod
    def plain(cls, text: str, place: Place = NOWHERE) -> Self:
        """A text of which nothing is told."""
        return cls(text, (LaidProse(Span(0, len(text)), None, ((0, place),)),))


def lay_out(elements: Sequence[Element]) -> Layout:
    """The elements verbatim, a line's end behind each; prose alone stays as it is.

    A blank line parts them, unless they say where they are to stand. What is blank has no line.
    """
    if len(elements) == 1 and isinstance(elements[0], Prose) and elements[0].line in (None, 1):
        return Layout.plain(elements[0].text, elements[0].place)
    writer = _Writer()
    laid = tuple(writer.laid(elements))
    return Layout(writer.text, laid)


class _Writer:
    """Writes elements one behind another."""

    def __init__(self) -> None:
        self._written: list[str] = []
        self._end, self._line = 0, 1
        self._section: str | None = None

    @property
    def text(self) -> str:
        return "".join(self._written)

    def laid(self, elements: Sequence[Element]) -> Iterator[Laid]:
        prose: list[Prose] = []
        for element in elements:
            if isinstance(element, Prose):
                prose.append(element)
                continue
            yield from self._prose(prose)
            prose = []
            yield from self._pair(element) if isinstance(element, Pair) else self._heading(element)
        yield from self._prose(prose)

    def _prose(self, parts: Sequence[Prose]) -> Iterator[LaidProse]:
        shown = [part for part in parts if part.text.strip()]
        if shown:
            self._part(shown[0].line)
            places = []
            start = self._end
            for part in shown:
                self._go_to(part.line)
                places.append((self._end, part.place))
                self._write(part.text.removesuffix("\n"))
            yield LaidProse(Span(start, self._end), self._section, tuple(places))

    def _heading(self, element: Title | Section) -> Iterator[Laid]:
        name = " ".join(element.text.split())
        if count_words(name) > _LONGEST_SECTION:
            yield from self._prose([Prose(text=element.text, line=element.line)])
        elif name:
            self._part(element.line)
            role = Role.TITLE if isinstance(element, Title) else Role.SECTION
            yield LaidHeading(self._write(element.text), role, name)
        if isinstance(element, Section):
            self._section = (name.rstrip(":： ") or None) if count_words(name) <= _LONGEST_SECTION else None

    def _pair(self, pair: Pair) -> Iterator[LaidPair]:
        asks, answers = bool(pair.question.strip()), bool(pair.answer.strip())
        if asks or answers:
            self._part(pair.line if asks else pair.answer_line)
            question = self._write(pair.question if asks else "")
            answer = self._answer(pair, is_below=asks) if answers else Span(self._end, self._end)
            yield LaidPair(question, answer, " ".join(pair.section.split()) or self._section, pair.place)

    def _part(self, line: int | None) -> None:
        """Leaves a blank line, or goes to the line that is asked for."""
        if line is None and self._end:
            self._blank(1)
        self._go_to(line)

    def _go_to(self, line: int | None) -> None:
        if line is not None and line > self._line:
            self._blank(line - self._line)

    def _answer(self, pair: Pair, *, is_below: bool) -> Span:
        """Writes an answer; a space parts it from a question that stands on one line with it."""
        if is_below and pair.line is not None and pair.answer_line == pair.line + pair.question.count("\n"):
            self._written[-1] = f"{self._written[-1][:-1]} "
            self._line -= 1
        elif is_below:
            self._go_to(pair.answer_line)
        return self._write(pair.answer)

    def _blank(self, lines: int) -> None:
        self._written.append("\n" * lines)
        self._end += lines
        self._line += lines

    def _write(self, text: str) -> Span:
        """Writes lines; a blank text is none."""
        start, lines = self._end, f"{text}\n" if text else ""
        self._written.append(lines)
        self._end += len(lines)
        self._line += lines.count("\n")
        return Span(start, self._end)
