"""A ranking as a search goes on with it: by answer, with what is pinned first, and how sure it is."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.retrieval.fusion import Fused

Groups = Sequence[Sequence[int]]
"""Places in a ranking, best first, those of one answer together."""


@dataclass(frozen=True, slots=True)
class Pin:
    """The row of a passage that a curator set first for a query."""

    row: int
    query: str


@dataclass(frozen=True, slots=True)
class Ranked:
    """A ranking, its places by answer, and the chance that its best answers; of a `pin`, its group is the first."""

    fused: Fused
    groups: Groups
    confident: float
    pin: Pin | None = None
