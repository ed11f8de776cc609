"""Token rows from a file, checked before anything relies on them."""

from pathlib import Path

import numpy as np

from app.retrieval.archive import contradiction, load_arrays
from app.retrieval.late_interaction import TOKEN_ARRAYS, TokenRows
from app.retrieval.ragged import are_offsets


def load_token_rows(path: Path) -> TokenRows:
    """What `TokenRows.save` wrote. Raises IndexCorrupt for anything else."""
    rows = TokenRows(**load_arrays(path, TOKEN_ARRAYS, "token rows"))  # type: ignore[arg-type]  # checked next
    if not (_is_typed(rows) and _is_whole(rows) and _is_placed(rows)):
        raise contradiction(path)
    return rows


def _is_typed(rows: TokenRows) -> bool:
    arrays = (rows.vectors, rows.scales, rows.offsets, rows.spans, rows.heads)
    kinds = [(2, "int8"), (1, "float32"), (1, "int64"), (2, "int32"), (1, "int64")]
    return [(a.ndim, a.dtype.name) for a in arrays] == kinds


def _is_whole(rows: TokenRows) -> bool:
    """A scale for each vector, and offsets that run from the first to the last without stepping back."""
    measured = len(rows.vectors) == len(rows.scales) and bool(np.isfinite(rows.scales).all())
    return measured and are_offsets(rows.offsets, len(rows.scales))


def _is_placed(rows: TokenRows) -> bool:
    """A span for each vector, that starts in a text and does not end before its start, and a head in each row."""
    lengths = np.diff(rows.offsets)
    if rows.spans.shape != (len(rows.vectors), 2) or len(rows.heads) != len(lengths):
        return False
    if not ((rows.heads <= lengths) & (rows.heads >= np.minimum(lengths, 1))).all():
        return False
    starts, ends = rows.spans.T
    return bool((starts >= 0).all() and (starts <= ends).all())
