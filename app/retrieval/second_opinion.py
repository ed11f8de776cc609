"""What a second encoder says of passages: its vectors of their questions, of the whole, of windows of long answers."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from app.retrieval.archive import contradiction, load_arrays, save_arrays
from app.retrieval.ports import Rows, Selection, Vectors
from app.retrieval.ragged import are_offsets, gathered


@dataclass(frozen=True, slots=True)
class Opinion:
    """Inner products with a query, one a row: its best window's (the whole among them) and its question's."""

    windows: Vectors
    questions: Vectors


@dataclass(frozen=True, slots=True)
class SecondRows:
    """The second encoder's vectors; passage n's windows are `windows[offsets[n]:offsets[n + 1]]`, one at least.

    `questions` is (passages, dimension) and `windows` (windows, dimension), both float16, which moves no inner product
    by more than 0.001; `known` says of each passage whether the encoder knows its language.
    """

    questions: NDArray[np.float16]
    windows: NDArray[np.float16]
    offsets: NDArray[np.int64]
    known: Selection

    @classmethod
    def build(cls, questions: Vectors, windows: Sequence[Vectors], known: Sequence[bool]) -> Self:
        """From the questions' unit rows, each passage's (windows, dimension) unit rows, and whether it is known."""
        offsets = np.cumsum([0, *map(len, windows)], dtype=np.int64)
        whole = np.concatenate([np.zeros((0, questions.shape[1]), np.float32), *windows])
        return cls(questions.astype(np.float16), whole.astype(np.float16), offsets, np.array(known, np.bool_))

    def __len__(self) -> int:
        return len(self.questions)

    def opinion(self, query: Vectors, rows: Rows) -> Opinion | None:
        """What it says of these rows; None where it does not know a row's language: its scores are then no help.

        They could not be compared: a passage that it cannot read would look worse than any that it can.
        """
        if not self.known[rows].all():
            return None
        asked = self.questions[rows].astype(np.float32) @ query
        lengths = self.offsets[rows + 1] - self.offsets[rows]
        places, starts = gathered(self.offsets[rows], lengths)
        found = self.windows[places].astype(np.float32) @ query
        best = np.maximum.reduceat(found, starts) if len(rows) else found
        return Opinion(np.asarray(best, np.float32), np.asarray(asked, np.float32))

    def save(self, path: Path) -> None:
        """One NumPy archive, uncompressed, without objects in it."""
        save_arrays(path, {name: getattr(self, name) for name in _ARRAYS})


_ARRAYS = ("questions", "windows", "offsets", "known")


def load_second_rows(path: Path) -> SecondRows:
    """What `SecondRows.save` wrote. Raises IndexCorrupt for anything else."""
    rows = SecondRows(**load_arrays(path, _ARRAYS, "second encoder's rows"))  # type: ignore[arg-type]  # checked next
    if not (_is_typed(rows) and _is_whole(rows)):
        raise contradiction(path)
    return rows


def _is_typed(rows: SecondRows) -> bool:
    arrays = (rows.questions, rows.windows, rows.offsets, rows.known)
    kinds = [(2, "float16"), (2, "float16"), (1, "int64"), (1, "bool")]
    return [(a.ndim, a.dtype.name) for a in arrays] == kinds


def _is_whole(rows: SecondRows) -> bool:
    """A flag and a window at least for each question, all windows used, one dimension, and numbers only."""
    passages = len(rows.questions)
    sized = (len(rows.offsets), len(rows.known)) == (passages + 1, passages)
    return (
        sized
        and rows.questions.shape[1] == rows.windows.shape[1]
        and are_offsets(rows.offsets, len(rows.windows), least=1)
        and all(bool(np.isfinite(vectors).all()) for vectors in (rows.questions, rows.windows))
    )
