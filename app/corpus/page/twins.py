"""Pairs that structured data and the page both tell are one; what only one of them tells stays."""

import dataclasses
import re
from collections.abc import Iterator, Sequence

from app.corpus.elements import Dropped, Element, Pair, Prose, Section
from app.corpus.page.comparing import key_of, spoken
from app.corpus.page.structured_data import StructuredPair

_MARKER = re.compile(r"\s*(?:\d{1,2}\.|-) ")


class Twins:
    """Puts structured pairs where the page shows them; `dropped` are the twins that said nothing more."""

    def __init__(self, pairs: Sequence[StructuredPair]) -> None:
        self._pairs: dict[str, list[StructuredPair]] = {}
        for pair in pairs:
            self._pairs.setdefault(key_of(pair.question), []).append(pair)
        self.dropped: list[Dropped] = []

    def merged(self, elements: Sequence[Element]) -> list[Element]:
        """The page's elements with the structured pairs: in their twins' places, the others behind all."""
        merged = [each for element in elements for each in self._merged(element)]
        rest = [pair for pairs in self._pairs.values() for pair in pairs]
        merged += [Section(text="")] * bool(rest and merged)
        return merged + [Pair(question=pair.question, answer=pair.answer) for pair in rest]

    def _merged(self, element: Element) -> Iterator[Element]:
        twins = self._pairs.pop(key_of(element.question), []) if isinstance(element, Pair) else []
        if not isinstance(element, Pair) or not twins:
            yield element
            return
        same = next((twin for twin in twins if _says_same(twin.answer, element.answer)), None)
        if same:
            yield from self._one(element, same)
        else:
            yield element
        for twin in twins:
            if twin is not same:
                yield dataclasses.replace(element, answer=twin.answer)

    def _one(self, shown: Pair, told: StructuredPair) -> Iterator[Element]:
        """The page's wording, which has its lists and links; the structured one where that says more.

        Where the page goes on behind the structured answer, that is where the answer ends.
        """
        if len(spoken(told.answer)) > len(spoken(shown.answer)):
            self.dropped.append(Dropped(shown.answer, "repeat", shown.place))
            yield dataclasses.replace(shown, answer=told.answer)
            return
        self.dropped.append(Dropped(told.answer, "repeat"))
        end = _end_of(told.answer, shown.answer)
        yield dataclasses.replace(shown, answer=shown.answer[:end].rstrip())
        if shown.answer[end:].strip():
            yield Prose(text=shown.answer[end:].strip("\n"), place=shown.place)


def _says_same(one: str, other: str) -> bool:
    """Whether one says all that the other does, word for word, from the beginning on or for the most part."""
    short, long = sorted((spoken(one), spoken(other)), key=len)
    if not short or long[: len(short)] == short:
        return bool(short)
    return len(short) * 2 >= len(long) and f" {' '.join(short)} " in f" {' '.join(long)} "


def _end_of(answer: str, shown: str) -> int:
    """The offset of the line end where the answer is complete; the whole length where it ends within a line."""
    words, size, end = len(spoken(answer)), 0, 0
    for line in shown.splitlines(keepends=True):
        size, end = size + len(spoken(_MARKER.sub("", line))), end + len(line)
        if size == words and _says_same(answer, shown[:end]):
            return end
    return len(shown)
