"""How well questions match the pieces typed so far."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.known_words import BEGUN, TWO_SLIPS, UNKNOWN, Levels, Meant, Numbers
from app.retrieval.ports import Rows

WHOLE = 0
"""The quality of a question that begins with all that is typed; each worse match has a higher number."""

NONE = UNKNOWN
"""The quality of a question that does not match."""


@dataclass(frozen=True, slots=True)
class Questions:
    """Questions as the numbers of their words, one behind the other; each has one at least."""

    words: Numbers
    starts: Rows
    lengths: Rows


@dataclass(frozen=True, slots=True)
class Typed:
    """The pieces typed so far, in order, and which words each may stand for.

    `missing`: how many letters of pieces a question may do without.
    """

    pieces: Sequence[str]
    meant: Mapping[str, Meant]
    missing: int = 0


def qualities(questions: Questions, typed: Typed, known: int) -> Levels:
    """The quality of each question, (questions,), lower is better; `known` is the number of known words.

    A question that begins with what is typed comes first; then those with a word for every piece, in any order, by
    the worst of these (begun, inflected, misspelled); then those that miss the fewest letters of what is typed.
    """
    by_piece = [
        np.minimum.reduceat(meant.levels(known)[questions.words], questions.starts) for meant in typed.meant.values()
    ]
    found: Levels = np.maximum.reduce(by_piece)
    if typed.missing:
        missed = sum((levels == UNKNOWN) * len(piece) for piece, levels in zip(typed.meant, by_piece, strict=True))
        near = (found == NONE) & (missed <= typed.missing)
        found[near] = np.minimum(TWO_SLIPS + missed, NONE - 1)[near]
    found[(found == BEGUN) & _begun(questions, typed)] = WHOLE
    return found


def _begun(questions: Questions, typed: Typed) -> NDArray[np.bool_]:
    """Which questions begin with the pieces: the last one with a word's beginning, the others with the words."""
    begun = questions.lengths >= len(typed.pieces)
    for place, piece in enumerate(typed.pieces):
        words = questions.words[np.minimum(questions.starts + place, len(questions.words) - 1)]
        meant = typed.meant[piece]
        if place < len(typed.pieces) - 1:
            begun &= words == meant.exact
        else:
            first, end, _ = meant.ranges[0]
            begun &= (words >= first) & (words < end)
    return begun
