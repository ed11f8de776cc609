"""Which merchants a query names, in any script, with spaces, case and one slip of the keyboard aside.

The longer a name, the more freedom its spelling has, because a false name is worse than a missed one:

    1 to 3 letters   as registered, capitals included: "On" and "Gap" are words of every other query
    4 letters        capitals free, the same words
    5 and 6          spaces, hyphens and accents free as well ("case koo"), and the same sound in another script
    7 and more       one slip as well, where it is more likely a slip than another word (`_is_slip`)

A name that is an ordinary word ("Target") is named wherever that word stands: no list of words covers every language,
and who typed a name has typed it. So what a name changes should be a preference, not a filter.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import compress

from app.domain import Merchant
from app.name_words import Word, least_inside, looked_at, words_of
from app.spelling import differ_by_a_slip, is_inflected, shortened, sounds_of

_LETTERS_FREE_CASE = 4
_LETTERS_FREE_SPACES = 5
_LETTERS_SLIP = 7
_LETTERS_SLIP_IN_WORD = 5
_MOST_WORDS_HEARD = 4


@dataclass(frozen=True, slots=True)
class Named:
    """The ids of the merchants that a query names, and the query without their names (as it was, if nothing is left).

    A name tells whose policy is asked for, not what: passages that mention their merchant are no better for it.
    `alone`: the query is a name and nothing else. Where there is a name, `rest` is in NFKC and without joiners.
    """

    merchant_ids: frozenset[str]
    rest: str
    alone: bool = False


@dataclass(frozen=True, slots=True)
class _Name:
    merchant_id: str
    words: tuple[Word, ...]
    key: str
    latin: bool


class MerchantNames:
    """Finds the names and aliases of merchants in queries; a merchant without either is never named."""

    def __init__(self, merchants: Sequence[Merchant]) -> None:
        self._spelled: dict[str, list[_Name]] = defaultdict(list)
        self._halves: set[tuple[int, str, str]] = set()
        self._shortened: dict[str, tuple[str, ...]] = {}
        self._sounding: dict[bool, dict[str, list[_Name]]] = {True: defaultdict(list), False: defaultdict(list)}
        self._most_words_heard = {True: 0, False: 0}
        self._inside: dict[str, list[_Name]] = defaultdict(list)
        self._most_words = self._most_letters = 0
        names = [_name(m.id, text) for m in merchants for text in filter(None, (m.name, *m.aliases))]
        for name, sounds in zip(names, _sounds([name.words for name in names]), strict=True):
            self._add(name, sounds)
        self._lengths_inside = {len(key) for key in self._inside}
        self._first_inside = {key[0] for key in self._inside}

    def _add(self, name: _Name, sounds: Collection[str]) -> None:
        if not name.key:
            return
        if name.key not in self._spelled and len(name.key) >= _LETTERS_SLIP:
            self._halves.update(_halves(name.key, len(name.key)))
            for shorter in shortened(name.key):
                self._shortened[shorter] = (*self._shortened.get(shorter, ()), name.key)
        self._spelled[name.key].append(name)
        for sound in sounds:
            self._sounding[name.latin][sound].append(name)
            self._most_words_heard[name.latin] = _MOST_WORDS_HEARD
        if len(name.key) >= least_inside(name.key):
            self._inside[name.key].append(name)
        self._most_words = max(self._most_words, len(name.words) + 1)
        self._most_letters = max(self._most_letters, 2 * len(name.key))  # another script may take twice as many

    def named(self, query: str, among: Collection[str] | None = None) -> Named:
        """The merchants that `query` names; none for most queries. With `among`, all others count as unknown.

        So what one merchant is called never changes a search within others.
        """
        text = looked_at(query)
        words = words_of(text)
        found = [(start, end, name) for start, end, name in self._found(words) if _is_among(name.merchant_id, among)]
        inside = {id_ for id_ in self._standing_inside("".join(w.key for w in words)) if _is_among(id_, among)}
        ids = frozenset(name.merchant_id for _, _, name in found) | inside
        rest = _without(text, {(words[start].start, words[end - 1].end) for start, end, _ in found})
        if not any(c.isalpha() for c in rest):
            return Named(ids, query, alone=bool(found))
        return Named(ids, rest if found else query)

    def _found(self, words: Sequence[Word]) -> list[tuple[int, int, _Name]]:
        """Names with the words that they take, from start to end; a name within a longer one is not meant."""
        windows = list(self._windows(words))
        found = [
            (start, end, name)
            for (start, end, key), sounds in zip(windows, self._sounds_in(words, windows), strict=True)
            for name in self._matches(words[start:end], key, sounds)
        ]
        widest = _widest({(start, end) for start, end, _ in found})
        return [(start, end, name) for start, end, name in found if (start, end) in widest]

    def _windows(self, words: Sequence[Word]) -> Iterator[tuple[int, int, str]]:
        """Neighbouring words, from start to end, and both written as one; none much longer than a name."""
        for start in range(len(words)):
            key = ""
            for end in range(start, min(start + self._most_words, len(words))):
                key += words[end].key
                if len(key) > self._most_letters:
                    break
                yield start, end + 1, key

    def _sounds_in(self, words: Sequence[Word], windows: Sequence[tuple[int, int, str]]) -> list[set[str]]:
        """How each window may sound; none of one of more words than sounds are compared of."""
        parts = (words[start:end] for start, end, _ in windows)
        heard = [part if len(part) <= self._most_words_heard[not _are_latin(part)] else () for part in parts]
        return _sounds(heard) if any(heard) else [set() for _ in heard]

    def _matches(self, words: Sequence[Word], key: str, sounds: Collection[str]) -> list[_Name]:
        """Names that these words are; a misspelled or transliterated one only where no name is spelled so."""
        exact = [name for name in self._spelled.get(key, ()) if _is_spelled(words, name)]
        return exact or self._misspelled(words, key) or self._heard(words, sounds)

    def _misspelled(self, words: Sequence[Word], key: str) -> list[_Name]:
        size = len(key)
        if not any(half in self._halves for length in (size - 1, size, size + 1) for half in _halves(key, length)):
            return []
        near = {own for shorter in shortened(key) for own in self._shortened.get(shorter, ())}
        return [name for own in sorted(near) for name in self._spelled[own] if _is_slip(words, key, name)]

    def _heard(self, words: Sequence[Word], sounds: Collection[str]) -> list[_Name]:
        """Names in another script that sound so."""
        return [name for sound in sounds for name in self._sounding[not _are_latin(words)].get(sound, ())]

    def _standing_inside(self, text: str) -> set[str]:
        """Merchants whose names stand in a text without spaces; a name within a longer one found is not meant."""
        starts = [start for start, sign in enumerate(text) if sign in self._first_inside]
        windows = (text[start : start + length] for start in starts for length in self._lengths_inside)
        found = {key for key in windows if key in self._inside}
        meant = (key for key in found if not any(key in other and key != other for other in found))
        return {name.merchant_id for key in meant for name in self._inside[key]}


def _halves(key: str, length: int) -> tuple[tuple[int, str, str], tuple[int, str, str]]:
    """What of `key` a name of `length` letters shares if one slip parts them: its beginning or its end."""
    size = (length - 1) // 2
    return (length, key[:size], ""), (length, "", key[-size:])


def _widest(spans: Collection[tuple[int, int]]) -> set[tuple[int, int]]:
    """Those that do not lie within another."""
    return {
        (start, end)
        for start, end in spans
        if not any(first <= start and end <= last and (first, last) != (start, end) for first, last in spans)
    }


def _without(text: str, spans: Collection[tuple[int, int]]) -> str:
    """The text without these spans and a possessive "'s" behind each."""
    kept, start = "", 0
    for first, last in sorted(spans):
        kept += text[start:first] + "\0"
        start = max(start, last)
    return _POSSESSIVE.sub(" ", kept + text[start:]).replace("\0", " ")


_POSSESSIVE = re.compile(r"\0['’]s\b")


def _name(merchant_id: str, text: str) -> _Name:
    words = tuple(words_of(looked_at(text)))
    return _Name(merchant_id, words, "".join(word.key for word in words), _are_latin(words))


def _is_spelled(words: Sequence[Word], name: _Name) -> bool:
    """Whether words with the name's key are the name, as freely written as its length allows."""
    if len(name.key) >= _LETTERS_FREE_SPACES or not name.latin:
        return True
    if len(name.key) >= _LETTERS_FREE_CASE:
        return [word.key for word in words] == [word.key for word in name.words]
    return [word.written for word in words] == [word.written for word in name.words]


