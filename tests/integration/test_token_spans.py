"""Where the bundled model's tokens stand in a text, in code points of the text as it was given."""

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from app.encoders.onnx_encoder import OnnxQueryEncoder

if TYPE_CHECKING:
    from app.encoders.sentence_transformers_encoder import SentenceTransformersEncoder

pytestmark = pytest.mark.model

WORDS = [
    ("line one\n\n- x", ["line", "one", "-", "x"]),
    ("ｆｒｅｅ ｓｈｉｐｐｉｎｇ", ["ｆｒｅｅ", "ｓｈｉｐｐｉｎｇ"]),
    ("ﬁne oﬀer", ["ﬁne", "oﬀer"]),
    ("cafe\u0301 e\u0301te\u0301", ["cafe\u0301", "e\u0301te\u0301"]),
    ("การจัดส่งสินค้าฟรี", ["การจัดส่ง", "สินค้า", "ฟรี"]),
    ("日本からの返品", ["日本", "からの", "返", "品"]),
    ("한국어 배송", ["한국어", "배송"]),
    ("😀👍 ok", ["😀", "👍", "ok"]),
    ("ﷺ", ["ﷺ"] * 4),
]
"""The last is one character of which the model's tokenizer makes four words."""


@pytest.fixture(scope="module")
def queries(model_folder: Path) -> OnnxQueryEncoder:
    return OnnxQueryEncoder.load(model_folder)


@pytest.fixture(scope="module")
def passages(model_folder: Path) -> "SentenceTransformersEncoder":
    from app.encoders.sentence_transformers_encoder import SentenceTransformersEncoder

    return SentenceTransformersEncoder.load(model_folder)


@pytest.mark.parametrize(("text", "expected"), WORDS)
def test_tokens_of_a_passage_stand_on_whole_letters_of_the_text(
    passages: "SentenceTransformersEncoder", text: str, expected: list[str]
) -> None:
    (passage,) = passages.encode_passages([text])
    assert [text[start:end] for start, end in passage.spans.tolist()] == expected
    assert len(passage.tokens) == len(expected)


@pytest.mark.parametrize(("text", "expected"), WORDS[:-1])
def test_tokens_of_a_query_stand_on_whole_letters_of_the_text(
    queries: OnnxQueryEncoder, text: str, expected: list[str]
) -> None:
    query = queries.encode_query(text)
    assert [text[start:end] for start, end in query.spans.tolist()] == expected
    assert len(query.tokens) == len(expected)


def test_texts_encoded_together_keep_their_own_places_and_vectors(passages: "SentenceTransformersEncoder") -> None:
    texts = ["free shipping for every order", "returns", *(text for text, _ in WORDS)]
    together, alone = passages.encode_passages(texts), [passages.encode_passages([text])[0] for text in texts]
    assert [one.spans.tolist() for one in together] == [one.spans.tolist() for one in alone]
    np.testing.assert_allclose([one.vector for one in together], [one.vector for one in alone], atol=1e-6)
    tokens, expected = (np.concatenate([one.tokens for one in found]) for found in (together, alone))
    np.testing.assert_allclose(tokens, expected, atol=1e-5)
