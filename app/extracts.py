"""Extracts: the part of a passage's text that answers a query, verbatim, and no shorter than it can be understood.

It is the sentence with the most evidence (`app.highlights`), with what it is tied to (`app.ties`), with a neighbour
where it is too short to say anything, and with the sentences around it as far as they have nearly as much evidence.
For the sentence right behind it much less will do: conditions and exceptions of what it says mostly stand there, and to
a short query they say little ("However, ...").
"""

import numpy as np
from numpy.typing import NDArray

from app.domain import Span
from app.highlights import SentenceEvidence
from app.ties import Ties, ties_of

NEAR, NEAR_BEHIND = 0.92, 0.7
"""Of the best sentence's evidence, from which one around it, and the one right behind it, belong to the answer."""

_ENOUGH = 5
"""Tokens of an extract that stands alone: "No, never." does not."""


def extract_of(text: str, told: SentenceEvidence) -> Span:
    """The extract; all of the text where none of its sentences has tokens."""
    if not told.places:
        return Span(0, len(text))
    ties, best = ties_of(text, told.places), int(np.argmax(told.evidence))
    first, last = ties.firsts[best], ties.lasts[best]
    if told.lengths[first : last + 1].sum() < _ENOUGH:
        first, last = _with_neighbour(ties, first, last)
    bars = np.full(len(told.places), NEAR)
    bars[last + 1 : last + 2] = NEAR_BEHIND
    first, last = _with_near(ties, first, last, near=told.evidence >= bars * told.evidence[best])
    return Span(told.places[first][0], told.places[last][1])


def _with_near(ties: Ties, first: int, last: int, *, near: NDArray[np.bool_]) -> tuple[int, int]:
    """With the sentences before and behind it as far as they are `near`, within its paragraph."""
    while first > 0 and near[first - 1] and _in_one_paragraph(ties, first - 1):
        first = ties.firsts[first - 1]
    while last + 1 < len(near) and near[last + 1] and _in_one_paragraph(ties, last):
        last = ties.lasts[last + 1]
    return first, last


def _with_neighbour(ties: Ties, first: int, last: int) -> tuple[int, int]:
    """With the sentence behind, or the one before where there is none behind."""
    if last + 1 < len(ties.lasts):
        return first, ties.lasts[last + 1]
    return ties.firsts[max(first - 1, 0)], last


def _in_one_paragraph(ties: Ties, i: int) -> bool:
    """Whether no blank line stands between a sentence and the next."""
    return ties.lines[i + 1] - ties.lines[i] <= 1
