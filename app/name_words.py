"""The words that names are compared by, in any script, as they stand and in Latin letters."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from anyascii import anyascii

_MOST_CHARACTERS = 512
"""What is looked at of a query, after NFKC, which can make 18 characters of one."""

_MOST_WORDS = 128
"""More than 512 characters of any language have; scripts that change with every character would make 512."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word as it stands from `start` to `end`, as compared within its script, and in Latin letters."""

    start: int
    end: int
    written: str
    key: str
    roman: str
    latin: bool


_LATIN = r"0-9A-Za-z\u00aa-\u024f\u0300-\u036f\u1e00-\u1eff"
_HAN = r"\u3005\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_HIRAGANA, _KATAKANA, _HANGUL = r"\u3040-\u309f", r"\u30a0-\u30ff", r"\uac00-\ud7af"
_THAI_LIKE = r"\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"
_SCRIPTS = (_LATIN, _HAN, _HIRAGANA, _KATAKANA, _HANGUL, _THAI_LIKE)
# Words end where the script changes: these scripts meet without a space. Signs of the scripts of India are no \w.
_WORD = re.compile(
    "|".join(f"(?:(?![×÷])[{script}])+" for script in _SCRIPTS)
    + rf"|(?:(?![{''.join(_SCRIPTS)}_])[\w\u0591-\u05c7\u064b-\u065f\u0900-\u0dff])+"
)
_ALL_LATIN = re.compile(f"[{_LATIN}]+")
_SYLLABIC = re.compile(f"[{_HAN}{_HIRAGANA}{_KATAKANA}{_HANGUL}]+")
_ALL_THAI_LIKE = re.compile(f"[{_THAI_LIKE}]+")


def looked_at(query: str) -> str:
    """What is searched for names, without invisible characters: a letter with one inside is the same word."""
    # The first cut bounds NFKC itself.
    return unicodedata.normalize("NFKC", query[:_MOST_CHARACTERS])[:_MOST_CHARACTERS].translate(_INVISIBLE)


def words_of(text: str) -> list[Word]:
    """The first words of a text that `looked_at` gave back."""
    return [_word(match) for match in islice(_WORD.finditer(text), _MOST_WORDS)]


_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))


def _word(match: re.Match[str]) -> Word:
    start, end = match.span()
    written = match.group()
    key, roman, latin = _read(written)
    return Word(start, end, written, key, roman, latin)


@lru_cache(1 << 13)
def _read(written: str) -> tuple[str, str, bool]:
    """A word's key, it in Latin letters, and whether it is written so."""
    # A long vowel after "e" sounds like "ei"; romanised character by character the bar would vanish.
    spelled = anyascii(written.replace("ー", "-")).lower().replace("e-", "ei")
    roman = "".join(c for c in spelled if c.isalnum())
    latin = _ALL_LATIN.fullmatch(written) is not None
    return roman if latin else written.casefold(), roman, latin


def least_inside(key: str) -> float:
    """How many characters a name must have to be looked for inside a run of its script; infinite with spaces."""
    if _SYLLABIC.fullmatch(key):
        return 3
    return 6 if _ALL_THAI_LIKE.fullmatch(key) else float("inf")
