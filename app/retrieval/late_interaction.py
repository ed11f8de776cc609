"""Late interaction: every token of the query finds its best token of a passage (MaxSim, Khattab and Zaharia 2020)."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from app.errors import IndexCorrupt
from app.retrieval.ports import Rows, Vectors

PASSAGE_SHARE = 0.2
"""Weight of the passage's side (how well its tokens are met by the query's) beside the query's; README, 'Measured'."""

_STEPS = 127


@dataclass(frozen=True, slots=True)
class TokenRows:
    """The token vectors of passages as 8-bit integers; row n's are `vectors[offsets[n]:offsets[n + 1]]`.

    `vectors` is (tokens, dimension) int8, `scales` (tokens,) float32: vector = scale x integers.
    """

    vectors: NDArray[np.int8]
    scales: Vectors
    offsets: NDArray[np.int64]

    @classmethod
    def build(cls, passages: Sequence[Vectors], dimension: int) -> Self:
        """From each passage's (tokens, dimension) float32 unit rows; the largest component takes all 127 steps."""
        vectors = np.concatenate([np.zeros((0, dimension), np.float32), *passages])
        scales = np.abs(vectors).max(axis=1, initial=1e-9) / _STEPS
        offsets = np.cumsum([0, *map(len, passages)], dtype=np.int64)
        return cls(np.rint(vectors / scales[:, None]).astype(np.int8), scales.astype(np.float32), offsets)

    def __len__(self) -> int:
        return len(self.offsets) - 1

    @property
    def dimension(self) -> int:
        """Length of every token vector."""
        return int(self.vectors.shape[1])

    def scores(self, query: Vectors, rows: Rows) -> Vectors:
        """For each of `rows`: the mean over the query's tokens of their best inner product with one of its tokens,

        plus `PASSAGE_SHARE` times the same seen from the passage. `query` is (tokens, dimension) of unit rows. A
        query or passage without tokens scores 0.
        """
        lengths = self.offsets[rows + 1] - self.offsets[rows]
        scores = np.zeros(len(rows), np.float32)
        told = np.flatnonzero(lengths)
        if len(query) and len(told):
            scores[told] = self._max_sim(query, rows[told], lengths[told])
        return scores

    def _max_sim(self, query: Vectors, rows: Rows, lengths: Rows) -> Vectors:
        starts = np.concatenate([[0], np.cumsum(lengths)[:-1]])
        places = np.repeat(self.offsets[rows] - starts, lengths) + np.arange(lengths.sum())
        similarity = (query @ self.vectors[places].T.astype(np.float32)) * self.scales[places]
        asked = np.maximum.reduceat(similarity, starts, axis=1).mean(axis=0)
        told = np.add.reduceat(similarity.max(axis=0), starts) / lengths
        return np.asarray(asked + PASSAGE_SHARE * told, np.float32)

    def save(self, path: Path) -> None:
        """One NumPy archive, uncompressed, without objects in it."""
        with path.open("wb") as file:
            np.savez(file, vectors=self.vectors, scales=self.scales, offsets=self.offsets)


_REMEDY = "Run `faq ingest` to build the index again."


def load_token_rows(path: Path) -> TokenRows:
    """What `TokenRows.save` wrote. Raises IndexCorrupt for anything else."""
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as archive:
            rows = TokenRows(archive["vectors"], archive["scales"], archive["offsets"])
    except (OSError, EOFError, ValueError, KeyError, TypeError, BadZipFile) as exc:
        raise IndexCorrupt(f"{path} holds no token rows. {_REMEDY}") from exc
    if not (_is_typed(rows) and _is_whole(rows)):
        raise IndexCorrupt(f"{path} contradicts itself. {_REMEDY}")
    return rows


def _is_typed(rows: TokenRows) -> bool:
    arrays = (rows.vectors, rows.scales, rows.offsets)
    return [(a.ndim, a.dtype.name) for a in arrays] == [(2, "int8"), (1, "float32"), (1, "int64")]


def _is_whole(rows: TokenRows) -> bool:
    """A scale for each vector, and offsets that run from the first to the last without stepping back."""
    measured = len(rows.vectors) == len(rows.scales) and bool(np.isfinite(rows.scales).all())
    ends = [0, len(rows.scales)]
    return (
        measured
        and len(rows.offsets) > 0
        and rows.offsets[[0, -1]].tolist() == ends
        and bool((np.diff(rows.offsets) >= 0).all())
    )
