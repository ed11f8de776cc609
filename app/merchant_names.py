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

from app.domain import Merchant
from app.name_words import Word, least_inside, looked_at, words_of
from app.spelling import differ_by_a_slip, is_inflected, sounds_of

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
        self._halves: dict[tuple[int, str, str], list[_Name]] = defaultdict(list)
        self._sounding: dict[bool, dict[str, list[_Name]]] = {True: defaultdict(list), False: defaultdict(list)}
        self._most_words_heard = {True: 0, False: 0}
        self._inside: list[_Name] = []
        self._most_words = self._most_letters = 0
        for merchant in merchants:
            for text in filter(None, (merchant.name, *merchant.aliases)):
                self._add(_name(merchant.id, text))
        self._slip_lengths = {length for length, _, _ in self._halves}

    def _add(self, name: _Name) -> None:
        if not name.key:
            return
        self._spelled[name.key].append(name)
        for sound in sounds_of(_romanised(name.words), latin=name.latin):
            self._sounding[name.latin][sound].append(name)
            self._most_words_heard[name.latin] = _MOST_WORDS_HEARD
        if len(name.key) >= _LETTERS_SLIP:
            for half in _halves(name.key, len(name.key)):
                self._halves[half].append(name)
        if len(name.key) >= least_inside(name.key):
            self._inside.append(name)
        self._most_words = max(self._most_words, len(name.words) + 1)
        self._most_letters = max(self._most_letters, 2 * len(name.key))  # another script may take twice as many

    def named(self, query: str, among: Collection[str] = ()) -> Named:
        """The merchants that `query` names; none for most queries. With `among`, all others count as unknown.

        So what one merchant is called never changes a search within others.
        """
        text = looked_at(query)
        words = words_of(text)
        found = [(start, end, name) for start, end, name in self._found(words) if _is_among(name.merchant_id, among)]
        inside = {id_ for id_ in self._standing_inside("".join(w.key for w in words)) if _is_among(id_, among)}
        ids = frozenset(name.merchant_id for _, _, name in found) | inside
        rest = _without(text, [(words[start].start, words[end - 1].end) for start, end, _ in found])
        if not any(c.isalpha() for c in rest):
            return Named(ids, query, alone=bool(found))
        return Named(ids, rest if found else query)

    def _found(self, words: Sequence[Word]) -> list[tuple[int, int, _Name]]:
        """Names with the words that they take, from start to end; a name within a longer one is not meant."""
        found = [
            (start, end, name)
            for start, end, key in self._windows(words)
            for name in self._matches(words[start:end], key)
        ]
        return [
            (start, end, name)
            for start, end, name in found
            if not any(s <= start and end <= e and (s, e) != (start, end) for s, e, _ in found)
        ]

    def _windows(self, words: Sequence[Word]) -> Iterator[tuple[int, int, str]]:
        """Neighbouring words, from start to end, and both written as one; none much longer than a name."""
        for start in range(len(words)):
            key = ""
            for end in range(start, min(start + self._most_words, len(words))):
                key += words[end].key
                if len(key) > self._most_letters:
                    break
                yield start, end + 1, key

    def _matches(self, words: Sequence[Word], key: str) -> list[_Name]:
        """Names that these words are; a misspelled or transliterated one only where no name is spelled so."""
        exact = [name for name in self._spelled.get(key, ()) if _is_spelled(words, name)]
        return exact or self._misspelled(words, key) or self._heard(words)

    def _misspelled(self, words: Sequence[Word], key: str) -> list[_Name]:
        size = len(key)
        lengths = [length for length in (size - 1, size, size + 1) if length in self._slip_lengths]
        halves = [half for length in lengths for half in _halves(key, length)]
        return [name for half in halves for name in self._halves.get(half, ()) if _is_slip(words, key, name)]

    def _heard(self, words: Sequence[Word]) -> list[_Name]:
        latin = all(word.latin for word in words)
        if len(words) > self._most_words_heard[not latin]:
            return []
        names = self._sounding[not latin]
        return [name for sound in sounds_of(_romanised(words), latin=latin) for name in names.get(sound, ())]

    def _standing_inside(self, text: str) -> set[str]:
        """Merchants whose names stand in a text without spaces; a name within a longer one found is not meant."""
        found = [name for name in self._inside if name.key in text]
        return {
            name.merchant_id
            for name in found
            if not any(name.key in other.key and name.key != other.key for other in found)
        }


def _without(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """The text without these spans and a possessive "'s" behind each."""
    kept, start = "", 0
    for first, last in sorted(spans):
        kept += text[start:first] + "\0"
        start = max(start, last)
    return _POSSESSIVE.sub(" ", kept + text[start:]).replace("\0", " ")


_POSSESSIVE = re.compile(r"\0['’]s\b")


def _name(merchant_id: str, text: str) -> _Name:
    words = tuple(words_of(looked_at(text)))
    return _Name(merchant_id, words, "".join(word.key for word in words), all(word.latin for word in words))


def _is_spelled(words: Sequence[Word], name: _Name) -> bool:
    """Whether words with the name's key are the name, as freely written as its length allows."""
    if len(name.key) >= _LETTERS_FREE_SPACES or not name.latin:
        return True
    if len(name.key) >= _LETTERS_FREE_CASE:
        return [word.key for word in words] == [word.key for word in name.words]
    return [word.written for word in words] == [word.written for word in name.words]


def _halves(key: str, length: int) -> tuple[tuple[int, str, str], tuple[int, str, str]]:
    """What of `key` a name of `length` letters shares if one slip parts them: its beginning or its end."""
    size = (length - 1) // 2
    return (length, key[:size], ""), (length, "", key[-size:])


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


def _romanised(words: Sequence[Word]) -> str:
    return "".join(word.roman for word in words)


def _is_among(merchant_id: str, among: Collection[str]) -> bool:
    return not among or merchant_id in among
