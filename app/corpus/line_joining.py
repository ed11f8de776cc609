"""Lines that were wrapped on a page, as one paragraph."""

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

_LONGEST_WORD = 60
_WORD = re.compile(r"[^\W\d_]++(?:-[^\W\d_]++)*+")
_HYPHENATED = re.compile(r"([^\W\d_]{2,})-$")
_PARTED = re.compile(r"\w-")
_OPENING = re.compile(r"[^\W\d_]+")
_SOFT = "\u00ad"
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3000-\u30ff\u3400-\u9fff\uf900-\ufaff\uff01-\uff65]")


def is_unspaced(character: str) -> bool:
    """Whether it is written without spaces between words: Han and kana with their signs, Thai, Lao, Khmer, Burmese."""
    return _UNSPACED.match(character) is not None


def words_of(texts: Iterable[str]) -> frozenset[str]:
    """The words of a document, those aside that a line's end may have cut."""
    words: set[str] = set()
    for text in texts:
        found = _WORD.findall(text)
        words.update(word.casefold() for word in (found[:-1] if text.endswith("-") else found))
    return frozenset(words)


def joined_lines(lines: Sequence[str], words: frozenset[str]) -> str:
    """One line of several; a word that a hyphen parts is joined as `words`, those of the document, have it."""
    parts = [_ended(above, line, words) for above, line in pairwise(lines)]
    return "".join([*parts, lines[-1]]).replace(_SOFT, "")


def _ended(line: str, below: str, words: frozenset[str]) -> str:
    """A line with what stands between it and the one below."""
    if line.endswith(_SOFT):
        return line
    cut, rest = _HYPHENATED.search(line[-_LONGEST_WORD:]), _OPENING.match(below)
    if cut and rest:
        return line[:-1] if _is_one_word(cut[1], rest[0], words) else line
    unspaced = is_unspaced(line[-1]) and is_unspaced(below[0])
    return line if unspaced or _PARTED.fullmatch(line[-2:]) else f"{line} "


def _is_one_word(start: str, end: str, words: frozenset[str]) -> bool:
    """Whether a hyphen is the line's and not the word's: it goes on in small letters, and its start is no word."""
    start, ending = start.casefold(), end.casefold()
    if start + ending in words:
        return True
    return end.islower() and f"{start}-{ending}" not in words and start not in words
