"""A document's outline: every non-blank line in exactly one role, and the blocks that become passages."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from app.corpus.furniture import furniture
from app.corpus.headings import Heading, find_headings
from app.corpus.lines import Line, read_lines


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
        self._lines, self._kept, self._headings = lines, kept, headings
        self._section: str | None = None
        self.title: str | None = None
        self.roles: dict[int, Role] = {}
        self._blocks: list[Block] = []

    def build(self) -> list[Block]:
        position = 0
        while position < len(self._kept):
            position = self._take(position)
        return self._blocks

    def _take(self, position: int) -> int:
        heading = self._headings.get(position)
        if heading is None:
            self._add_answer(position)
            return position + 1
        if self._next_is_heading(position) and not self._asks(position):
            self._open_section(position, heading)
            return position + 1
        return self._open_question(position)

    def _next_is_heading(self, position: int) -> bool:
        return position + 1 in self._headings

    def _asks(self, position: int) -> bool:
        """A question stays a question even where the next line asks too: both are then asked of the same answer."""
        line = self._line(position)
        labelled = line.marker is not None and line.marker.kind == "question"
        return line.is_question or labelled

    def _open_section(self, position: int, heading: Heading) -> None:
        text = self._line(position).body.rstrip(":： ")
        first = self.title is None and not self._blocks and self._section is None
        if first and heading is Heading.TITLE and self._is_title_of_all(position):
            self.title = text
            self._role(position, Role.TITLE)
        else:
            self._section = text
            self._role(position, Role.SECTION)

    def _is_title_of_all(self, position: int) -> bool:
        """The first heading names the document if a section follows it at once, or if none ever follows."""
        bare = [p for p in self._headings if p > position and self._next_is_heading(p) and not self._asks(p)]
        return not bare or bare[0] == position + 1

    def _open_question(self, position: int) -> int:
        """A question's lines: its own, the rest of it where it was wrapped, and questions asked in one breath."""
        asking = [position]
        while asking[-1] + 1 < len(self._kept) and self._continues_question(asking[-1]):
            asking.append(asking[-1] + 1)
        for p in asking:
            self._role(p, Role.PASSAGE)
        self._blocks.append(Block(self._section, asking=tuple(self._kept[p] for p in asking)))
        return asking[-1] + 1

    def _continues_question(self, position: int) -> bool:
        following, line = self._line(position + 1), self._line(position)
        wrapped = following.continues and following.is_question and not line.is_question
        together = position + 1 in self._headings and self._asks(position) and self._asks(position + 1)
        return wrapped or (together and not following.blank_before)

    def _add_answer(self, position: int) -> None:
        if not self._blocks:
            self._blocks.append(Block(self._section))
        self._blocks[-1].answer.append(self._kept[position])
        self._role(position, Role.PASSAGE)

    def _line(self, position: int) -> Line:
        return self._lines[self._kept[position]]

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
    paragraphs: list[tuple[int, ...]] = []
    for i in indices:
        if paragraphs and not lines[i].blank_before:
            paragraphs[-1] += (i,)
        else:
            paragraphs.append((i,))
    return paragraphs
