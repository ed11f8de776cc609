"""Five canonical query vectors of the bundled model: they change only with the weights, the tokenizer or the export."""

from pathlib import Path

import numpy as np
import pytest

from app.encoders.onnx_encoder import OnnxQueryEncoder

pytestmark = pytest.mark.model

# Written down from the first build, whose mean cosine to sentence-transformers in float32 was 0.9999.
FIRST_EIGHT = {
    "Where is my order?": [0.0431, -0.0439, -0.0396, -0.0302, 0.0889, -0.0414, 0.0223, 0.0674],
    "Wie lange dauert die Rückerstattung?": [0.0507, -0.0329, -0.0185, -0.1087, 0.0466, -0.0425, -0.0157, 0.0582],
    "أين طلبي؟": [0.0301, -0.0444, -0.0406, -0.0872, 0.0587, -0.0192, -0.0164, 0.0652],
    "送料はいくらですか？": [0.0382, -0.0425, -0.0705, 0.003, 0.0178, -0.0551, -0.0052, 0.0426],
    "बारिश में": [0.036, -0.004, -0.0531, -0.1211, 0.1082, -0.0364, 0.0017, 0.0109],
}
COSINES = [
    [1.000, 0.774, 0.862, 0.829, 0.806],
    [0.774, 1.000, 0.786, 0.813, 0.756],
    [0.862, 0.786, 1.000, 0.818, 0.783],
    [0.829, 0.813, 0.818, 1.000, 0.781],
    [0.806, 0.756, 0.783, 0.781, 1.000],
]


@pytest.fixture(scope="module")
def vectors(model_folder: Path) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
    encoder = OnnxQueryEncoder.load(model_folder)
    return np.stack([encoder.encode_query(query).vector for query in FIRST_EIGHT])


def test_the_first_components_are_the_canonical_ones(
    vectors: np.ndarray[tuple[int, int], np.dtype[np.float32]],
) -> None:
    # Kernels differ between processors by well under this.
    np.testing.assert_allclose(vectors[:, :8], list(FIRST_EIGHT.values()), atol=1e-3)


def test_the_whole_vectors_stand_to_each_other_as_the_canonical_ones(
    vectors: np.ndarray[tuple[int, int], np.dtype[np.float32]],
) -> None:
    np.testing.assert_allclose(vectors @ vectors.T, COSINES, atol=2e-3)
