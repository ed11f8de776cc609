"""Character n-grams: what the lexical index counts instead of words, in any script and without a dictionary."""

import re
from collections.abc import Iterator

from app.text import fold

_SIZE = 4
"""Signs of a gram of an alphabetic word, its edges included; public FAQ sets like 4 better than 3, 5 or words."""

_SIZE_UNSPACED = 2
"""In scripts without spaces, and in Hangul, a pair of signs tells about as much."""

# Marks belong to their letters, though \w leaves them out: in Arabic, Hebrew, Thai and the scripts of India.
_WORD = re.compile(r"[\w\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670\u0900-\u0963\u0966-\u0dff\u0e31-\u0e4e]+")
_UNSPACED = re.compile(
    r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff"
    r"\U00020000-\U0003ffff]+"
)


def grams(text: str) -> list[str]:
    """The grams of a text, folded, in order and with repetitions. A word shorter than a gram is one."""
    return [gram for word in _WORD.findall(fold(text)) for gram in _grams_of(word)]


def _grams_of(word: str) -> Iterator[str]:
    start = 0
    for run in _UNSPACED.finditer(word):
        yield from _pieces(f" {word[start : run.start()]} ", _SIZE)
        yield from _pieces(run.group(), _SIZE_UNSPACED)
        start = run.end()
    yield from _pieces(f" {word[start:]} ", _SIZE)


def _pieces(text: str, size: int) -> Iterator[str]:
    if text.strip():
        yield from (text[i : i + size] for i in range(max(1, len(text) - size + 1)))
