"""One passage's token vectors as they are stored: 8-bit integers."""

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from app.retrieval.ports import Vectors

Spans = NDArray[np.int32]

_STEPS = 127


@dataclass(frozen=True, slots=True)
class PassageTokens:
    """`vectors` is (tokens, dimension) int8, `scales` (tokens,) float32: vector = scale x integers.

    `spans` (tokens, 2) are half-open code-point offsets into the text that was embedded. `head` is how many tokens,
    the first ones, are the question's; all, where there is none.
    """

    vectors: NDArray[np.int8]
    scales: Vectors
    spans: Spans
    head: int

    @classmethod
    def of(cls, vectors: Vectors, spans: Spans, question: str | None) -> Self:
        """From (tokens, dimension) float32 unit rows. The largest component of a vector takes all 127 steps."""
        scales = np.abs(vectors).max(axis=1, initial=1e-9) / _STEPS
        integers = np.rint(vectors / scales[:, None]).astype(np.int8)
        return cls(integers, scales.astype(np.float32), spans, _head(spans[:, 1], question))

    def __len__(self) -> int:
        return len(self.scales)


def _head(ends: NDArray[np.int32], question: str | None) -> int:
    """How many tokens end within the question; all where there is none, or none of its tokens is known."""
    return int((ends <= len(question or "")).sum()) or len(ends)
