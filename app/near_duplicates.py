"""Which of a merchant's passages say nearly the same, in texts that differ in a few letters or words."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from rapidfuzz.distance import Indel

from app.domain import Passage
from app.neighbours import Neighbours
from app.subjects import are_known, foreign, telling
from app.text import fold

_NEAR = 0.95
"""The least cosine of two passages whose texts are compared."""
_ALIKE = 0.9
"""The least similarity of two folded texts: of twenty letters of both, two inserted or deleted."""
_MOST_EXCHANGED = 0.1
"""Of the words of both texts; where more are, "Apple Pay is accepted" and "Google Pay is accepted" are alike."""


def near_duplicates(passages: Sequence[Passage], pairs: Iterable[Neighbours]) -> list[list[int]]:
    """Groups of rows, each of an earlier passage and those that nearly repeat it; equal texts are no group."""
    groups: dict[int, list[int]] = {}
    repeats = set[int]()
    for pair in pairs:
        if not {pair.first, pair.second} & repeats and _are_alike(passages[pair.first], passages[pair.second], pair):
            groups.setdefault(pair.first, [pair.first]).append(pair.second)
            repeats.add(pair.second)
    return list(groups.values())


def _are_alike(first: Passage, second: Passage, pair: Neighbours) -> bool:
    if pair.wholes < _NEAR or first.language != second.language:
        return False
    some, others = _folded(first.text), _folded(second.text)
    if some == others or re.findall(r"\d+", some) != re.findall(r"\d+", others):
        return False
    alike = Indel.normalized_similarity(some, others, score_cutoff=_ALIKE) >= _ALIKE
    return alike and not _exchange_words(some, others, first.language)


@lru_cache(1 << 12)
def _folded(text: str) -> str:
    return fold(text)


def _exchange_words(some: str, others: str, language: str | None) -> bool:
    """Whether each has words in the place of words of the other, so many that they may be about two things."""
    if language is None or not are_known(language):
        return False
    words, more = telling(some, language), telling(others, language)
    mine, theirs = foreign(words, more), foreign(more, words)
    exchanged = len(mine) + len(theirs) if mine and theirs else 0
    return exchanged > _MOST_EXCHANGED * (len(words) + len(more))
