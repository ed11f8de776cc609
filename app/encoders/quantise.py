"""Block-wise weights for ONNX Runtime: MatMul to MatMulNBits and large Gather tables to GatherBlockQuantized.

Own code rather than onnxruntime.quantization, whose tool cannot quantise a Gather to 8 bits, and configures the
root logger when imported. Activations stay per-row, so a vector never depends on its neighbours in a batch.
"""

from dataclasses import dataclass

import numpy as np
import onnx_ir as ir
from numpy.typing import NDArray

from app.encoders.q4 import BLOCK, Weights

_CONSTANT_INPUT = {"MatMul": 1, "Gather": 0}
_MIN_TABLE_ROWS = 10_000
"""Smaller tables (positions, token types) save little and stay as they are."""
_INT8_ACTIVATIONS = 4
"""`accuracy_level`: activations as 8-bit integers, each row and block of 32 with its own scale."""


@dataclass(frozen=True, slots=True)
class Blocks:
    """A quantised matrix: `packed` (rows, bytes) and `scales` (rows, blocks); weight = (value - 2^(bits-1)) x scale."""

    packed: NDArray[np.uint8]
    scales: Weights


def quantise_blocks(weights: Weights, bits: int) -> Blocks:
    """Symmetric blocks of 32 along the rows of `weights` (rows, columns), whose columns are a multiple of 32.

    The scale makes each block's largest weight the lowest level exactly. Weights that came from such blocks are
    therefore recovered without loss.
    """
    rows, columns = weights.shape
    blocks = weights.reshape(rows, columns // BLOCK, BLOCK)
    largest = np.take_along_axis(blocks, np.abs(blocks).argmax(axis=2)[..., None], axis=2)
    zero = 2 ** (bits - 1)
    scales = np.where(largest == 0, np.float32(1), largest / np.float32(-zero))
    levels = np.clip(np.rint(blocks / scales) + zero, 0, 2 * zero - 1).astype(np.uint8).reshape(rows, columns)
    packed = levels if bits == 8 else levels[:, ::2] | (levels[:, 1::2] << 4)
    return Blocks(packed, scales[..., 0])


def quantise_graph(graph: ir.Graph, bits: int) -> None:
    """Replace, in place, each MatMul by a constant and each Gather from a large table."""
    stored: dict[str, tuple[ir.Value, ir.Value]] = {}
    for node in list(graph):
        weights = _weights(node)
        if weights is None:
            continue
        name, matrix = weights
        if name not in stored:
            stored[name] = _store(graph, name, quantise_blocks(matrix, bits), flat=node.op_type == "MatMul")
        _replace(graph, node, _quantised(node, stored[name], _attributes(node.op_type, matrix, bits)))
    for value in [value for value in graph.initializers.values() if not value.uses()]:
        del graph.initializers[str(value.name)]


def _weights(node: ir.Node) -> tuple[str, Weights] | None:
    """The constant of a node that gains from blocks, and its name; a MatMul's with one output a row."""
    if node.op_type not in _CONSTANT_INPUT:
        return None
    value = node.inputs[_CONSTANT_INPUT[node.op_type]]
    if value is None or value.const_value is None:
        return None
    matrix = value.const_value.numpy()
    if node.op_type == "MatMul":
        matrix = matrix.T
    return (str(value.name), matrix) if _gains(node.op_type, matrix) else None


def _gains(op_type: str, matrix: NDArray[np.generic]) -> bool:
    if matrix.ndim != 2 or matrix.dtype != np.float32 or matrix.shape[1] % BLOCK:
        return False
    return op_type == "MatMul" or len(matrix) >= _MIN_TABLE_ROWS


def _store(graph: ir.Graph, name: str, blocks: Blocks, *, flat: bool) -> tuple[ir.Value, ir.Value]:
    """Add both arrays to the graph; MatMulNBits wants its packed weights as (rows, blocks, bytes of a block)."""
    packed = blocks.packed.reshape(*blocks.scales.shape, -1) if flat else blocks.packed
    return _constant(graph, f"{name}_blocks", packed), _constant(graph, f"{name}_scales", blocks.scales)


def _constant(graph: ir.Graph, name: str, array: NDArray[np.uint8] | Weights) -> ir.Value:
    tensor = ir.tensor(array, name=name)
    value = ir.Value(name=name, shape=ir.Shape(array.shape), type=ir.TensorType(tensor.dtype), const_value=tensor)
    graph.register_initializer(value)
    return value


def _attributes(op_type: str, matrix: Weights, bits: int) -> dict[str, int]:
    if op_type == "Gather":
        return {"bits": bits, "block_size": BLOCK, "gather_axis": 0, "quantize_axis": 1}
    rows, columns = matrix.shape
    return {"bits": bits, "block_size": BLOCK, "K": columns, "N": rows, "accuracy_level": _INT8_ACTIVATIONS}


def _quantised(node: ir.Node, arrays: tuple[ir.Value, ir.Value], attributes: dict[str, int]) -> ir.Node:
    packed, scales = arrays
    if node.op_type == "MatMul":
        name, inputs = "MatMulNBits", [node.inputs[0], packed, scales]
    else:
        name, inputs = "GatherBlockQuantized", [packed, node.inputs[1], scales]
    return ir.node(name, inputs, attributes, domain="com.microsoft", name=node.name)


def _replace(graph: ir.Graph, node: ir.Node, new: ir.Node) -> None:
    ir.convenience.replace_nodes_and_values(graph, node, [node], [new], node.outputs, new.outputs)
