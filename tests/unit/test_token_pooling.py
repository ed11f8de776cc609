"""Neighbouring tokens as one row, held against means by hand."""

import numpy as np
import pytest
from numpy.testing import assert_allclose

from app.encoders.hashing import HashingEncoder
from app.encoders.ports import EncodedPassage
from app.passage_texts import embedded_text
from app.token_pooling import pooled

QUESTION = "How long does delivery take?"
TEXT = "It takes three days. Then\nwe ring the bell!"
ENCODED = HashingEncoder().encode_passages([embedded_text(QUESTION, TEXT)])[0]
VECTOR = np.ones(1, np.float32)


def _words(encoded: EncodedPassage) -> list[str]:
    embedded = embedded_text(QUESTION, TEXT)
    return [embedded[start:end] for start, end in encoded.spans.tolist()]


def test_one_token_a_row_leaves_all_as_they_are() -> None:
    assert pooled(ENCODED, QUESTION, TEXT, most=1) is ENCODED


@pytest.mark.parametrize(
    ("most", "words"),
    [
        (2, ["How long", "does delivery", "take?", "It takes", "three days.", "Then", "we ring", "the bell!"]),
        (3, ["How long does", "delivery take?", "It takes three", "days.", "Then", "we ring the", "bell!"]),
        (9, ["How long does delivery take?", "It takes three days.", "Then", "we ring the bell!"]),
    ],
)
def test_neighbours_become_one_up_to_the_end_of_question_line_and_sentence(most: int, words: list[str]) -> None:
    assert _words(pooled(ENCODED, QUESTION, TEXT, most=most)) == words


def test_a_row_is_the_mean_of_its_tokens_at_length_one() -> None:
    kept = pooled(ENCODED, QUESTION, TEXT, most=2)
    mean = ENCODED.tokens[:2].mean(axis=0)
    assert_allclose(kept.tokens[0], mean / np.linalg.norm(mean), atol=1e-6)
    assert_allclose(kept.tokens[2], ENCODED.tokens[4], atol=1e-6)
    assert (kept.tokens.dtype.name, kept.spans.dtype.name) == ("float32", "int32")
    assert kept.vector is ENCODED.vector


def test_tokens_that_cancel_each_other_out_make_a_row_of_zeros() -> None:
    opposite = EncodedPassage(VECTOR, np.array([[1, 0], [-1, 0]], np.float32), np.array([[0, 1], [1, 2]], np.int32))
    assert pooled(opposite, None, "ab", most=2).tokens.tolist() == [[0, 0]]


def test_a_passage_without_a_question_is_pooled_from_its_beginning() -> None:
    encoded = HashingEncoder().encode_passages([TEXT])[0]
    assert len(pooled(encoded, None, TEXT, most=9).tokens) == 3


def test_a_passage_without_tokens_stays_so() -> None:
    none = EncodedPassage(VECTOR, np.zeros((0, 4), np.float32), np.zeros((0, 2), np.int32))
    assert pooled(none, None, "", most=4) is none
