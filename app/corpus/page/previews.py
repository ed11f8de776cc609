"""Previews: a question shown again above no more than the beginning of its answer."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise

from app.corpus.elements import Element, Pair
from app.corpus.page.comparing import key_of

_ELLIPSIS = re.compile(r"…|\.\.\.")
_CALL = 40
"""The most characters behind the ellipsis, such as "Read more"."""


@dataclass(frozen=True, slots=True)
class _Answer:
    """What one of the elements answers, as far as it is told: one that is cut off says so, and may end within a word.

    A short answer that is whole is none, though another begins alike: "Yes." may be said of another country.
    """

    key: str
    is_cut: bool
    index: int

    def begins(self, other: "_Answer") -> bool:
        return self.is_cut and bool(self.key) and len(self.key) < len(other.key) and other.key.startswith(self.key)


def previews(elements: Sequence[Element]) -> Collection[int]:
    """Where among the elements a pair stands that another one, with the same question, tells in full."""
    asked: dict[str, list[_Answer]] = {}
    for i, each in enumerate(elements):
        if isinstance(each, Pair):
            asked.setdefault(key_of(each.question), []).append(_answer(each.answer, i))
    return {i for same in asked.values() if len(same) > 1 for i in _begun(same)}


def _begun(answers: Sequence[_Answer]) -> Collection[int]:
    """In the order of their letters, what begins another stands directly before one that it begins."""
    ordered = sorted(answers, key=lambda answer: answer.key)
    return [short.index for short, long in pairwise(ordered) if short.begins(long)]


def _answer(text: str, index: int) -> _Answer:
    cuts = [cut for cut in _ELLIPSIS.finditer(text) if len(text) - cut.end() <= _CALL]
    told = text[: cuts[0].start()] if cuts else text
    return _Answer(key_of(told), bool(cuts), index)
