"""The hashing encoder: words and their character trigrams as signed features; no model, same vectors everywhere.

Feature hashing after Weinberger et al. 2009. It finds shared wording, not meaning: for tests and for trying things out.
"""

import re
import zlib
from collections.abc import Sequence

import numpy as np

from app.encoders.ports import EncodedPassage, EncodedQuery, Progress, Vectors
from app.text import fold

_DIMENSION = 256
_MAX_WORDS = 512


class HashingEncoder:
    """A `QueryEncoder` and `PassageEncoder` in one; a word is a token."""

    fingerprint = "hashing-256-1"
    dimension = _DIMENSION
    max_tokens = _MAX_WORDS

    def encode_query(self, query: str) -> EncodedQuery:
        """The query's vector and one for each of its words."""
        encoded = _encoded(query)
        return EncodedQuery(encoded.vector, encoded.tokens, encoded.spans)

    def encode_passages(self, texts: Sequence[str], progress: Progress | None = None) -> list[EncodedPassage]:
        """Each text's vector and one for each of its words, as for a query: there are no prefixes."""
        if progress:
            progress(len(texts), len(texts))
        return [_encoded(text) for text in texts]

    def encode_questions(self, questions: Sequence[str], progress: Progress | None = None) -> Vectors:
        """The vectors of the same passages."""
        if progress:
            progress(len(questions), len(questions))
        return _rows([_words(question)[:_MAX_WORDS] for question in questions])

    def count_tokens(self, text: str) -> int:
        """Words of the text."""
        return len(_words(text))


def _encoded(text: str) -> EncodedPassage:
    placed = _placed_words(text)[:_MAX_WORDS]
    words = [word for word, _ in placed]
    spans = np.array([span for _, span in placed], np.int32).reshape(-1, 2)
    return EncodedPassage(_unit(_features(words)), _rows([[word] for word in words]), spans)


def _rows(texts: Sequence[Sequence[str]]) -> Vectors:
    """(len(texts), dimension) unit rows of texts given as words."""
    rows = np.empty((len(texts), _DIMENSION), np.float32)
    for row, words in enumerate(texts):
        rows[row] = _unit(_features(words))
    return rows


def _words(text: str) -> list[str]:
    """Folded words; where there are none (emoji, say), whatever stands between spaces."""
    return [word for word, _ in _placed_words(text)]


def _placed_words(text: str) -> list[tuple[str, tuple[int, int]]]:
    """Each folded word with the span of what it is folded from: itself and the signs that no space parts from it."""
    pieces = [(fold(piece[0]), piece.span()) for piece in re.finditer(r"\S+", text)]
    words = [(word, span) for folded, span in pieces for word in re.findall(r"\w+", folded)]
    return words or [(word, span) for folded, span in pieces for word in folded.split()]


def _features(words: Sequence[str]) -> Vectors:
    """The sum over each word and its trigrams, framed so that first and last letters count as such."""
    total = np.zeros(_DIMENSION, np.float32)
    for word in words:
        framed = f"^{word}$"
        for feature in (word, *(framed[i : i + 3] for i in range(len(framed) - 2))):
            code = zlib.crc32(feature.encode())
            total[code % _DIMENSION] += 1 if code >> 31 else -1
    return total


def _unit(vector: Vectors) -> Vectors:
    """`vector` at length 1; one without any direction becomes the first axis."""
    length = float(np.linalg.norm(vector))
    if length == 0:
        return np.eye(1, len(vector), dtype=np.float32).ravel()
    return vector / np.float32(length)
