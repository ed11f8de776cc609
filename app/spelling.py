"""How far two spellings of one name may lie apart: a slip of the keyboard, or another script for the same sound."""

import re
from collections.abc import Iterator, Sequence
from operator import itemgetter

_LETTERS_SOUND = 5


def differ_by_a_slip(a: str, b: str) -> bool:
    """Whether one letter after the first, changed, left out, added or swapped with its neighbour, makes `b` of `a`."""
    start = same_letters(a, b)
    a, b = a[start:], b[start:]
    return start > 0 and (a[1:] == b[1:] or a[1:] == b or a == b[1:] or (a[:2] == b[1::-1] and a[2:] == b[2:]))


def shortened(word: str) -> Iterator[str]:
    """The word, and the word without one of its letters after the first.

    Words that differ by a slip have one of these in common, so that an index of them finds all (Garbe 2012, SymSpell).
    """
    yield word
    yield from (word[:i] + word[i + 1 :] for i in range(1, len(word)))


def is_inflected(a: str, b: str) -> bool:
    """Whether only the last letter of the longer one is new, and is not the one before it once more."""
    longer = max(a, b, key=len)
    return same_letters(a, b) >= len(longer) - 1 and longer[-1] != longer[-2]


def same_letters(a: str, b: str) -> int:
    """How many letters both begin with."""
    return next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))


def sounds_of(romans: Sequence[str], *, latin: bool) -> list[set[str]]:
    """How each of some Latin spellings may sound, roughly, for comparing names with their spelling in another script.

    `latin` says whether they are written in Latin letters, or only romanised.
    """
    pattern, by = _SILENT_E if latin else _ADDED_VOWEL
    lines = "\n".join(romans)  # at once, which takes a tenth of the time: no rule looks past the end of a line
    ways = zip(romans, _sound(lines).split("\n"), _sound(pattern.sub(by, lines)).split("\n"), strict=False)
    return [{sound for sound in sounds if len(sound) >= _LETTERS_SOUND} for _, *sounds in ways]


# "case" is read "keis", and Japanese and Korean put a vowel between consonants: "keisuku", "keiseuku".
_SILENT_E = re.compile(r"a([b-df-hj-np-tv-z])e"), r"ei\1"
_ADDED_VOWEL = re.compile(r"(?<=[b-df-hj-np-tv-z])e?u(?=[b-df-hj-np-tv-z])"), ""

_DOUBLED = re.compile(r"(.)\1+")
_ALIKE = str.maketrans({"k": "c", "q": "c", "x": "cs", "z": "s", "w": "v", "l": "r", "y": "i", "u": "o", "h": None})


def _sound(roman: str) -> str:
    """Letters that transliterations take for one another made one; "h" only softens the letter before it."""
    alike = roman.replace("sch", "s").replace("ph", "f").translate(_ALIKE)
    return _DOUBLED.sub(itemgetter(1), alike.replace("tc", "c").replace("ts", "c").replace("ie", "i"))
