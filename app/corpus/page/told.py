"""Questions whose answers the markup itself points at."""

from collections.abc import Iterable
from dataclasses import dataclass

from app.corpus.page.comparing import asks
from app.corpus.page.nodes import Node, words_of
from app.text import count_words

LONGEST_QUESTION = 60
"""Words."""
_MOST_NODES = 1000
"""Elements in a question; with more, it is none."""


@dataclass(frozen=True, slots=True)
class Told:
    """The elements that ask, and those that answer, each in document order; a body may enclose its heads.

    `is_weak`: lists of terms and tables are written for other things too, so that one in an answer stays in it.
    """

    heads: tuple[Node, ...]
    bodies: tuple[Node, ...]
    question: str
    is_weak: bool = False

    @classmethod
    def between(cls, heads: Iterable[Node], bodies: Iterable[Node], *, is_weak: bool = False) -> "Told":
        """The pair of what stands in some elements."""
        heads = tuple(heads)
        small = all(head.end - head.order < _MOST_NODES for head in heads)
        question = " ".join(filter(None, map(words_of, heads))) if small else ""
        return cls(heads, tuple(bodies), question, is_weak and not asks(question))

    @property
    def asks(self) -> bool:
        """Whether it ends with a question mark."""
        return asks(self.question)

    @property
    def is_sound(self) -> bool:
        """Whether there is something to ask and something else that answers, which is more than links."""
        own = sum(head.letters for head in self.heads if self.bodies[0].holds(head))
        letters = sum(body.letters for body in self.bodies) - own
        linked = sum(body.linked for body in self.bodies)
        short = bool(self.question) and count_words(self.question) <= LONGEST_QUESTION
        apart = not any(head.holds(body) for head in self.heads for body in self.bodies)
        return short and apart and letters > 0 and (linked * 5 < letters * 4 or self.asks)


class Claims:
    """Which nodes ask or answer already: whoever is trusted more comes first."""

    def __init__(self, size: int) -> None:
        self._asking = bytearray(size)
        self._answering: set[int] = set()
        self.told: list[Told] = []

    def add(self, told: Iterable[Told]) -> None:
        """Keeps the sound ones of which no part is claimed."""
        for each in told:
            if each.is_sound and not self._is_claimed(each):
                self.told.append(each)
                self._answering |= {body.order for body in each.bodies}
                for head in each.heads:
                    self._asking[head.order : head.end + 1] = b"\1" * (head.end + 1 - head.order)

    def _is_claimed(self, told: Told) -> bool:
        asked = any(self._asking.find(1, head.order, head.end + 1) >= 0 for head in told.heads)
        return asked or any(body.order in self._answering or self._asking[body.order] for body in told.bodies)
