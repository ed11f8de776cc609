"""Pure text functions for any script: lines, words, sentences, folding."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import takewhile

from app.domain import Span

# Scripts written without spaces between words, and how many of their characters make about one word.
# Han and kana: two (most words of running text are one to three characters); Thai, Lao, Khmer, Burmese: five.
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]|[\U00020000-\U0003ffff]")
_CHARACTERS_PER_WORD = {"han": 2, "thai": 5}
_THAI_LIKE = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]")

SENTENCE_END = ".!?…。！？．؟۔।॥։።፧"
_CLOSERS = "\"'”’»›)]}」』）】〉》*_"
_SENTENCE_BREAK = re.compile(
    rf"(?<=[.!?…؟۔।॥։።፧])[{re.escape(_CLOSERS)}]*\s+(?=\S)|(?<=[。！？])[{re.escape(_CLOSERS)}]*\s*(?=\S)"
)
# Vowel signs and other marks belong to their words, though \w leaves them out: Hebrew, Arabic, the scripts of India.
MARKS = r"\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0900-\u0963\u0966-\u0dff\u200c\u200d"
"""For a class of a regular expression."""

_WORD = re.compile(rf"[\w{MARKS}'’]+")


def lines_of(text: str) -> list[Span]:
    r"""The spans of the lines of `text`, without their ends. A line ends at \n, \r\n or \r, nowhere else."""
    spans, start = [], 0
    for end in re.finditer(r"\r\n|\n|\r", text):
        spans.append(Span(start, end.start()))
        start = end.end()
    if start < len(text):
        spans.append(Span(start, len(text)))
    return spans


def count_words(text: str) -> int:
    """About how many words `text` has, in any script; unspaced scripts are estimated from their characters.

    There is one for every 40 characters at least: what has no spaces and no words, a megabyte of signs, is long too.
    """
    return max(_words_told(text), len(text) // _LONGEST_WORD)


_LONGEST_WORD = 40


def _words_told(text: str) -> int:
    if text.isascii():
        return len(_WORD.findall(text))
    han, thai = len(_UNSPACED.findall(text)), len(_THAI_LIKE.findall(text))
    spaced = len(_WORD.findall(_THAI_LIKE.sub(" ", _UNSPACED.sub(" ", text))))
    return spaced + -(-han // _CHARACTERS_PER_WORD["han"]) + -(-thai // _CHARACTERS_PER_WORD["thai"])


def sentences(text: str) -> Iterator[Span]:
    """Spans of the sentences of `text`, in order, trimmed; together they cover all that is not white space."""
    start = 0
    for break_ in _SENTENCE_BREAK.finditer(text):
        yield from _trimmed(text, start, break_.end())
        start = break_.end()
    yield from _trimmed(text, start, len(text))


def trim(text: str, start: int, end: int) -> Span:
    """The span without white space at its ends; empty (at `start`) where nothing else is there."""
    piece = text[start:end]
    if not piece.strip():
        return Span(start, start)
    return Span(start + len(piece) - len(piece.lstrip()), end - len(piece) + len(piece.rstrip()))


def _trimmed(text: str, start: int, end: int) -> Iterator[Span]:
    span = trim(text, start, end)
    if span.start < span.end:
        yield span


def ends_sentence(text: str) -> bool:
    """Whether the last character, quotes and brackets aside, closes a sentence."""
    bare = text.rstrip().rstrip(_CLOSERS).rstrip()
    return bool(bare) and bare[-1] in SENTENCE_END


def ends_question(text: str) -> bool:
    """Whether the text ends with a question mark of any script, quotes and brackets aside."""
    bare = text.rstrip(_CLOSERS + _UNFOLDERS + "! \t\xa0")
    return bare.endswith(_QUESTION_MARKS) or (bare.endswith(";") and _GREEK.search(bare) is not None)


_UNFOLDERS = "+▼▾⌄➕"
"""What unfolding lists leave behind a question when a page is copied."""

# U+037E is the Greek question mark; Greek keyboards type the Latin semicolon that looks the same.
_QUESTION_MARKS = ("?", "？", "؟", "՞", "\u037e", "፧", "⁇")
_GREEK = re.compile(r"[\u0370-\u03ff]")


def normalise(text: str) -> str:
    """NFKC, white space folded to single spaces, controls and all but 30 marks on a letter removed. Idempotent."""
    composed = _composed(text)
    kept = "".join(" " if c.isspace() else c for c in composed if c.isspace() or unicodedata.category(c) not in _UNSEEN)
    return " ".join(_composed(kept).split())


_MOST_MARKS = 30
"""More than any language writes on a letter (Unicode Standard Annex 15, "Stream-Safe Text Format")."""


def _composed(text: str) -> str:
    """NFKC in linear time: putting the marks on one letter into order takes the square of their number."""
    return unicodedata.normalize("NFKC", text if text.isascii() else _with_few_marks(text))


def _with_few_marks(text: str) -> str:
    kept, marks = [], 0
    for c in text:
        is_mark, ending = _marks_of(c)
        marks = marks + ending if is_mark else ending
        if not is_mark or marks <= _MOST_MARKS:
            kept.append(c)
    return "".join(kept)


@lru_cache(1 << 12)
def _marks_of(character: str) -> tuple[bool, int]:
    """Whether a character is nothing but marks once it is decomposed, and how many it ends with."""
    decomposed = unicodedata.normalize("NFKD", character)
    ending = sum(1 for _ in takewhile(unicodedata.combining, reversed(decomposed)))
    return ending == len(decomposed), ending


# Joiners and marks are kept (Persian, Hindi and emoji need U+200C and U+200D); controls and surrogates are not.
_UNSEEN = frozenset({"Cc", "Cs"})


def printable(text: str) -> str:
    """`text` without what a terminal would obey: escape and other control characters, and bidirectional overrides."""
    return "".join(c for c in text if c in "\n\t" or (unicodedata.category(c) not in _UNSEEN and c not in _OVERRIDES))


_OVERRIDES = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


def fold(text: str) -> str:
    """`text` for comparing: normalised, case-folded, without accents on Latin, Greek and Cyrillic letters."""
    if text.isascii() and text.isalnum():  # most words, and nothing but case to fold
        return text.lower()
    decomposed = unicodedata.normalize("NFD", normalise(text).casefold())
    return " ".join(unicodedata.normalize("NFC", _without_accents(decomposed)).split())


def _without_accents(decomposed: str) -> str:
    """Marks are dropped on alphabets where they are accents, kept where they are letters (Devanagari, kana, Thai)."""
    kept, is_foldable = [], decomposed < _AFTER_ALPHABETS
    for c in decomposed:
        is_mark = unicodedata.combining(c)
        if not is_mark:
            is_foldable = c < _AFTER_ALPHABETS
        if not (is_mark and is_foldable):
            kept.append(c)
    return "".join(kept)


_AFTER_ALPHABETS = "\u0530"
"""Latin, Greek and Cyrillic stand before it."""
