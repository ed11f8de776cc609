"""Questions by their words: those that match a few typed pieces, best first, within some groups of them."""

from array import array
from collections.abc import Collection, Iterable, Sequence
from enum import Enum, auto
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from app.known_words import KnownWords, Meant, Numbers, may_be_slip
from app.question_match import NONE, Questions, Typed, qualities
from app.retrieval.ragged import gathered
from app.typed import stored_pieces

MOST_READ = 4096
"""Questions that are read word by word for one keystroke; of more that may match, the shortest."""

_POSTINGS_OF_A_READ = 50
"""A piece that stands for this many times more words of questions tells little: it is only looked for when reading."""

_MOST_INTERSECTED = 4
"""Pieces, the rarest, that all candidates have a word for."""

_MOST_MENDED = 4
"""Pieces that mean no word, the last ones, in which slips are looked for: whoever typed more than the last of these
has seen before whether the earlier ones match."""

_KEPT_TOKENS, _KEPT_PIECES, _KEPT_SCOPES = 65_536, 128, 16
"""Tokens while questions are read; typed pieces and scopes, with their words, for the next rigour and keystroke."""


class Rigour(Enum):
    """What may differ: nothing but inflection, slips of the keyboard as well, half of the letters typed as well."""

    LETTERS = auto()
    SLIPS = auto()
    HALF = auto()


