"""Whether two texts of one language speak of the same thing, as far as their words tell."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from app.text import fold

_MOST_FOREIGN = 1 / 3
"""Of the words of two questions about the same thing, those that one has and the other passage has not."""
_STEM, _SHORT_STEM = 5, 4
"""Letters by which forms of a word are known as one: ship, shipping, shipped."""

Words = frozenset[str]


@dataclass(frozen=True, slots=True)
class Subject:
    """What a passage says something about: the telling words of its question, and those of all that it says."""

    asked: Words
    said: Words

    def is_that_of(self, other: "Subject") -> bool:
        """Whether one of them asks for nothing that the other does not speak of, and the other for little more.

        Two that each ask for something else, the one about France and the other about Spain, are of two things.
        """
        mine, others = len(foreign(self.asked, other.said)), len(foreign(other.asked, self.said))
        if (mine and others) or not (self.asked and other.asked):
            return False
        return mine + others <= _MOST_FOREIGN * (len(self.asked) + len(other.asked))


def are_known(language: str | None) -> bool:
    """Whether it is known which words of a language tell nothing."""
    return language in _tables()["indifferent"]


@lru_cache(1 << 12)
def telling(text: str, language: str) -> Words:
    """The folded words of a text that tell what it is about, in a language of `are_known`; figures do not."""
    return _words(text) - _tables()["indifferent"][language]


def foreign(words: Words, others: Words) -> Words:
    """Those of the words that others have in no form."""
    stems = {word[:length] for word in others for length in (_STEM, _SHORT_STEM)}
    short = {word for word in others if len(word) == _SHORT_STEM}
    return frozenset(word for word in words if word[:_STEM] not in stems and word[:_SHORT_STEM] not in short)


def same_words(some: Words, others: Words) -> bool:
    """Whether both are the same words, in whatever forms."""
    return not foreign(some, others) and not foreign(others, some)


@dataclass(frozen=True, slots=True)
class Statement:
    """The words of a sentence, negations and what comes with them aside, and whether it has any."""

    words: Words
    is_denied: bool

    @property
    def opposite(self) -> "Statement":
        """That of a sentence which denies this one, or is denied by it."""
        return Statement(self.words, not self.is_denied)


def stated(sentence: str, language: str) -> Statement:
    """What a sentence states, in a language of `are_known`."""
    negations, beside = (_tables()[kind][language] for kind in ("negations", "beside"))
    words = _words(sentence)
    return Statement(words - negations - beside, not words.isdisjoint(negations))


def _words(text: str) -> Words:
    return frozenset(re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", fold(text)))


@cache
def _tables() -> Mapping[str, Mapping[str, Words]]:
    told = tomllib.loads(Path(__file__).with_name("subjects.toml").read_text(encoding="utf-8"))
    return {kind: {language: frozenset(words.split()) for language, words in of.items()} for kind, of in told.items()}
