"""Reads a 4-bit weights file (magic `E5S1`): blocks of 32 weights share an fp16 scale; value = (nibble - 8) x scale."""

import struct
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.errors import ModelIntegrityError

Weights = NDArray[np.float32]

BLOCK = 32
_FLOAT32, _BLOCKS = 0, 1
_BLOCK_LAYOUT = np.dtype([("scale", "<f2"), ("nibbles", "u1", BLOCK // 2)])


@dataclass(frozen=True, slots=True)
class Shape:
    """The sizes of a BERT encoder, in the order in which the file's header states them."""

    hidden: int
    layers: int
    heads: int
    intermediate: int
    vocabulary: int
    positions: int
    types: int
    epsilon: float


@dataclass(frozen=True, slots=True)
class Q4File:
    """A whole file: its sizes, and every tensor flat and dequantised (the file itself states no shapes)."""

    shape: Shape
    tensors: dict[str, Weights]


def read_q4(data: bytes) -> Q4File:
    """The sizes and tensors in `data`; raises ModelIntegrityError for anything but a whole, well-formed file."""
    cursor = _Cursor(data)
    magic, version, *sizes, block = cursor.take("<4sI7ifi")
    if magic != b"E5S1" or version != 1 or block != BLOCK:
        raise _damaged(f"it starts with {magic!r}, version {version}, blocks of {block}")
    _skip_tokenizer(cursor)
    (count,) = cursor.take("<I")
    tensors = dict(_tensor(data, cursor) for _ in range(count))
    if len(tensors) != count:
        raise _damaged("a tensor is listed twice")
    return Q4File(Shape(*sizes), tensors)


def _skip_tokenizer(cursor: "_Cursor") -> None:
    """Pieces (offsets, scores, text) and the normalisation map: `tokenizer.json` has both, so neither is used."""
    pieces, *_special_ids, text_bytes = cursor.take("<5IQ")
    cursor.skip((pieces + 1) * 4 + pieces * 4 + text_bytes)
    _mapped, map_bytes = cursor.take("<II")
    cursor.skip(map_bytes)


def _tensor(data: bytes, cursor: "_Cursor") -> tuple[str, Weights]:
    (length,) = cursor.take("<H")
    (name,) = cursor.take(f"<{length}s")
    kind, count, start, size = cursor.take("<BIQQ")
    if size != _size(kind, count) or start + size > len(data):
        raise _damaged(f"tensor {name!r} of kind {kind} claims {count} values in {size} bytes at {start}")
    values = _values(kind, data[start : start + size])
    if not np.isfinite(values).all():
        raise _damaged(f"tensor {name!r} holds values that are not finite")
    return name.decode("ascii", "replace"), values


def _size(kind: int, count: int) -> int:
    """Bytes that `count` values take; -1, which no file states, where there is no such tensor."""
    if kind == _FLOAT32:
        return count * 4
    if kind == _BLOCKS and count % BLOCK == 0:
        return count // BLOCK * _BLOCK_LAYOUT.itemsize
    return -1


def _values(kind: int, raw: bytes) -> Weights:
    if kind == _FLOAT32:
        return np.frombuffer(raw, "<f4").astype(np.float32)
    blocks = np.frombuffer(raw, _BLOCK_LAYOUT)
    # Byte j of a block holds weight j in its low half and weight j + 16 in its high half.
    nibbles = np.concatenate([blocks["nibbles"] & 15, blocks["nibbles"] >> 4], axis=1).astype(np.float32)
    nibbles -= 8
    nibbles *= blocks["scale"].astype(np.float32)[:, None]
    return nibbles.ravel()


class _Cursor:
    """Reads packed values one after the other and never past the end."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    def take(self, layout: str) -> tuple[Any, ...]:
        start = self._at
        self.skip(struct.calcsize(layout))
        return struct.unpack_from(layout, self._data, start)

    def skip(self, size: int) -> None:
        if self._at + size > len(self._data):
            raise _damaged(f"it ends at byte {len(self._data)}, before byte {self._at + size}")
        self._at += size


def _damaged(what: str) -> ModelIntegrityError:
    return ModelIntegrityError(f"The 4-bit weights file is damaged: {what}. Reinstall the package that carries it.")
