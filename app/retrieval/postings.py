"""Lists of numbers, each with what it is worth: the grams of every row, or the rows of every gram."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from app.retrieval.archive import contradiction
from app.retrieval.array_files import ArrayFiles, open_arrays, read_arrays
from app.retrieval.ports import Rows, Takeable, Vectors
from app.retrieval.ragged import gathered, offsets_of

_TURNED = 1 << 22
"""Numbers that are turned round at a time."""


@dataclass(frozen=True, slots=True, eq=False)
class Postings:
    """List n is `members[offsets[n]:offsets[n + 1]]`, int32 and ascending, worth `worth`, float32, in the same places.

    Both stay in their files where they are large.
    """

    members: Takeable
    worth: Takeable
    offsets: Rows
    lengths: Rows = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "lengths", np.diff(self.offsets))

    def __len__(self) -> int:
        return len(self.lengths)

    @property
    def size(self) -> int:
        """Members of all lists."""
        return int(self.offsets[-1])

    def is_within(self, most: int) -> bool:
        """Whether all members are below `most`; of those left in their file, a checksum vouches for it."""
        held = self.members
        return not isinstance(held, np.ndarray) or not held.size or bool(held.min() >= 0 and held.max() < most)

    def of(self, lists: Rows) -> tuple[NDArray[np.int32], Vectors, Rows]:
        """The members of these lists, one list behind another, what each is worth, and the lists' lengths."""
        lengths = self.lengths[lists]
        places, _ = gathered(self.offsets[lists], lengths)
        return self.members.take(places, axis=0), self.worth.take(places, axis=0), lengths

    def meeting(self, lists: Rows, members: Rows) -> tuple[Rows, Rows, Vectors]:
        """Where these lists have these members, both ascending: the list's place, the member's, what it is worth."""
        held, worth, lengths = self.of(lists)
        places = np.minimum(np.searchsorted(members, held), len(members) - 1)
        met = np.flatnonzero(members[places] == held)
        return np.repeat(np.arange(len(lists)), lengths)[met], places[met], worth[met]

    def turned(self, lists: int) -> "Postings":
        """The same the other way round: for each of so many members, which lists it is in."""
        filled = np.zeros(lists, np.int64)
        for held, _, _ in self._blocks():
            filled += np.bincount(held, minlength=lists)
        offsets = offsets_of(filled)
        members, worths, ends = np.empty(self.size, np.int32), np.empty(self.size, np.float32), offsets[:-1].copy()
        for held, worth, owners in self._blocks():
            order = np.argsort(held, kind="stable")
            new = np.bincount(held, minlength=lists)
            starts = np.cumsum(new) - new
            places = np.arange(len(held)) + np.repeat(ends - starts, new)
            members[places], worths[places] = owners[order], worth[order]
            ends += new
        return Postings(members, worths, offsets)

    def _blocks(self) -> Iterator[tuple[NDArray[np.int32], Vectors, Rows]]:
        """Members, what they are worth, and their lists, some lists at a time."""
        bounds = np.searchsorted(self.offsets[:-1], np.arange(0, self.size, _TURNED))
        for first, end in pairwise([*bounds.tolist(), len(self)]):
            held, worth, lengths = self.of(np.arange(first, end))
            yield held, worth, np.repeat(np.arange(first, end), lengths)

    def save(self, path: Path) -> None:
        """One file an array, written some numbers at a time."""
        with ArrayFiles(path) as files:
            for start in range(0, max(self.size, 1), _TURNED):
                here = np.arange(start, min(start + _TURNED, self.size))
                files.append({"members": self.members.take(here, axis=0), "worth": self.worth.take(here, axis=0)})
            files.append({"lengths": self.lengths.astype(np.int32)})


def load_postings(path: Path, what: str) -> Postings:
    """What `Postings.save` wrote. Raises IndexCorrupt, which says that there is no `what`, for anything else."""
    large = open_arrays(path, ("members", "worth"), what)
    lengths = read_arrays(path, ("lengths",), what)["lengths"]
    kinds = [(len(array.shape), array.dtype.name) for array in (*large.values(), lengths)]
    if kinds != [(1, "int32"), (1, "float32"), (1, "int32")] or (lengths < 0).any():
        raise contradiction(path)
    if {array.shape[0] for array in large.values()} != {int(lengths.sum())}:
        raise contradiction(path)
    return Postings(**large, offsets=offsets_of(lengths))
