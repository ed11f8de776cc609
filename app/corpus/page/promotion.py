"""Lines that are headings: those that stand out, where writers had no choice of headings, and items that ask."""

import dataclasses
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from app.corpus.labels import labels_of
from app.corpus.page.comparing import asks, key_of
from app.corpus.page.heading_nodes import STYLED
from app.corpus.page.lines import Closing, Line, Opening, Shown
from app.corpus.page.styles import BOLD
from app.corpus.page.told import LONGEST_QUESTION
from app.text import count_words, ends_sentence

_SECTION = STYLED - 1


_Group = tuple[int | None, bool, str]


@dataclass(frozen=True, slots=True)
class _Bold:
    """A line that stands out, or begins with a question that does.

    `group`: the answer it is in, whether it is in a list, and its style; that of an item which only asks is bold.
    `above` is the index of the heading above it.
    """

    index: int
    text: str
    rest: str
    group: _Group
    above: int | None
    is_lower: bool

    @property
    def is_in_answer(self) -> bool:
        return self.group[0] is not None

    @property
    def style(self) -> str:
        return self.group[2]

    @property
    def asks(self) -> bool:
        return asks(self.text)


def promoted(shown: Sequence[Shown], questions: Collection[str]) -> list[Shown]:
    """What is shown, with such lines as headings; so are lines that say a question which is told elsewhere."""
    heads = {bold.index: bold for bold in _headings(list(_bold_lines(shown)), _uses(shown))}
    lines: list[Shown] = []
    for i, each in enumerate(shown):
        if isinstance(each, Line) and i in heads:
            lines += _split(each, heads[i])
        elif isinstance(each, Line) and not each.level and questions and key_of(each.text) in questions:
            lines.append(dataclasses.replace(each, level=STYLED))
        else:
            lines.append(each)
    return [_raised(lines, i) for i in range(len(lines))]


def _uses(shown: Sequence[Shown]) -> Counter[str]:
    """How many lines are wholly in each style."""
    return Counter(each.style for each in shown if isinstance(each, Line) and not each.level and each.is_bold)


def _bold_lines(shown: Sequence[Shown]) -> Iterator[_Bold]:
    labelled = _labelled(shown)
    within: list[int] = []
    above, asked = None, False
    for i, each in enumerate(shown):
        if not isinstance(each, Line):
            _follow(within, each)
        elif each.level:
            above, asked = i, asks(each.text)
        elif i not in labelled and (told := _told(shown, i)):
            yield _Bold(i, *told, (within[-1] if within else None, bool(each.prefix), _style(each)), above, asked)


def _style(line: Line) -> str:
    return line.style or BOLD


def _follow(within: list[int], mark: Opening | Closing) -> None:
    """Keeps the keys of the answers that are open."""
    if isinstance(mark, Opening):
        within.append(mark.key)
    elif within and within[-1] == mark.key:
        within.pop()


def _labelled(shown: Sequence[Shown]) -> Collection[int]:
    indices = [i for i, each in enumerate(shown) if isinstance(each, Line)]
    texts = [each.text for each in shown if isinstance(each, Line)]
    return {indices[i] for i in labels_of(texts)}


def _told(shown: Sequence[Shown], i: int) -> tuple[str, str] | None:
    """The text of a heading and what stands behind it on its line; None where it heads nothing."""
    line = shown[i]
    text, rest = _halves(line) if isinstance(line, Line) else ("", "")
    heads = asks(text) if rest else bool(text) and _is_followed(shown, i)
    return (text, rest) if heads and count_words(text) <= LONGEST_QUESTION else None


def _halves(line: Line) -> tuple[str, str]:
    """What is bold at the beginning of a line, or all of it, and what is not."""
    bold = len(line.text) if line.is_bold or (not line.bold and _opens_item(line)) else line.bold
    return line.text[:bold], line.text[bold:].strip()


def _opens_item(line: Line) -> bool:
    """Whether it is the first of an item of a list, and asks."""
    return bool(line.prefix.strip()) and asks(line.text)


def _is_followed(shown: Sequence[Shown], i: int) -> bool:
    line, following = shown[i], shown[i + 1] if i + 1 < len(shown) else None
    if isinstance(following, Line) and isinstance(line, Line) and line.prefix:
        return not following.prefix.strip() or _indent(following) > _indent(line)
    return isinstance(following, Opening) or (isinstance(following, Line) and _stands_out(line, following))


def _stands_out(line: Shown, following: Line) -> bool:
    """Whether the next line looks different; bold lines may follow each other."""
    return isinstance(line, Line) and (line.style in ("", BOLD) or following.style != line.style)


def _indent(line: Line) -> int:
    return len(line.prefix) - len(line.prefix.lstrip())


def _headings(bold: Sequence[_Bold], uses: Counter[str]) -> Iterator[_Bold]:
    counts = _Counts.of(bold, uses)
    return (each for each in bold if counts.make_heading(each))


@dataclass(frozen=True, slots=True)
class _Counts:
    """How many lines are like one."""

    asking: Counter[_Group]
    members: Counter[_Group]
    companions: Counter[tuple[int | None, str]]
    styled: Counter[str]
    uses: Counter[str]

    @classmethod
    def of(cls, bold: Sequence[_Bold], uses: Counter[str]) -> "_Counts":
        asking = Counter(each.group for each in bold if each.asks)
        companions = Counter((each.above, each.style) for each in bold if _may_head(each))
        styled = Counter(each.style for each in bold)
        return cls(asking, Counter(each.group for each in bold), companions, styled, uses)

    def make_heading(self, bold: _Bold) -> bool:
        """Whether it asks, or most of its like do, or it has a companion. An answer may hold one question."""
        if bold.style != BOLD and not self._is_style_of_headings(bold.style):
            return False
        if bold.is_in_answer:
            return bold.asks and self.asking[bold.group] > 1
        mostly_asks = self.asking[bold.group] * 2 >= self.members[bold.group]
        return bold.asks or mostly_asks or (_may_head(bold) and self.companions[bold.above, bold.style] > 1)

    def _is_style_of_headings(self, style: str) -> bool:
        """Whether what is not bold stands out in hardly anything but lines with text below, and in more than one."""
        return self.styled[style] > 1 and self.styled[style] * 5 >= self.uses[style] * 4


def _may_head(bold: _Bold) -> bool:
    """Whether a bold line that asks nothing is more than emphasis or the words before a list."""
    closed = ends_sentence(bold.text) or bold.text.endswith((":", "："))
    return not (bold.is_in_answer or bold.asks or closed or bold.is_lower or bold.group[1])


def _split(line: Line, bold: _Bold) -> Iterator[Line]:
    yield dataclasses.replace(line, text=bold.text, level=STYLED, prefix="")
    if bold.rest:
        indent = " " * len(line.prefix)
        yield dataclasses.replace(line, text=bold.rest, gap=2, prefix=indent, bold=0)


def _raised(lines: Sequence[Shown], i: int) -> Shown:
    """A line that looks like a question but asks none, directly above one: the name of a section."""
    line, following = lines[i], lines[i + 1] if i + 1 < len(lines) else None
    is_above = isinstance(following, Line) and following.level == STYLED
    if isinstance(line, Line) and line.level == STYLED and is_above and not asks(line.text):
        return dataclasses.replace(line, level=_SECTION)
    return line
