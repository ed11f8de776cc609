"""Topics to elements: which of them are questions, which are sections, which is the page's name."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.corpus.elements import Element, Pair, Prose, Section, Title
from app.corpus.labels import labels_of
from app.corpus.lines import Line as OutlinedLine
from app.corpus.outline import outline_of
from app.corpus.page.lines import Line, joined
from app.corpus.page.topics import Topic
from app.domain import Place


def elements_of(page: Topic) -> list[Element]:
    """The elements of a page in order."""
    return list(_Assembler(page).elements())


@dataclass(frozen=True, slots=True)
class _Under:
    """Something to be written, and the section that it belongs to."""

    item: Topic | list[Line]
    section: str


class _Assembler:
    """Walks over the topics; `_section` is that of the last heading written."""

    def __init__(self, page: Topic) -> None:
        self._title = _title(page)
        self._asks = self._mostly_asks(page)
        self._stack = _parts(page.content, "")
        self._section = ""

    def elements(self) -> Iterator[Element]:
        while self._stack:
            under = self._stack.pop()
            if isinstance(under.item, Topic):
                yield from self._topic(under.item, under.section)
            else:
                yield from self._prose(under.item, under.section)

    @staticmethod
    def _mostly_asks(page: Topic) -> bool:
        topics, asking, stack = 0, 0, [page]
        while stack:
            each = stack.pop()
            topics, asking = topics + (not each.topics), asking + (each.asks or (each.is_told and not each.topics))
            stack += each.topics
        return asking * 2 >= topics

    def _topic(self, topic: Topic, section: str) -> Iterator[Element]:
        inner = section if topic is self._title else topic.text
        listing = _is_listing(topic)
        own = topic.lines if listing else topic.lines[: _first_label(topic.lines)]
        self._stack += _parts(topic.content[len(own) :], inner)
        if topic is self._title and not self._is_pair(topic):
            yield Title(text=topic.text)
            yield from self._prose(own, section)
        elif own and not listing:
            yield from self._leave_section(section)
            yield Pair(question=topic.text, answer=joined(own), place=Place(anchor=topic.anchor), section=section)
        else:
            yield Section(text=topic.text)
            self._section = topic.text
            yield from self._prose(own, inner)

    def _is_pair(self, title: Topic) -> bool:
        """Whether the page's name heads a text of its own, on a page that is no list of questions."""
        return bool(title.lines) and not _is_listing(title) and (title.asks or not title.topics or not self._asks)

    def _prose(self, lines: Sequence[Line], section: str) -> Iterator[Element]:
        if lines:
            yield from self._leave_section(section)
            yield Prose(text=joined(lines), place=Place(anchor=lines[0].anchor))

    def _leave_section(self, section: str) -> Iterator[Section]:
        if self._section and section != self._section:
            self._section = ""
            yield Section(text="")


def _parts(content: Sequence[Line | Topic], section: str) -> list[_Under]:
    """What stands in a topic, the last first; lines that follow each other together."""
    parts: list[_Under] = []
    for each in content:
        if isinstance(each, Topic):
            parts.append(_Under(each, section))
        elif parts and isinstance(parts[-1].item, list):
            parts[-1].item.append(each)
        else:
            parts.append(_Under([each], section))
    return parts[::-1]


def _title(page: Topic) -> Topic | None:
    """The first heading of the highest level, unless it is one of several that all head text."""
    first = [topic for topic in page.topics if topic.level == 1 and not topic.is_told]
    return first[0] if len(first) == 1 or (first and not first[0].lines) else None


def _first_label(lines: Sequence[Line]) -> int:
    """How many lines stand above the first that is labelled as a question of its own."""
    labels = labels_of([line.text for line in lines])
    return next((i for i, marker in labels.items() if marker.kind == "question"), len(lines))


def _is_listing(topic: Topic) -> bool:
    """Whether a heading that asks nothing stands above plain lines that ask, twice or more."""
    if topic.asks or topic.is_told:
        return False
    outline = outline_of(joined(topic.lines))
    asking = [block for block in outline.blocks if block.answer and any(_asks(outline.lines[i]) for i in block.asking)]
    return len(asking) > 1


def _asks(line: OutlinedLine) -> bool:
    return line.is_question or (line.marker is not None and line.marker.kind == "question")
