"""The words of an index's questions, sorted, and which of them a typed piece may stand for."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from app.shared_words import are_akin
from app.slips import begins_with_slips

BEGUN, INFLECTED, ONE_SLIP, TWO_SLIPS = 1, 2, 3, 4
UNKNOWN = 255
"""How a word may be meant, best first; UNKNOWN: not at all."""

Levels = NDArray[np.uint8]
Numbers = NDArray[np.int32]

_STEM = 4
_LETTERS_ONE_SLIP, _LETTERS_TWO_SLIPS = 4, 8
_PAIRS_OF_A_SLIP = 3
_MOST_COMPARED = 64
_LAST = "\U0010ffff"
"""Behind every letter: a non-character, which no text has."""


@dataclass(frozen=True, slots=True)
class Meant:
    """The words that a piece may stand for, as ranges (first, behind the last, level); `exact` is itself or -1."""

    ranges: tuple[tuple[int, int, int], ...]
    exact: int

    def levels(self, words: int) -> Levels:
        """The level of every word, (words,): the best of the ranges that it is in."""
        levels = np.full(words, UNKNOWN, np.uint8)
        for first, end, level in reversed(self.ranges):
            levels[first:end] = level
        return levels


class KnownWords:
    """Distinct words, numbered from 0; they are given in alphabetical order."""

    def __init__(self, words: Sequence[str]) -> None:
        self._words = words
        self._lengths = np.array([len(word) for word in words], np.int32)
        self._pairs, holders = _pairs_of(self._words)
        order = np.argsort(self._pairs, kind="stable")
        self._pairs, self._holders = self._pairs[order], holders[order].astype(np.int32)

    def __len__(self) -> int:
        return len(self._words)

    def meant_by(self, piece: str) -> Meant:
        """The words that begin with a piece, and those that are other forms of it (`are_akin`)."""
        first, end = self._range(piece)
        exact = first if first < end and self._words[first] == piece else -1
        return Meant(((first, end, BEGUN), *self._inflected(piece, first, end)), exact)

    def meant_with_slips(self, piece: str, among: Numbers | None = None) -> Meant:
        """As `meant_by`; for a piece that means no word, those that begin with it but for a slip, or two if it is long.

        Of very many words, only those are compared that share most pairs of letters with it. `among` are the numbers
        of the words that count, ascending: so what others write changes nothing.
        """
        meant, most = self.meant_by(piece), _most_slips(piece)
        if not may_be_slip(piece, meant, among):
            return meant
        near = [n for n in self._near(piece, most, among) if begins_with_slips(piece, self._words[n], most)]
        one = {n for n in near if most == 1 or begins_with_slips(piece, self._words[n], 1)}
        return Meant((*meant.ranges, *((n, n + 1, ONE_SLIP if n in one else TWO_SLIPS) for n in near)), meant.exact)

    def _range(self, beginning: str) -> tuple[int, int]:
        return bisect_left(self._words, beginning), bisect_left(self._words, beginning + _LAST)

    def _inflected(self, piece: str, first: int, end: int) -> Iterator[tuple[int, int, int]]:
        if len(piece) >= _STEM:
            start, stop = self._range(piece[: max(_STEM, len(piece) - 3)])
            others = chain(range(start, first), range(end, stop))
            yield from ((n, n + 1, INFLECTED) for n in others if are_akin(self._words[n], piece))

    def _near(self, piece: str, slips: int, among: Numbers | None) -> list[int]:
        """The words that share enough pairs of letters to be so few slips away: a swap changes three.

        First letters are rarely mistyped, so that only words with the same one count.
        """
        first, end = self._range(piece[0])
        words = np.arange(first, end, dtype=np.int32) if among is None else _within(among, first, end)
        words = words[self._lengths[words] >= len(piece) - slips]
        if not len(words):
            return []
        pairs = np.unique(_pairs_of([piece])[0])
        shared = self._shared(pairs, first, end)[words - first]
        enough = shared >= max(1, len(pairs) - _PAIRS_OF_A_SLIP * slips)
        words, shared = words[enough], shared[enough]
        best = np.lexsort((abs(self._lengths[words] - len(piece)), -shared))[:_MOST_COMPARED]
        return [int(n) for n in words[best]]

    def _shared(self, pairs: NDArray[np.uint64], first: int, end: int) -> NDArray[np.int64]:
        """How many of these pairs each word from `first` to before `end` has."""
        bounds = (np.searchsorted(self._pairs, pairs, side).tolist() for side in ("left", "right"))
        held = [_within(self._holders[start:stop], first, end) for start, stop in zip(*bounds, strict=True)]
        return np.bincount(np.concatenate(held) - first, minlength=end - first)


def may_be_slip(piece: str, meant: Meant, among: Numbers | None = None) -> bool:
    """Whether a piece, long enough to have a slip, means no word; none of `among`, where words are named."""
    return _most_slips(piece) > 0 and not _is_known(meant, among)


def _most_slips(piece: str) -> int:
    """How many letters may be wrong; none of a number, where each makes another one."""
    if any(c.isdecimal() for c in piece):
        return 0
    return (len(piece) >= _LETTERS_ONE_SLIP) + (len(piece) >= _LETTERS_TWO_SLIPS)


def _is_known(meant: Meant, among: Numbers | None) -> bool:
    bounds = np.array([(first, end) for first, end, _ in meant.ranges], np.int32)
    return bool(np.diff(bounds if among is None else np.searchsorted(among, bounds)).any())


def _within(numbers: Numbers, first: int, end: int) -> Numbers:
    """Those of ascending numbers from `first` to before `end`."""
    # Bounds of another type would have all numbers copied.
    start, stop = np.searchsorted(numbers, np.array([first, end], numbers.dtype))
    return numbers[start:stop]


def _pairs_of(words: Sequence[str]) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    """Every pair of neighbouring letters as a number, its word's beginning counting as one, and whose it is."""
    signs = np.frombuffer("\n".join(["", *words]).encode("utf-32-le"), np.uint32)
    starts = signs == ord("\n")
    whole = ~starts[1:]
    pairs = (signs[:-1].astype(np.uint64) << np.uint64(32)) | signs[1:]
    return pairs[whole], (np.cumsum(starts) - 1)[:-1][whole]
