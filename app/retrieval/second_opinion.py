"""What a second encoder says of passages: its vectors of their questions, of the whole, of windows of long answers."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from app.retrieval.archive import contradiction
from app.retrieval.array_files import Parts, open_arrays, read_arrays
from app.retrieval.ports import Rows, Takeable, Vectors
from app.retrieval.ragged import gathered, offsets_of


@dataclass(frozen=True, slots=True)
class Opinion:
    """Inner products with a query, one a row: its best window's (the whole among them) and its question's."""

    windows: Vectors
    questions: Vectors


@dataclass(frozen=True, slots=True)
class PassageOpinion:
    """One passage's vectors: `question` (dimension,) and `windows` (windows, dimension), both float16.

    That moves no inner product by more than 0.001. `known` says whether the encoder knows the passage's language.
    """

    question: NDArray[np.float16]
    windows: NDArray[np.float16]
    known: bool

    @classmethod
    def of(cls, question: Vectors, windows: Vectors, known: bool) -> Self:
        """From unit rows."""
        return cls(question.astype(np.float16), windows.astype(np.float16), known)


@dataclass(frozen=True, slots=True)
class SecondRows:
    """The second encoder's vectors; passage n's windows are `windows[offsets[n]:offsets[n + 1]]`, one at least.

    `questions` is (passages, dimension) and `windows` (windows, dimension), see `PassageOpinion`; of a large index
    they stay in files. `known` is (passages,).
    """

    questions: Takeable
    windows: Takeable
    offsets: Rows
    known: NDArray[np.bool_]

    @classmethod
    def build(cls, questions: Vectors, windows: Sequence[Vectors], known: Sequence[bool]) -> Self:
        """From the questions' unit rows, each passage's (windows, dimension) unit rows, and whether it is known."""
        told = zip(questions, windows, known, strict=True)
        return cls.of([PassageOpinion.of(*one) for one in told], questions.shape[1])

    @classmethod
    def of(cls, passages: Sequence[PassageOpinion], dimension: int) -> Self:
        """The rows of these passages."""
        return cls(
            np.array([p.question for p in passages], np.float16).reshape(-1, dimension),
            np.concatenate([np.zeros((0, dimension), np.float16), *(p.windows for p in passages)]),
            offsets_of(np.array([len(p.windows) for p in passages], np.int64)),
            np.array([p.known for p in passages], np.bool_),
        )

    def __len__(self) -> int:
        return len(self.known)

    def at(self, row: int) -> PassageOpinion:
        """The vectors of one row."""
        question = self.questions.take(np.array([row]), axis=0)[0]
        windows = self.windows.take(np.arange(*self.offsets[row : row + 2]), axis=0)
        return PassageOpinion(question.astype(np.float16), windows.astype(np.float16), bool(self.known[row]))

    def opinion(self, query: Vectors, rows: Rows) -> Opinion | None:
        """What it says of these rows; None where it does not know a row's language: its scores are then no help.

        They could not be compared: a passage that it cannot read would look worse than any that it can.
        """
        if not self.known[rows].all():
            return None
        asked = _products(self.questions, rows, query)
        firsts = self.offsets[rows]
        places, starts = gathered(firsts, self.offsets[rows + 1] - firsts)
        found = _products(self.windows, places, query)
        return Opinion(np.maximum.reduceat(found, starts) if len(rows) else found, asked)

    @property
    def parts(self) -> Parts:
        """The arrays to write, each growing where rows are appended; they are in memory."""
        told = {"questions": self.questions, "windows": self.windows}
        held = {name: array.take(np.arange(array.shape[0]), axis=0) for name, array in told.items()}
        halves = {name: array.astype(np.float16) for name, array in held.items()}
        return {**halves, "lengths": np.diff(self.offsets).astype(np.int32), "known": self.known}


def _products(vectors: Takeable, places: Rows, query: Vectors) -> Vectors:
    return np.asarray(vectors.take(places, axis=0), np.float32) @ query


_WHAT = "second encoder's rows"
_KINDS = [(2, "float16"), (2, "float16"), (1, "int32"), (1, "bool")]


def load_second_rows(path: Path) -> SecondRows:
    """Rows whose `parts` were written. Raises IndexCorrupt for anything else."""
    large = open_arrays(path, ("questions", "windows"), _WHAT)
    small = read_arrays(path, ("lengths", "known"), _WHAT)
    kinds = [(len(array.shape), array.dtype.name) for array in (*large.values(), *small.values())]
    lengths, known, (questions, windows) = small["lengths"], small["known"], (a.shape for a in large.values())
    if kinds != _KINDS or (lengths < 1).any() or questions[1] != windows[1]:
        raise contradiction(path)
    if {questions[0], len(lengths)} != {len(known)} or windows[0] != lengths.sum():
        raise contradiction(path)
    held = {name: _quick(array) for name, array in large.items()}
    return SecondRows(**held, offsets=offsets_of(lengths), known=known)


def _quick(array: Takeable) -> Takeable:
    """What is in memory as float32, which NumPy takes ten times as long to make of halves as to multiply."""
    return array.astype(np.float32) if isinstance(array, np.ndarray) else array
