"""The mean that is taken away from token vectors."""

from pathlib import Path

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from app.encoders.background import load_background, save_background, without_background
from app.encoders.model_folder import BACKGROUND
from app.errors import ModelIntegrityError

MEAN = np.array([0.6, 0.0, 0.0], np.float32)


def test_the_rest_has_unit_length() -> None:
    rest = without_background(np.array([[0.6, 0.8, 0.0]], np.float32), MEAN)
    assert_allclose(rest, [[0, 1, 0]], atol=1e-6)


def test_a_vector_that_is_all_mean_becomes_zero() -> None:
    assert without_background(MEAN[None], MEAN).tolist() == [[0, 0, 0]]


def test_no_tokens_stay_none() -> None:
    assert without_background(np.empty((0, 3), np.float32), MEAN).shape == (0, 3)


def test_saving_and_loading_changes_nothing(tmp_path: Path) -> None:
    save_background(tmp_path, MEAN, 2 * MEAN)
    query, passage = load_background(tmp_path)
    assert_array_equal([query, passage], [MEAN, 2 * MEAN])


@pytest.mark.parametrize("means", [np.zeros((2, 3, 3)), np.full((2, 3), np.nan), np.zeros(2)])
def test_means_of_another_shape_are_refused(
    tmp_path: Path, means: np.ndarray[tuple[int, ...], np.dtype[np.float64]]
) -> None:
    np.save(tmp_path / BACKGROUND, means)
    with pytest.raises(ModelIntegrityError, match="background"):
        load_background(tmp_path)


@pytest.mark.parametrize("content", [b"", b"nothing"])
def test_a_file_that_holds_no_means_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / BACKGROUND).write_bytes(content)
    with pytest.raises(ModelIntegrityError, match=r"background.npy cannot be read"):
        load_background(tmp_path)
