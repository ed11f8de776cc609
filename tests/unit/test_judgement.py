"""The scores of a ranking that begins with what a curator pinned."""

import numpy as np
import pytest

from app.judgement import Judge
from app.ranked import Pin, Ranked
from app.retrieval.answerability import score_of
from app.retrieval.fusion import Fused, Grounds
from app.retrieval.weights import Weights


@pytest.mark.parametrize("page", [slice(0, 3), slice(1, 3), slice(2, 9)])
def test_nothing_behind_a_pin_is_above_what_was_the_best_before_it(weights: Weights, page: slice) -> None:
    plain = np.array([0.5, 0.75, 0.25], np.float32)  # the best by preferences is pinned, the next is nearer
    fused = Fused(np.arange(3), plain, Grounds(plain, plain, plain, None))
    ranked = Ranked(fused, [[0], [1], [2]], 0.6, Pin(0, "q"))
    expected = [1.0, *(score_of(0.6, behind, weights.score) for behind in (0.0, 0.25))]
    assert Judge(weights).scores(ranked, page) == expected[page]
