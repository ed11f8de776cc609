"""Token rows from files, checked before anything relies on them; what the large ones hold, a checksum vouches for."""

from pathlib import Path

import numpy as np

from app.retrieval.archive import contradiction
from app.retrieval.array_files import open_arrays, read_arrays
from app.retrieval.late_interaction import TokenRows
from app.retrieval.ports import Rows
from app.retrieval.ragged import offsets_of

_WHAT = "token rows"
_KINDS = [(2, "int8"), (1, "float32"), (2, "int32"), (1, "int32"), (1, "int32")]


def load_token_rows(path: Path) -> TokenRows:
    """Token rows whose `parts` were written. Raises IndexCorrupt for anything else."""
    large = open_arrays(path, ("vectors", "scales", "spans"), _WHAT)
    small = read_arrays(path, ("lengths", "heads"), _WHAT)
    kinds = [(len(array.shape), array.dtype.name) for array in (*large.values(), *small.values())]
    if kinds != _KINDS or not _is_whole(small["lengths"], small["heads"]):
        raise contradiction(path)
    offsets = offsets_of(small["lengths"])
    tokens = {array.shape[0] for array in large.values()}
    if tokens != {int(offsets[-1])} or large["spans"].shape[1] != 2:
        raise contradiction(path)
    return TokenRows(**large, offsets=offsets, heads=small["heads"].astype(np.int64))


def _is_whole(lengths: Rows, heads: Rows) -> bool:
    """A head for each row, with a token at least where there is one, and none behind the last."""
    if len(heads) != len(lengths) or (lengths < 0).any():
        return False
    return bool(((heads <= lengths) & (heads >= np.minimum(lengths, 1))).all())
