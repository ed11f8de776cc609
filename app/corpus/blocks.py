"""Headings and paragraphs of a laid-out file (PDF, DOCX), and the elements that they make."""

from collections import defaultdict
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from itertools import groupby, zip_longest

from app.corpus.elements import Element, Pair, Prose, Section, Title
from app.corpus.lines import read_lines
from app.domain import NOWHERE, Place
from app.text import count_words, ends_question

LONGEST_HEADING, _LONGEST_SENTENCE = 50, 20
"""Words; what is longer is set large or bold for another reason."""


@dataclass(frozen=True, slots=True)
class Heading:
    """What its style sets apart; `level` 0 is the document's own title, a larger one stands below a smaller."""

    text: str
    level: int
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text, an item of a list, or a row of a table; `tight` where no blank line parts it from the one above.

    `level` is that of a heading set like it, where its words are those of a sentence.
    """

    text: str
    place: Place = NOWHERE
    tight: bool = False
    level: int | None = None


Block = Heading | Paragraph | Pair


def elements_of(blocks: Sequence[Block]) -> tuple[Element, ...]:
    """The document's title, and each heading as a question where text answers it, else as a section.

    Where questions stand in the text below a heading that asks nothing, the chunker is to find them.
    """
    return tuple(_Writer(_like_their_sisters(_without_blank(blocks))).elements())


def _without_blank(blocks: Sequence[Block]) -> list[Block]:
    return [block for block in blocks if isinstance(block, Pair) or block.text.strip()]


def _like_their_sisters(blocks: Sequence[Block]) -> list[Block]:
    """With a heading for each sentence that is set like headings most of which ask, where text follows it."""
    asked: defaultdict[int, list[bool]] = defaultdict(list)
    for block in blocks:
        if isinstance(block, Heading):
            asked[block.level].append(ends_question(block.text))
    asking = {level for level, told in asked.items() if sum(told) * 2 > len(told)}
    return [_promoted(block, below, asking) for block, below in zip_longest(blocks, blocks[1:])]


def _promoted(block: Block, below: Block | None, asking: Set[int]) -> Block:
    if not isinstance(block, Paragraph) or block.level is None or block.level not in asking:
        return block
    is_answered = isinstance(below, Paragraph) and below.level is None
    may_ask = is_answered and count_words(block.text) <= _LONGEST_SENTENCE
    return Heading(" ".join(block.text.split()), block.level, block.place) if may_ask else block


class _Writer:
    """Walks the blocks once; `_above` are the headings that stand above, the outermost first."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        self._blocks = blocks
        self._above: list[Heading] = []
        self._said = ""

    def elements(self) -> Iterator[Element]:
        title = _title_of(self._blocks)
        if title:
            yield Title(text=title.text)
        position = 1 if title else 0
        while position < len(self._blocks):
            block = self._blocks[position]
            body = self._body(position + isinstance(block, Heading))
            if isinstance(block, Pair):
                yield from self._pair(block)
                position += 1
            else:
                yield from self._headed(block, body) if isinstance(block, Heading) else _prose(body)
                position += len(body) + isinstance(block, Heading)

    def _body(self, start: int) -> list[Paragraph]:
        body = []
        for block in self._blocks[start:]:
            if not isinstance(block, Paragraph):
                break
            body.append(block)
        return body

    def _headed(self, heading: Heading, body: Sequence[Paragraph]) -> Iterator[Element]:
        self._above = [above for above in self._above if above.level < heading.level]
        asks = ends_question(heading.text)
        if asks or (body and not _asks(body)):
            yield from self._pair(Pair(question=heading.text, answer=text_of(body), place=heading.place))
        else:
            self._said = heading.text
            yield Section(text=heading.text)
            yield from _prose(body)
        if not asks:
            self._above.append(heading)

    def _pair(self, pair: Pair) -> Iterator[Element]:
        """The pair, in the section of the nearest heading above, which is written where it is another than before."""
        section = self._above[-1].text if self._above else ""
        if section == self._said:
            yield pair
            return
        if not section:
            self._said = ""
            yield Section(text="")
        yield Pair(question=pair.question, answer=pair.answer, place=pair.place, section=section)


def _title_of(blocks: Sequence[Block]) -> Heading | None:
    """The first block, where it is the only heading of its level, above all others, and no question."""
    headings = [block for block in blocks if isinstance(block, Heading)]
    if not headings or blocks[0] != headings[0] or ends_question(headings[0].text):
        return None
    return headings[0] if all(below.level > headings[0].level for below in headings[1:]) else None


def text_of(body: Sequence[Paragraph]) -> str:
    """Paragraphs with a blank line between, or none where they are tight."""
    parts = [part for block in body for part in ("\n" if block.tight else "\n\n", block.text)]
    return "".join(parts[1:])


def _prose(body: Sequence[Paragraph]) -> Iterator[Prose]:
    """One for each place, on lines that follow one another."""
    runs = [(place, list(run)) for place, run in groupby(body, key=lambda block: block.place)]
    for n, (place, run) in enumerate(runs):
        parted = n + 1 < len(runs) and not runs[n + 1][1][0].tight
        yield Prose(text=text_of(run) + "\n\n" * parted, place=place)


def _asks(body: Sequence[Paragraph]) -> bool:
    """Whether questions with text below them stand in it, so that it is more than one answer."""
    lines = read_lines(text_of(body))
    return any(line.is_question or (line.marker and line.marker.kind == "question") for line in lines[:-1])


def is_heading_like(text: str) -> bool:
    """Whether a text that its style sets apart may be a heading: short, and no sentence or introduction of a list."""
    return count_words(text) <= LONGEST_HEADING and (ends_question(text) or not text.rstrip().endswith(_CLOSED))


_CLOSED = (".", "!", ",", ";", "。", "！", "，", "；", "、", "।", "۔")
