"""Block-wise weights: the formula, and ONNX Runtime's own reading of what is stored."""

import numpy as np
import onnx_ir as ir
import pytest
from numpy.typing import NDArray

from app.encoders.q4 import Weights
from app.encoders.quantise import Blocks, quantise_blocks, quantise_graph
from app.encoders.quiet_runtime import onnxruntime

RNG = np.random.default_rng(7)
TABLE = RNG.normal(size=(10_000, 64)).astype(np.float32)
MATRIX = RNG.normal(size=(64, 32)).astype(np.float32)
IDS = np.array([[0, 9_999, 17]])


def dequantised(blocks: Blocks, bits: int) -> Weights:
    rows = len(blocks.packed)
    halves = np.stack([blocks.packed & 15, blocks.packed >> 4], axis=2).reshape(rows, -1)
    levels = (blocks.packed if bits == 8 else halves).astype(np.float32) - 2 ** (bits - 1)
    weights: Weights = levels.reshape(rows, -1, 32) * blocks.scales[..., None]
    return weights.reshape(rows, -1)


@pytest.mark.parametrize("bits", [4, 8])
def test_every_weight_is_within_one_step_of_its_block(bits: int) -> None:
    blocks = quantise_blocks(TABLE, bits)
    error = np.abs(dequantised(blocks, bits) - TABLE).reshape(*blocks.scales.shape, 32).max(axis=2)
    # Half a step, or a whole one for a weight opposite to the largest: there is no level +2^(bits-1).
    assert (error <= np.abs(blocks.scales) * 1.0001).all()
    assert np.median(error / np.abs(blocks.scales)) <= 0.5


def test_weights_that_were_such_blocks_are_recovered_exactly() -> None:
    once = dequantised(quantise_blocks(TABLE, 4), 4)
    np.testing.assert_array_equal(dequantised(quantise_blocks(once, 4), 4), once)


def test_a_block_of_zeros_stays_zero() -> None:
    np.testing.assert_array_equal(dequantised(quantise_blocks(np.zeros((1, 32), np.float32), 4), 4), np.zeros((1, 32)))


@pytest.mark.parametrize("bits", [4, 8])
def test_onnx_runtime_computes_with_the_dequantised_weights(bits: int) -> None:
    model = gather_then_matmul(TABLE, MATRIX)
    quantise_graph(model.graph, bits)
    table = dequantised(quantise_blocks(TABLE, bits), bits)
    matrix = dequantised(quantise_blocks(MATRIX.T, bits), bits).T
    expected = table[IDS] @ matrix
    # Activations are 8-bit integers too, hence not equal.
    np.testing.assert_allclose(run(model), expected, atol=0.02 * np.abs(expected).max())
    assert {node.op_type for node in model.graph} == {"GatherBlockQuantized", "MatMulNBits"}
    assert sorted(model.graph.initializers) == ["matrix_blocks", "matrix_scales", "table_blocks", "table_scales"]


@pytest.mark.parametrize(
    ("table", "matrix", "kept"),
    [
        (TABLE[:100], MATRIX, "Gather"),
        (TABLE[:, :40], MATRIX[:40], "MatMul"),
        (TABLE.astype(np.float16), MATRIX.astype(np.float16), "MatMul"),
    ],
)
def test_small_tables_odd_widths_and_other_types_are_left_alone(
    table: NDArray[np.generic], matrix: NDArray[np.generic], kept: str
) -> None:
    model = gather_then_matmul(table, matrix)
    quantise_graph(model.graph, 4)
    assert kept in {node.op_type for node in model.graph}


def test_a_matrix_used_twice_is_stored_once() -> None:
    square = RNG.normal(size=(64, 64)).astype(np.float32)
    model = gather_then_matmul(TABLE, square, times=2)
    quantise_graph(model.graph, 8)
    assert [node.op_type for node in model.graph] == ["GatherBlockQuantized", "MatMulNBits", "MatMulNBits"]
    assert sum(name.startswith("matrix") for name in model.graph.initializers) == 2


def constant(name: str, array: NDArray[np.generic]) -> ir.Value:
    return ir.Value(name=name, const_value=ir.tensor(array, name=name))


def gather_then_matmul(table: NDArray[np.generic], matrix: NDArray[np.generic], times: int = 1) -> ir.Model:
    ids = ir.Value(name="ids", shape=ir.Shape(["batch", "sequence"]), type=ir.TensorType(ir.DataType.INT64))
    rows, weights = constant("table", table), constant("matrix", matrix)
    nodes = [ir.node("Gather", [rows, ids])]
    for _ in range(times):
        nodes.append(ir.node("MatMul", [nodes[-1].outputs[0], weights]))
    out = nodes[-1].outputs[0]
    out.name, out.type = "out", ir.TensorType(ir.DataType.FLOAT)
    graph = ir.Graph(
        [ids], [out], nodes=nodes, initializers=[rows, weights], opset_imports={"": 21, "com.microsoft": 1}
    )
    return ir.Model(graph, ir_version=10)


def run(model: ir.Model) -> Weights:
    session = onnxruntime.InferenceSession(ir.to_proto(model).SerializeToString(), providers=["CPUExecutionProvider"])
    result: Weights = session.run(None, {"ids": IDS})[0]
    return result
