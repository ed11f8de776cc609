"""A document's outline: every non-blank line in exactly one role, and the blocks that become passages."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import zip_longest

from app.corpus.furniture import furniture
from app.corpus.headings import Heading, find_headings, wrapped_question
from app.corpus.lines import Line, read_lines
from app.text import count_words

_LONGEST_SECTION = 50
"""Words."""


class Role(StrEnum):
    """What a non-blank line is; exactly one of these."""

    PASSAGE = "passage"
    SECTION = "section heading"
    TITLE = "document title"
    FURNITURE = "page furniture"
    REPEAT = "repeat"


@dataclass(slots=True)
class Block:
    """A question (or none) with the lines that answer it; `asking` and `answer` are indices of lines."""

    section: str | None
    asking: tuple[int, ...] = ()
    answer: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Outline:
    """A document read into lines, their roles, its own title, and its blocks in order."""

    lines: tuple[Line, ...]
    roles: tuple[Role, ...]
    title: str | None
    blocks: tuple[Block, ...]


def outline_of(text: str) -> Outline:
    """The outline of a plain-text document."""
    lines = read_lines(text)
    dropped = furniture(lines)
    kept = [i for i in range(len(lines)) if i not in dropped]
    builder = _Builder(lines, kept, find_headings([lines[i] for i in kept]))
    blocks = builder.build()
    roles = builder.roles | dict.fromkeys(dropped, Role.FURNITURE) | dict.fromkeys(_repeats(lines, blocks), Role.REPEAT)
    return Outline(lines, tuple(roles[i] for i in range(len(lines))), builder.title, tuple(blocks))


class _Builder:
    """Walks the kept lines once; positions count kept lines, `kept` gives their index among all lines."""

    def __init__(self, lines: Sequence[Line], kept: Sequence[int], headings: dict[int, Heading]) -> None:
        self._kept, self._headings = kept, headings
        self._lines = [lines[i] for i in kept]
        self._bare = {p for p in headings if p + 1 in headings and not self._asks(p)}
        self._section: str | None = None
        self.title: str | None = None
        self.roles: dict[int, Role] = {}
        self._blocks: list[Block] = []

    def build(self) -> list[Block]:
        position = 0
        while position < len(self._lines):
            position = self._take(position)
        return self._blocks

    def _take(self, position: int) -> int:
        if position not in self._headings or self._is_too_long(position):
            self._add_answer(position)
            return position + 1
        if position in self._bare:
            self._open_section(position)
            return position + 1
        return self._open_question(position)

    def _is_too_long(self, position: int) -> bool:
        """Every passage of a section repeats its name, so that a long text must not be one."""
        return position in self._bare and count_words(self._lines[position].body) > _LONGEST_SECTION

    def _asks(self, position: int) -> bool:
        """A question stays a question even where the next line asks too: both are then asked of the same answer."""
        line = self._lines[position]
        return line.is_question or (line.marker is not None and line.marker.kind == "question")

    def _open_section(self, position: int) -> None:
        text = self._lines[position].body.rstrip(":： ")
        first = self.title is None and not self._blocks and self._section is None
        if first and self._headings[position] is Heading.TITLE and self._names_document(position):
            self.title = text
            self._role(position, Role.TITLE)
        else:
            self._section = text
            self._role(position, Role.SECTION)

    def _names_document(self, position: int) -> bool:
        """The first heading names the document if a section follows it at once, or if none ever follows."""
        later = [p for p in self._bare if p > position]
        return not later or min(later) == position + 1

    def _open_question(self, position: int) -> int:
        """A question's lines: its own, the rest of it where it was wrapped, and questions asked in one breath."""
        end = position + 1 + wrapped_question(self._lines, position) * (not self._lines[position].is_question)
        while end in self._headings and self._in_one_breath(end):
            end += 1
        for p in range(position, end):
            self._role(p, Role.PASSAGE)
        self._blocks.append(Block(self._section, asking=tuple(self._kept[position:end])))
        return end

    def _in_one_breath(self, position: int) -> bool:
        tight = not self._lines[position].blank_before
        return tight and self._asks(position) and self._asks(position - 1)

    def _add_answer(self, position: int) -> None:
        if not self._blocks:
            self._blocks.append(Block(self._section))
        self._blocks[-1].answer.append(self._kept[position])
        self._role(position, Role.PASSAGE)

    def _role(self, position: int, role: Role) -> None:
        self.roles[self._kept[position]] = role


def _repeats(lines: Sequence[Line], blocks: Sequence[Block]) -> set[int]:
    """Lines that directly follow their twin in the same answer, and paragraphs that directly follow theirs."""
    repeated: set[int] = set()
    for block in blocks:
        repeated |= _repeated_neighbours([(i,) for i in block.answer], lines)
        repeated |= _repeated_neighbours(_paragraphs(block.answer, lines), lines)
    return repeated


def _repeated_neighbours(paragraphs: Sequence[tuple[int, ...]], lines: Sequence[Line]) -> set[int]:
    texts = [tuple(lines[i].text for i in paragraph) for paragraph in paragraphs]
    return {i for n in range(1, len(texts)) if texts[n] == texts[n - 1] for i in paragraphs[n]}


def _paragraphs(indices: Sequence[int], lines: Sequence[Line]) -> list[tuple[int, ...]]:
    """Runs of lines without a blank line between them."""
    starts = [n for n, i in enumerate(indices) if n == 0 or lines[i].blank_before]
    return [tuple(indices[start:end]) for start, end in zip_longest(starts, starts[1:])]
