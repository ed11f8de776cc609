"""The words that a query shares with passages, in any script: equal or inflected, and not everywhere in the index."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from app.domain import Span
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
_SHORTEST, _LONGEST = 3, 16
"""Signs of a piece that only tokens bound."""

_STEM = 4
_SHARE_OF_A_LETTER = 0.05
_LARGEST_SHARE = 0.5
_LETTERS_OF_A_PAIRED_SIGN = 3


def pieces(text: str, token_ends: NDArray[np.int32]) -> Iterator[Span]:
    """What stands for words: words of two letters or more, numbers, pairs of signs, and what tokens bound.

    Pairs overlap: of three signs there are two.
    """
    for run in _RUN.finditer(text):
        start, end = run.span()
        if run.lastgroup == "paired":
            yield from (Span(place, place + 2) for place in range(start, end - 1))
        elif run.lastgroup == "unspaced":
            inside = token_ends[(token_ends > start) & (token_ends < end)].tolist()
            bounds = [start, *inside, end]
            yield from (Span(a, b) for a, b in pairwise(bounds) if b - a >= _SHORTEST)
        elif end - start > 1 or text[start].isdecimal():
            yield Span(start, end)


class Vocabulary:
    """The folded pieces of an index's passages, numbered by language, and how many passages of it have each."""

    def __init__(self) -> None:
        self._numbers: dict[tuple[str, str], int] = {}
        self._words: list[tuple[str, str]] = []
        self._passages_with: Counter[int] = Counter()
        self._passages_in: Counter[str] = Counter()
        self._by_word: defaultdict[str, list[int]] = defaultdict(list)
        self._by_stem: defaultdict[str, list[int]] = defaultdict(list)
        self._folded: dict[str, str] = {}

    def add(self, texts: Sequence[str], language: str) -> list[int]:
        """The numbers of one passage's pieces."""
        numbers = [self._number(self._fold(text), language) for text in texts]
        self._passages_with.update(set(numbers))
        self._passages_in[language] += 1
        return numbers

    def _fold(self, text: str) -> str:
        if text not in self._folded:
            self._folded[text] = fold(text)
        return self._folded[text]

    def _number(self, word: str, language: str) -> int:
        number = self._numbers.setdefault((language, word), len(self._words))
        if number == len(self._words):
            self._words.append((language, word))
            self._by_word[word].append(number)
            self._by_stem[word[:_STEM]].append(number)
        return number

    def shared_with(self, query: str) -> frozenset[int]:
        """The numbers of the pieces that `query` has, or has inflected, but for those that are everywhere."""
        words = set(_pieces_of_query(fold(query)))
        same = (number for word in words for number in self._by_word.get(word, ()))
        akin = (number for word in words for number in self._akin_to(word))
        return frozenset(number for number in (*same, *akin) if not self._is_everywhere(number))

    def _akin_to(self, word: str) -> Iterator[int]:
        near = self._by_stem.get(word[:_STEM], ())
        return (number for number in near if are_akin(self._words[number][1], word))

    def _is_everywhere(self, number: int) -> bool:
        """Whether too many passages of the language have it: words that tell little are frequent, and short.

        (Zipf 1935.) So a word may be in 5 % of the passages for each of its letters, and in one passage anyway.
        """
        language, word = self._words[number]
        share = _LARGEST_SHARE if word.isdecimal() else min(_LARGEST_SHARE, _SHARE_OF_A_LETTER * _letters(word))
        return self._passages_with[number] > 1 + share * self._passages_in[language]


def _letters(word: str) -> int:
    return len(word) * (_LETTERS_OF_A_PAIRED_SIGN if re.match(f"[{_PAIRED}]", word) else 1)


def _pieces_of_query(folded: str) -> Iterator[str]:
    """As `pieces`, but of what tokens bound, everything: a passage's tokens decide which of it is a piece."""
    yield from (folded[span.start : span.end] for span in pieces(folded, np.zeros(0, np.int32)))
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
