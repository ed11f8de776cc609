"""Texts as the pieces that a keystroke is matched by: folded words, and pairs of signs where there are no spaces."""

from collections.abc import Iterator
from math import isfinite

from app.name_words import Word, least_inside, looked_at, words_of
from app.text import fold


def stored_pieces(text: str) -> list[str]:
    """The pieces of a text: of a run of signs every pair, and its last sign alone, so that each sign begins a piece."""
    return [piece for word in _words(text) for piece in _pieces(word)]


def typed_pieces(text: str) -> list[str]:
    """The pieces of what is typed so far; the last one may be unfinished. Of a last run only the pairs."""
    words = _words(text)
    pieces = [piece for word in words for piece in _pieces(word)]
    return pieces[:-1] if words and is_unspaced(words[-1].key) and len(words[-1].key) > 1 else pieces


def is_unspaced(piece: str) -> bool:
    """Whether a piece is of a script whose words meet without a space; Hangul, which inflects them, counts as one."""
    return isfinite(least_inside(piece))


def _words(text: str) -> list[Word]:
    return [word for word in words_of(fold(looked_at(text))) if word.key]


def _pieces(word: Word) -> Iterator[str]:
    if is_unspaced(word.key):
        yield from (word.key[i : i + 2] for i in range(len(word.key)))
    else:
        yield word.key
