"""What a model makes of a text, whichever runtime ran it: the text's own tokens, and where they stand in it."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np

from app.encoders.ports import Spans, Vectors


@dataclass(frozen=True, slots=True)
class EncodedText:
    """A text's vector (dimension,), its tokens' (tokens, dimension), all unit rows, and the tokens' spans.

    Neither special tokens nor the prefix's are among them; spans are code-point offsets into the text alone.
    """

    vector: Vectors
    tokens: Vectors
    spans: Spans

    @classmethod
    def of(
        cls, text: str, vector: Vectors, tokens: Vectors, *, offsets: Sequence[tuple[int, int]], prefix: str
    ) -> Self:
        """From what a model gives for `prefix + text`; `offsets` are into that; special tokens are at (0, 0)."""
        # Neither the prefix's tokens nor special ones reach past the prefix.
        own = [place for place, (_, end) in enumerate(offsets) if end > len(prefix)]
        return cls(vector, tokens[own], _spans(text, [offsets[place] for place in own], len(prefix)))


def _spans(text: str, offsets: Sequence[tuple[int, int]], prefix_length: int) -> Spans:
    """The tokenizer's offsets as spans of the text without the prefix.

    A token of the next word takes the space in front of it along, and one of a composed letter leaves out its mark.
    """
    spans = np.zeros((len(offsets), 2), np.int32)
    for row, (start, end) in enumerate(offsets):
        first, last = max(start - prefix_length, 0), _past_marks(text, end - prefix_length)
        spans[row] = last - len(text[first:last].lstrip()), last
    return spans


def _past_marks(text: str, place: int) -> int:
    while place < len(text) and unicodedata.category(text[place]).startswith("M"):
        place += 1
    return place
