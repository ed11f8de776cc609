"""Clusters are those of average linkage, as SciPy finds them, with weights too; the central row is nearest to all."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.cluster.hierarchy import fcluster, linkage  # type: ignore[import-untyped]

from app.clusters import Vectors, central, clusters


def unit_vectors(count: int, seed: int) -> Vectors:
    drawn = np.random.default_rng(seed).normal(size=(count, 5))
    unit: Vectors = (drawn / np.linalg.norm(drawn, axis=1, keepdims=True)).astype(np.float32)
    return unit


def by_scipy(vectors: Vectors, alike: float) -> set[frozenset[int]]:
    labels = fcluster(linkage(vectors.astype(float), "average", "cosine"), 1 - alike, "distance")
    return {frozenset(np.flatnonzero(labels == label).tolist()) for label in labels}


@given(st.integers(2, 60), st.integers(0, 10_000), st.floats(-0.5, 0.95))
@settings(max_examples=60, deadline=None)
def test_clusters_are_those_of_average_linkage(count: int, seed: int, alike: float) -> None:
    vectors = unit_vectors(count, seed)
    assert set(map(frozenset, clusters(vectors, [1] * count, alike=alike))) == by_scipy(vectors, alike)


@pytest.mark.parametrize("seed", range(5))
def test_a_row_of_weight_three_counts_as_three_equal_ones(seed: int) -> None:
    vectors = unit_vectors(12, seed)
    weights = [1 + 2 * (row % 3 == 0) for row in range(12)]
    owners = np.repeat(np.arange(12), weights)
    repeated = by_scipy(vectors[owners], 0.4)
    expected = {frozenset(owners[list(rows)].tolist()) for rows in repeated}
    assert set(map(frozenset, clusters(vectors, weights, alike=0.4))) == expected


def test_equal_rows_are_one_cluster_and_opposite_ones_are_not() -> None:
    vectors = np.array([[1, 0], [1, 0], [-1, 0], [1, 0]], np.float32)
    assert sorted(map(sorted, clusters(vectors, [1, 1, 1, 1], alike=0.9))) == [[0, 1, 3], [2]]


def test_nothing_makes_no_clusters() -> None:
    assert clusters(np.zeros((0, 3), np.float32), [], alike=0.9) == []


def test_the_central_row_is_nearest_to_the_weighted_mean() -> None:
    angles = np.radians([0, 10, 30])
    vectors = np.stack([np.cos(angles), np.sin(angles)], axis=1).astype(np.float32)
    assert (central(vectors, [1, 1, 1]), central(vectors, [1, 1, 9])) == (1, 2)
