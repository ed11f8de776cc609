"""The hashing encoder: deterministic unit vectors that reward shared wording."""

import subprocess
import sys

import numpy as np
import pytest

from app.encoders.hashing import HashingEncoder
from app.encoders.ports import PassageEncoder, QueryEncoder

ENCODER = HashingEncoder()
TEXTS = [
    "Where is my order?",
    "Où est ma commande ?",
    "Где мой заказ?",
    "أين طلبي؟",
    "मेरा ऑर्डर",
    "คำสั่งซื้อ",
    "注文はどこ",
    "我的订单",
]
BLANK = ["", " ", "\n\t", "\u0000", "😀😀", "?!", "\u200d"]


@pytest.mark.parametrize("text", TEXTS + BLANK)
def test_every_text_has_a_unit_vector_and_unit_token_rows(text: str) -> None:
    encoded = ENCODER.encode_query(text)
    assert np.linalg.norm(encoded.vector) == pytest.approx(1, abs=1e-6)
    np.testing.assert_allclose(np.linalg.norm(encoded.tokens, axis=1), 1, atol=1e-6)
    assert encoded.tokens.shape[1] == ENCODER.dimension


def test_it_serves_both_ports() -> None:
    queries: QueryEncoder = ENCODER
    passages: PassageEncoder = ENCODER
    assert queries.fingerprint == passages.fingerprint


def test_a_query_and_a_passage_of_the_same_words_have_the_same_vector() -> None:
    rows = np.stack([passage.vector for passage in ENCODER.encode_passages(TEXTS)])
    np.testing.assert_array_equal(rows, np.stack([ENCODER.encode_query(text).vector for text in TEXTS]))
    np.testing.assert_array_equal(rows, ENCODER.encode_questions(TEXTS))


def test_shared_words_count_more_than_none_whatever_case_and_accents() -> None:
    query = ENCODER.encode_query("free shipping").vector
    near, far = ENCODER.encode_passages(["Is FREE shípping offered?", "Warranty claims"])
    assert query @ near.vector > 0.5 > query @ far.vector


def test_there_is_one_token_row_for_each_word() -> None:
    rows = ENCODER.encode_query("where is my order?").tokens
    np.testing.assert_array_equal(
        rows, np.stack([ENCODER.encode_query(w).vector for w in ("where", "is", "my", "order")])
    )


def test_words_past_the_limit_are_left_out() -> None:
    text = " ".join(f"w{number}" for number in range(600))
    assert ENCODER.count_tokens(text) == 600
    assert len(ENCODER.encode_query(text).tokens) == ENCODER.max_tokens


def test_progress_ends_with_everything_done() -> None:
    calls: list[tuple[int, int]] = []
    ENCODER.encode_passages(TEXTS, lambda done, total: calls.append((done, total)))
    ENCODER.encode_questions(TEXTS, lambda done, total: calls.append((done, total)))
    assert calls == [(len(TEXTS), len(TEXTS))] * 2


def test_no_texts_give_no_rows() -> None:
    assert ENCODER.encode_passages([]) == []
    assert ENCODER.encode_questions([]).shape == (0, ENCODER.dimension)


def test_another_process_gives_the_same_vector() -> None:
    code = (
        "from app.encoders.hashing import HashingEncoder as E; print(E().encode_query('order').vector.tobytes().hex())"
    )
    other = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip()
    assert other == ENCODER.encode_query("order").vector.tobytes().hex()


@pytest.mark.parametrize("text", TEXTS + BLANK)
def test_a_passage_has_the_token_rows_of_the_same_query(text: str) -> None:
    (encoded,) = ENCODER.encode_passages([text])
    np.testing.assert_array_equal(encoded.tokens, ENCODER.encode_query(text).tokens)
    assert encoded.spans.shape == (len(encoded.tokens), 2)


def test_each_token_of_a_passage_knows_where_its_word_stands() -> None:
    text = "Où est  ｍａ cafe\u0301-commande ?"
    (encoded,) = ENCODER.encode_passages([text])
    assert [text[start:end] for start, end in encoded.spans.tolist()] == [
        "Où",
        "est",
        "ｍａ",
        *["cafe\u0301-commande"] * 2,
    ]
