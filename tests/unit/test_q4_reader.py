"""The 4-bit reader against a file written by hand, byte by byte, and against damaged ones."""

import struct

import numpy as np
import pytest

from app.encoders.q4 import Shape, read_q4
from app.errors import ModelIntegrityError

SCALE = 0.5
NIBBLES = [(7 * place) % 16 for place in range(32)]
FLOATS = [1.5, -2.25, 0.0]


def block(scale: float = SCALE) -> bytes:
    """Byte j: weight j in the low half, weight j + 16 in the high half."""
    return struct.pack("<e", scale) + bytes(NIBBLES[j] | NIBBLES[j + 16] << 4 for j in range(16))


def entry(name: bytes, kind: int, count: int, start: int, size: int) -> bytes:
    return struct.pack("<H", len(name)) + name + struct.pack("<BIQQ", kind, count, start, size)


HEADER = struct.pack("<4sI7ifi", b"E5S1", 1, 384, 12, 12, 1536, 250037, 512, 2, 1e-12, 32)
# Two pieces "a" and "bc" (three offsets, two scores), and a normalisation map of one entry of five bytes.
PIECES = struct.pack("<5IQ", 2, 0, 2, 1, 3, 3) + bytes(3 * 4 + 2 * 4) + b"abc"
MAP = struct.pack("<II", 1, 5) + bytes(5)
START = len(HEADER + PIECES + MAP) + 4 + len(entry(b"w", 0, 0, 0, 0)) * 2
BODY = block() + struct.pack("<3f", *FLOATS)
QUANTISED = entry(b"w", 1, 32, START, 18)
PLAIN = entry(b"b", 0, 3, START + 18, 12)


def whole(*entries: bytes, header: bytes = HEADER, body: bytes = BODY) -> bytes:
    return header + PIECES + MAP + struct.pack("<I", len(entries)) + b"".join(entries) + body


def test_a_value_is_its_nibble_less_eight_times_the_scale_of_its_block() -> None:
    tensors = read_q4(whole(QUANTISED, PLAIN)).tensors
    assert tensors["w"].tolist() == [(nibble - 8) * SCALE for nibble in NIBBLES]
    assert tensors["b"].tolist() == FLOATS
    assert {tensor.dtype for tensor in tensors.values()} == {np.dtype(np.float32)}


def test_the_header_gives_the_sizes_of_the_encoder() -> None:
    epsilon = float(np.float32(1e-12))
    assert read_q4(whole(QUANTISED, PLAIN)).shape == Shape(384, 12, 12, 1536, 250037, 512, 2, epsilon)


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"", "ends at byte 0"),
        (whole(QUANTISED, PLAIN, header=b"GGUF" + HEADER[4:]), "GGUF"),
        (whole(QUANTISED, PLAIN, header=HEADER[:4] + b"\2" + HEADER[5:]), "version 2"),
        (whole(QUANTISED, PLAIN, header=HEADER[:-4] + struct.pack("<i", 64)), "blocks of 64"),
        (HEADER + PIECES[:30], "ends at byte"),
        (whole(QUANTISED, PLAIN)[:-1], "claims 3 values"),
        (whole(QUANTISED, entry(b"b", 2, 3, START, 12)), "kind 2"),
        (whole(QUANTISED, entry(b"b", 1, 33, START, 18)), "claims 33 values"),
        (whole(QUANTISED, entry(b"b", 0, 3, START, 16)), "in 16 bytes"),
        (whole(QUANTISED, entry(b"b", 0, 3, 2**63, 12)), "claims 3 values"),
        (whole(QUANTISED, QUANTISED), "listed twice"),
        (whole(QUANTISED, PLAIN, body=block(float("nan")) + bytes(12)), "not finite"),
        (HEADER + PIECES + MAP + struct.pack("<I", 2**32 - 1), "ends at byte"),
    ],
)
def test_a_damaged_file_is_refused(data: bytes, what: str) -> None:
    with pytest.raises(ModelIntegrityError, match=what) as refusal:
        read_q4(data)
    assert "Reinstall the package" in str(refusal.value)
