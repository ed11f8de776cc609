"""Texts of the same shape in other words: some are replaced by words as long, of the same language."""

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import cache

import numpy as np

_REPLACED = 0.3
"""The share of words; the others keep what is asked of a passage."""

_WORDS = re.compile(r"([^\W\d_]+)")


class Wording:
    """Draws from the words of some texts, frequent ones as often as they come."""

    def __init__(self, texts: Iterable[tuple[str, str]]) -> None:
        """Pairs of language and text."""
        self._pools: dict[tuple[str, int], list[str]] = defaultdict(list)
        for language, text in texts:
            for word in _WORDS.findall(text):
                self._pools[language, len(word)].append(word)
        self._pieces = cache(_WORDS.split)

    def varied(self, text: str, language: str, rng: np.random.Generator) -> str:
        """A text of those given, with other words in some places and every sign in its place."""
        pieces = list(self._pieces(text))
        replaced = np.flatnonzero(rng.random(len(pieces) // 2) < _REPLACED)
        for place, draw in zip((2 * replaced + 1).tolist(), rng.random(len(replaced)).tolist(), strict=True):
            pool = self._pools[language, len(pieces[place])]
            pieces[place] = pool[int(draw * len(pool))]
        return "".join(pieces)
