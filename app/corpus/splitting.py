"""Long answers in parts: split at paragraphs, then sentences, then words; nothing is lost or said twice."""

import math
from collections.abc import Sequence

from app.domain import Span
from app.text import count_words, sentences, trim


def split_answer(text: str, lines: Sequence[Span], max_words: int) -> list[list[Span]]:
    """Parts of about equal size, each a list of consecutive pieces of `lines`, none over `max_words` words.

    A piece is a whole line (a paragraph, in most documents), or a sentence of a line that is too long by itself.
    A line that ends with a colon stays with the next one.
    """
    sizes = [count_words(text[line.start : line.end]) for line in lines]
    if sum(sizes) <= max_words:
        return [list(lines)]
    target = sum(sizes) / math.ceil(sum(sizes) / max_words)
    pieces = [piece for line in lines for piece in _pieces(text, line, max_words)]
    return _packed(text, pieces, target, max_words=max_words)


def _packed(text: str, pieces: Sequence[Span], target: float, *, max_words: int) -> list[list[Span]]:
    parts: list[list[Span]] = [[]]
    filled = 0
    for piece in pieces:
        size = count_words(text[piece.start : piece.end])
        full = filled + size > max_words or filled + size / 2 > target
        if parts[-1] and full and not (_introduces(text, parts[-1][-1]) and filled + size <= max_words):
            parts.append([])
            filled = 0
        parts[-1].append(piece)
        filled += size
    return parts


def _introduces(text: str, piece: Span) -> bool:
    return text[piece.start : piece.end].endswith((":", "："))


def _pieces(text: str, line: Span, max_words: int) -> list[Span]:
    if count_words(text[line.start : line.end]) <= max_words:
        return [line]
    inner = [Span(line.start + s.start, line.start + s.end) for s in sentences(text[line.start : line.end])]
    return [piece for sentence in inner for piece in _words(text, sentence, max_words)]


def _words(text: str, sentence: Span, max_words: int) -> list[Span]:
    """A sentence over the limit, halved at white space (anywhere, where it has none) until it fits."""
    if count_words(text[sentence.start : sentence.end]) <= max_words:
        return [sentence]
    middle = (sentence.start + sentence.end) // 2
    space = max(text.rfind(" ", sentence.start + 1, middle), text.rfind("\t", sentence.start + 1, middle))
    cut = space if space > sentence.start else middle
    halves = trim(text, sentence.start, cut), trim(text, cut, sentence.end)
    return [piece for half in halves if half.start < half.end for piece in _words(text, half, max_words)]
