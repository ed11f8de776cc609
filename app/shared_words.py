"""The words that a query shares with a passage, in any script: equal or inflected."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from app.spelling import same_letters
from app.text import fold

# Han, katakana and Hangul: two signs side by side tell about as much as a word. Hiragana is mostly grammar, and parts.
_PAIRED = r"\u30a1-\u30fa\u30fc-\u30ff\u3005\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff\U00020000-\U0003ffff"
_HIRAGANA = r"\u3040-\u309f"
# Thai, Lao, Burmese and Khmer: signs are letters, so that only the model's tokens say where a word may end.
_UNSPACED = r"\u0e01-\u0e3a\u0e40-\u0eff\u1000-\u109f\u1780-\u17ff"
# Vowel signs and other marks belong to their words, though \w leaves them out.
_MARKS = r"\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u0900-\u0963\u0966-\u0dff\u200c\u200d"
_RUN = re.compile(
    f"(?P<paired>[{_PAIRED}]+)|(?P<unspaced>[{_UNSPACED}]+)"
    f"|(?P<word>(?:(?![{_PAIRED}{_UNSPACED}{_HIRAGANA}_])[\\w{_MARKS}])+)"
)
# Most texts have none of the signs that words end at without a space, and then this finds the same much faster.
_PARTING = re.compile(f"[{_PAIRED}{_UNSPACED}{_HIRAGANA}_]")
_SPACED_RUN = re.compile(f"(?P<word>[\\w{_MARKS}]+)")
_SHORTEST, _LONGEST = 3, 16
"""Signs of a piece that only tokens bound."""

_STEM = 4
_SHARE_OF_A_LETTER = 0.05
_LARGEST_SHARE = 0.5
_LETTERS_OF_A_PAIRED_SIGN = 3

Place = tuple[int, int]
"""Half-open code-point offsets, from and to; so many of them are compared that they are bare."""


def pieces(text: str, token_ends: NDArray[np.int32]) -> Iterator[Place]:
    """What stands for words: words of two letters or more, numbers, pairs of signs, and what tokens bound.

    Pairs overlap: of three signs there are two.
    """
    for run in (_RUN if _PARTING.search(text) else _SPACED_RUN).finditer(text):
        start, end = run.span()
        if run.lastgroup == "word":
            if end - start > 1 or text[start].isdecimal():
                yield start, end
        elif run.lastgroup == "paired":
            yield from ((place, place + 2) for place in range(start, end - 1))
        else:
            inside = token_ends[(token_ends > start) & (token_ends < end)].tolist()
            bounds = [start, *inside, end]
            yield from ((a, b) for a, b in pairwise(bounds) if b - a >= _SHORTEST)


def folded_pieces(text: str, token_ends: NDArray[np.int32]) -> Iterator[tuple[str, Place]]:
    """The pieces of a text as they are compared, with where they stand."""
    return ((_folded(text[place[0] : place[1]]), place) for place in pieces(text, token_ends))


_folded = lru_cache(1 << 14)(fold)
"""Most words of a passage are those of other passages."""


class QueryWords:
    """The words of a query that passages may share."""

    def __init__(self, query: str) -> None:
        self.words = frozenset(_pieces_of_query(fold(query)))
        self.by_stem = _by_stem(self.words)


class PassageWords:
    """Words of a passage, and where each stands."""

    def __init__(self, found: Iterable[tuple[str, Place]]) -> None:
        self._places: dict[str, tuple[Place, ...]] = {}
        for word, place in found:
            self._places[word] = (*self._places.get(word, ()), place)
        self._by_stem = _by_stem(self._places)

    def shared_with(self, query: QueryWords) -> list[Place]:
        """Where the words stand that the query has, or has inflected; in no order."""
        same = self._places.keys() & query.words
        akin = {
            word
            for stem in self._by_stem.keys() & query.by_stem.keys()
            for word in self._by_stem[stem]
            if any(are_akin(word, asked) for asked in query.by_stem[stem])
        }
        return [place for word in same | akin for place in self._places[word]]


def _by_stem(words: Iterable[str]) -> dict[str, list[str]]:
    """Only words that begin with the same letters, this many, can be akin."""
    found: dict[str, list[str]] = {}
    for word in words:
        if len(word) >= _STEM:
            found.setdefault(word[:_STEM], []).append(word)
    return found


def is_too_frequent(word: str, passages_with: int, passages: int) -> bool:
    """Whether so many passages of a language have a word: those that tell little are frequent, and short (Zipf 1935).

    So a word may be in 5 % of the passages for each of its letters, and in one passage anyway.
    """
    share = _LARGEST_SHARE if word.isdecimal() else min(_LARGEST_SHARE, _SHARE_OF_A_LETTER * _letters(word))
    return passages_with > 1 + share * passages


def _letters(word: str) -> int:
    return len(word) * (_LETTERS_OF_A_PAIRED_SIGN if re.match(f"[{_PAIRED}]", word) else 1)


def _pieces_of_query(folded: str) -> Iterator[str]:
    """As `pieces`, but of what tokens bound, everything: a passage's tokens decide which of it is a piece."""
    yield from (folded[start:end] for start, end in pieces(folded, np.zeros(0, np.int32)))
    for run in re.findall(f"[{_UNSPACED}]+", folded):
        for start in range(len(run)):
            yield from (run[start : start + length] for length in range(_SHORTEST, _LONGEST + 1))


def are_akin(one: str, other: str) -> bool:
    """Whether two folded words are forms of one, as far as their letters tell without a dictionary.

    One continues the other by at most three letters and two thirds of its length (return, returning), or both end
    differently by at most two letters after seven equal ones (the cases of Slavic languages).
    """
    same = same_letters(one, other)
    shorter, longer = sorted((len(one) - same, len(other) - same))
    if shorter == 0:
        return same >= _STEM and longer <= min(3, (same + longer) * 0.4)
    return same >= 7 and longer <= 2