class QuestionIndex:
    """Numbers questions from 0 in the order given. Safe to use from many threads.

    Inside, they are numbered from the shortest to the longest, so that any list of them in ascending order is in
    order of preference too.
    """

    def __init__(self, questions: Iterable[tuple[str, str]], *, most_read: int = MOST_READ) -> None:
        """`questions` are the names of their groups, and texts."""
        self._most_read, read = most_read, _Reader()
        for group, text in questions:
            read.add(group, text)
        self._order = np.argsort(_numbers(read.letters), kind="stable").astype(np.int32)
        self._known = KnownWords(sorted(read.words))
        lengths = _numbers(read.lengths).astype(np.int64)
        places, starts = gathered((np.cumsum(lengths) - lengths)[self._order], lengths[self._order])
        self._all = Questions(read.in_alphabet()[places], starts, lengths[self._order])
        self._groups, self._names, self._owners = read.groups, list(read.groups), read.owners
        owners = _numbers(read.owners)[self._order]
        self._owned = np.argsort(owners, kind="stable").astype(np.int32)
        self._owned_from = np.concatenate([[0], np.cumsum(np.bincount(owners, minlength=len(self._groups)))])
        self._words_of = lru_cache(_KEPT_SCOPES)(self._words_within)
        self._meant = lru_cache(_KEPT_PIECES)(self._known.meant_by)
        self._mended = lru_cache(_KEPT_PIECES)(self._mended_within)
        if len(self) > most_read:
            self._index_words()

    def __len__(self) -> int:
        return len(self._order)

    def _index_words(self) -> None:
        """For every word, the questions that have it, ascending; those of neighbouring words are neighbours."""
        by_word = np.argsort(self._all.words, kind="stable")
        self._holders = np.repeat(np.arange(len(self), dtype=np.int32), self._all.lengths)[by_word]
        counts = np.bincount(self._all.words, minlength=len(self._known))
        self._holders_from = np.concatenate([[0], np.cumsum(counts)])

    def matching(
        self,
        pieces: Sequence[str],
        limit: int,
        *,
        groups: Collection[str] | None = None,
        rigour: Rigour = Rigour.LETTERS,
    ) -> list[int]:
        """The numbers of the questions that match best, at most `limit`; within `groups`, unless None.

        The best come first, of equally good ones the shorter, then the one that was given first.
        """
        if not pieces:
            return []
        scope = self._scope(groups)
        within = None if groups is None else frozenset(groups)
        typed = self._typed(pieces, within, rigour)
        candidates = self._narrowed(scope, typed) if self._size(scope) > self._most_read else scope
        quality = qualities(self._read(candidates), typed, len(self._known))
        found = np.flatnonzero(quality != NONE)
        best = found[np.argsort(quality[found], kind="stable")[:limit]]
        numbers = best if candidates is None else candidates[best]
        return [int(number) for number in self._order[numbers]]

    def group_of(self, number: int) -> str:
        """The group of the question that has this number."""
        return self._names[self._owners[number]]

    def _scope(self, groups: Collection[str] | None) -> Numbers | None:
        """The questions of these groups, ascending; None for all."""
        if groups is None:
            return None
        owners = [self._groups[name] for name in dict.fromkeys(groups) if name in self._groups]
        owned = [self._owned[self._owned_from[owner] : self._owned_from[owner + 1]] for owner in owners]
        return np.sort(np.concatenate([*owned, np.zeros(0, np.int32)]))

    def _size(self, scope: Numbers | None) -> int:
        return len(self if scope is None else scope)

    def _read(self, scope: Numbers | None) -> Questions:
        if scope is None:
            return self._all
        lengths = self._all.lengths[scope]
        places, starts = gathered(self._all.starts[scope], lengths)
        return Questions(self._all.words[places], starts, lengths)

    def _typed(self, pieces: Sequence[str], within: frozenset[str] | None, rigour: Rigour) -> Typed:
        meant = {piece: self._meant(piece) for piece in pieces}
        if rigour is Rigour.LETTERS:
            return Typed(pieces, meant)
        among = self._words_of(within)
        unknown = [piece for piece, each in meant.items() if may_be_slip(piece, each, among)]
        mended = {piece: self._mended(piece, within) for piece in unknown[-_MOST_MENDED:]}
        return Typed(pieces, meant | mended, missing=sum(map(len, meant)) // 2 if rigour is Rigour.HALF else 0)

    def _words_within(self, groups: frozenset[str] | None) -> Numbers | None:
        """The words of these groups' questions, ascending; None for all."""
        if groups is None:
            return None
        words = self._read(self._scope(groups)).words
        return np.flatnonzero(_bitmap([words], len(self._known))).astype(np.int32)

    def _mended_within(self, piece: str, groups: frozenset[str] | None) -> Meant:
        return self._known.meant_with_slips(piece, self._words_of(groups))

    def _narrowed(self, scope: Numbers | None, typed: Typed) -> Numbers:
        """The shortest questions of the scope that may match, at most `most_read`."""
        most = _POSTINGS_OF_A_READ * self._most_read
        left = np.ones(len(self), np.bool_) if scope is None else _bitmap([scope], len(self))
        for group in sorted(self._required(typed), key=self._postings)[:_MOST_INTERSECTED]:
            if self._postings(group) > most or np.count_nonzero(left) <= self._most_read:
                break
            left &= _bitmap(self._held(group), len(self))
        return np.flatnonzero(left)[: self._most_read].astype(np.int32)

    def _required(self, typed: Typed) -> list[Sequence[Meant]]:
        """Groups of pieces; a question that matches has a word for one at least of each group.

        Where it may miss n letters of pieces, it has one of any pieces with more letters together: of the rarest.
        """
        if not typed.missing:
            return [[meant] for meant in typed.meant.values()]
        rarest = sorted(typed.meant, key=lambda piece: self._postings([typed.meant[piece]]))
        letters = np.cumsum([len(piece) for piece in rarest])
        enough = int(np.searchsorted(letters, typed.missing, side="right")) + 1
        return [[typed.meant[piece] for piece in rarest[:enough]]]

    def _postings(self, group: Sequence[Meant]) -> int:
        return sum(len(held) for held in self._held(group))

    def _held(self, group: Sequence[Meant]) -> list[Numbers]:
        """The questions that have a word of these pieces; those in several ranges several times."""
        ranges = [(first, end) for meant in group for first, end, _ in meant.ranges]
        return [self._holders[self._holders_from[first] : self._holders_from[end]] for first, end in ranges]


def _bitmap(lists: Iterable[Numbers], size: int) -> NDArray[np.bool_]:
    bitmap = np.zeros(size, np.bool_)
    for numbers in lists:
        bitmap[numbers] = True
    return bitmap


class _Reader:
    """Collects questions as numbers, without keeping their texts."""

    def __init__(self) -> None:
        self.words: dict[str, int] = {}
        self.groups: dict[str, int] = {}
        self.owners, self.letters, self.lengths, self._numbers = (array("i") for _ in range(4))
        self._pieces = lru_cache(_KEPT_TOKENS)(stored_pieces)

    def add(self, group: str, text: str) -> None:
        # A question of signs alone gets a word that nobody can type.
        pieces = [piece for token in text.split() for piece in self._pieces(token)] or [""]
        self._numbers.extend(self.words.setdefault(piece, len(self.words)) for piece in pieces)
        self.owners.append(self.groups.setdefault(group, len(self.groups)))
        self.letters.append(len(text))
        self.lengths.append(len(pieces))

    def in_alphabet(self) -> Numbers:
        """The words of all questions, each word as its place among all words in alphabetical order."""
        place = np.empty(len(self.words), np.int32)
        place[[self.words[word] for word in sorted(self.words)]] = np.arange(len(self.words))
        return place[_numbers(self._numbers)]


def _numbers(collected: "array[int]") -> Numbers:
    return np.frombuffer(collected, np.int32) if collected else np.zeros(0, np.int32)
