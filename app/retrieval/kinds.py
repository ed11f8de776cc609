"""The vector index chosen by size: exact up to where that is fast enough."""

from dataclasses import dataclass

from app.retrieval.flat import FLAT
from app.retrieval.inverted import INVERTED
from app.retrieval.ports import VectorIndexKind

MOST_EXACT = 50_000
"""Rows that are searched exactly: 6 ms for a search, and 75 MB (measured)."""


@dataclass(frozen=True, slots=True)
class BySize:
    """See `IndexKinds`."""

    most_exact: int = MOST_EXACT

    @property
    def name(self) -> str:
        """Of both."""
        return f"{FLAT.name} or {INVERTED.name}"

    def of_size(self, rows: int, /) -> VectorIndexKind:
        """The exact kind up to `most_exact` rows."""
        return FLAT if rows <= self.most_exact else INVERTED

    def named(self, name: str) -> VectorIndexKind | None:
        """The kind that an index was built with; None for one that is neither."""
        return next((kind for kind in (FLAT, INVERTED) if kind.name == name), None)
