"""The header of NumPy's .npy format, before anything is made of what it says."""

import math
from dataclasses import dataclass
from tokenize import TokenError
from typing import IO, Any

import numpy as np
from numpy.lib import format as npy


@dataclass(frozen=True, slots=True)
class Header:
    """What kind of array follows: no objects, in the usual order."""

    shape: tuple[int, ...]
    dtype: np.dtype[Any]

    @property
    def bytes(self) -> int:
        """What the array takes, in whole numbers without a bound: a forged shape must not overflow to a small one."""
        return math.prod(self.shape) * self.dtype.itemsize


def read_header(file: IO[bytes]) -> Header:
    """Leaves the file where the array begins. Raises ValueError for anything that is not written here."""
    if npy.read_magic(file) != (1, 0):
        raise ValueError("another version of NumPy's format")
    try:
        shape, ordered, dtype = npy.read_array_header_1_0(file)
    except (SyntaxError, TokenError, RecursionError) as exc:
        raise ValueError("no header") from exc
    if ordered or dtype.hasobject or any(length < 0 for length in shape):
        raise ValueError("objects, another order, or a negative length")
    return Header(shape, dtype)
