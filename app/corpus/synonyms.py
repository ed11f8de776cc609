"""Texts as they read with one word in the place of another that means the same."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from app.text import MARKS, fold

# Apostrophes end a word here: "l'envoi" has the word "envoi".
_WORD = re.compile(rf"[\w{MARKS}]+")
# Han, kana, Thai, Lao, Burmese, Khmer: nothing tells where a word ends, so it is looked for inside of others.
_UNSPACED = re.compile(
    r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]|[\U00020000-\U0003ffff]"
)


@dataclass(frozen=True, slots=True)
class Variant:
    """A question and a text with `word` put in, and the number of the group that it comes from."""

    group: int
    word: str
    question: str | None
    text: str


@dataclass(frozen=True, slots=True)
class _Standing:
    """A word of a group where it stands in a text."""

    start: int
    end: int
    group: int
    word: str


class WordGroups:
    """Groups of words that mean the same. Words are found as they stand, whatever their case and accents."""

    def __init__(self, groups: Sequence[Sequence[str]]) -> None:
        self._groups = groups
        self._spaced = defaultdict[str, list[tuple[tuple[str, ...], int, str]]](list)
        self._unspaced: list[tuple[str, int]] = []
        for number, word in ((number, word) for number, words in enumerate(groups) for word in words):
            if _UNSPACED.search(word):
                self._unspaced.append((word, number))
            else:
                key = tuple(_folded(found.group()) for found in _WORD.finditer(word))
                self._spaced[key[0]].append((key, number, word))

    def variants(self, question: str | None, text: str) -> Iterator[Variant]:
        """One for each word that neither has, of every group that one of them has a word of."""
        asked, told = self._standing(question or ""), self._standing(text)
        present = defaultdict[int, set[str]](set)
        for found in (*asked, *told):
            present[found.group].add(found.word)
        for group in sorted(present):
            for word in self._groups[group]:
                if word not in present[group]:
                    replaced = question and _replaced(question, asked, group, by=word)
                    yield Variant(group, word, replaced, _replaced(text, told, group, by=word))

    def are_in(self, text: str) -> bool:
        """Whether one of the words is."""
        return bool(self._standing(text))

    def _standing(self, text: str) -> list[_Standing]:
        return [*self._spaced_in(text), *self._unspaced_in(text)]

    def _spaced_in(self, text: str) -> Iterator[_Standing]:
        words = list(_WORD.finditer(text))
        keys = [_folded(word.group()) for word in words]
        for first, key in enumerate(keys):
            for wanted, group, word in self._spaced.get(key, ()):
                last = first + len(wanted)
                if tuple(keys[first:last]) == wanted:
                    yield _Standing(words[first].start(), words[last - 1].end(), group, word)

    def _unspaced_in(self, text: str) -> Iterator[_Standing]:
        for word, group in self._unspaced:
            for found in re.finditer(re.escape(word), text) if word in text else ():  # an expression takes long to make
                yield _Standing(found.start(), found.end(), group, word)


def _replaced(text: str, standing: Iterable[_Standing], group: int, *, by: str) -> str:
    """The text with every word of a group replaced, of two that overlap the longer one."""
    written, end = [], 0
    for found in sorted((s for s in standing if s.group == group), key=lambda s: (s.start, -s.end)):
        if found.start >= end:
            written += [text[end : found.start], by]
            end = found.end
    return "".join((*written, text[end:]))


@lru_cache(1 << 14)
def _folded(word: str) -> str:
    return fold(word)