def _is_slip(words: Sequence[Word], key: str, name: _Name) -> bool:
    """Whether the words are the name with one slip, and not other words that happen to be near.

    Short words are near to other words ("they progress" is not The Progress), so the slip must be in a longer one.
    First letters are rarely mistyped. Another ending makes another form of a word (charges, Charger), unless it
    only doubles a letter or undoes that (caseko, CASEKOO).
    """
    if len(words) < len(name.words):  # several words written as one
        return differ_by_a_slip(key, name.key)
    pairs = [(word.key, own.key) for word, own in zip(words, name.words, strict=False) if word.key != own.key]
    if len(words) > len(name.words) or len(pairs) != 1 or len(pairs[0][1]) < _LETTERS_SLIP_IN_WORD:
        return False
    (typed, own), alone = pairs[0], len(words) == 1
    return differ_by_a_slip(typed, own) and not (alone and is_inflected(typed, own))


def _sounds(parts: Sequence[Sequence[Word]]) -> list[set[str]]:
    """How neighbouring words may sound, for each of these groups of them."""
    latin = [_are_latin(words) for words in parts]
    romans = ["".join(word.roman for word in words) for words in parts]
    sounds = {
        script: iter(sounds_of(list(compress(romans, (own == script for own in latin))), latin=script))
        for script in (True, False)
    }
    return [next(sounds[script]) for script in latin]


def _are_latin(words: Sequence[Word]) -> bool:
    return all(word.latin for word in words)


def _is_among(merchant_id: str, among: Collection[str] | None) -> bool:
    return among is None or merchant_id in among
