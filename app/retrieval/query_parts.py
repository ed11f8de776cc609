"""The sentences of a long query: a complaint asks with one of them, and tells a story with the others."""

import itertools

import numpy as np
from numpy.typing import NDArray

from app.text import sentences

_LEAST_TOKENS = 3
"""A greeting or a name is no sentence that asks."""


def parts_of(query: str, spans: NDArray[np.int32]) -> list[slice]:
    """The query's sentences as slices of its tokens, whose (tokens, 2) `spans` are offsets into it.

    All tokens as one where there are fewer than two sentences of three tokens.
    """
    ends = [sentence.end for sentence in sentences(query)]
    bounds = [0, *np.searchsorted(spans[:, 1], ends, side="right").tolist()]
    parts = [slice(a, b) for a, b in itertools.pairwise(bounds) if b - a >= _LEAST_TOKENS]
    return parts if len(parts) > 1 else [slice(0, len(spans))]
