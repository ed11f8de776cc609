"""Lines under the headings that they belong to."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from app.corpus.page.comparing import asks
from app.corpus.page.heading_nodes import STYLED
from app.corpus.page.lines import Closing, Line, Opening, Shown


@dataclass(slots=True, eq=False)
class Topic:
    """A heading, or a told question, with what stands under it; the page itself has level 0."""

    text: str = ""
    level: int = 0
    anchor: str | None = None
    key: int | None = None
    is_told: bool = False
    is_weak: bool = False
    is_flattened: bool = False
    content: "list[Line | Topic]" = field(default_factory=list)

    @property
    def asks(self) -> bool:
        """Whether it ends with a question mark."""
        return asks(self.text)

    @property
    def lines(self) -> list[Line]:
        """Its text above the first topic under it."""
        end = next((i for i, each in enumerate(self.content) if isinstance(each, Topic)), len(self.content))
        return [each for each in self.content[:end] if isinstance(each, Line)]

    @property
    def topics(self) -> "list[Topic]":
        """Those directly under it."""
        return [each for each in self.content if isinstance(each, Topic)]

    @property
    def is_whole(self) -> bool:
        """Whether what is under it is part of one answer: told to answer a question, or only a little more."""
        if any(map(_stands_alone, self.topics)):
            return False
        return (self.is_told and (self.asks or len(self.topics) == 1)) or (
            self.asks and all(topic.is_weak for topic in self.topics)
        )


def topics_of(shown: Iterable[Shown]) -> Topic:
    """The page as a topic, with all others under it."""
    outliner = _Outliner()
    for each in shown:
        if isinstance(each, Opening):
            outliner.open(each)
        elif isinstance(each, Closing):
            outliner.close(each.key)
        elif each.level:
            outliner.head(each)
        else:
            outliner.top.content.append(each)
    return outliner.finished()


class _Outliner:
    """The topics that are open, from the page on down."""

    def __init__(self) -> None:
        self._open = [Topic()]
        self._keys: Counter[int | None] = Counter()

    @property
    def top(self) -> Topic:
        return self._open[-1]

    def head(self, line: Line) -> None:
        self._rise(line.level)
        self._push(Topic(line.text, line.level, line.anchor, line.key))

    def open(self, opening: Opening) -> None:
        if opening.level or self.top.content:
            self._rise(opening.level or STYLED)
        told = opening.told
        level = opening.level or STYLED
        topic = Topic(told.question, level, opening.anchor, opening.key, is_told=True, is_weak=told.is_weak)
        self._push(topic)

    def close(self, key: int) -> None:
        while self._keys[key]:
            self._pop()

    def finished(self) -> Topic:
        while len(self._open) > 1:
            self._pop()
        return self.top

    def _rise(self, level: int) -> None:
        """Out of headings as low, but never out of an answer."""
        while self.top.level >= level and not self.top.is_told:
            self._pop()

    def _push(self, topic: Topic) -> None:
        self.top.content.append(topic)
        self._open.append(topic)
        self._keys[topic.key] += topic.key is not None

    def _pop(self) -> None:
        topic = self._open.pop()
        self._keys[topic.key] -= topic.key is not None
        if topic.topics and topic.is_whole:
            topic.content = list(_flattened(topic))
            topic.is_flattened = True


def _stands_alone(topic: Topic) -> bool:
    """What was made of topics once is not part of another one, so that depth costs nothing."""
    return topic.asks or topic.is_flattened or bool(topic.topics) or (topic.is_told and not topic.is_weak)


def _flattened(topic: Topic) -> Iterator[Line]:
    for each in topic.content:
        if isinstance(each, Topic):
            yield Line(text=each.text, anchor=each.anchor)
            yield from each.lines
        else:
            yield each
