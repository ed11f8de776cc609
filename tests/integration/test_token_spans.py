"""Where the bundled model's tokens stand in a passage, in code points of the text as it was given."""

from pathlib import Path

import pytest

from app.encoders.onnx_encoder import OnnxQueryEncoder

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def encoder(model_folder: Path) -> OnnxQueryEncoder:
    return OnnxQueryEncoder.load(model_folder)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("line one\n\n- x", ["line", "one", "-", "x"]),
        ("ｆｒｅｅ ｓｈｉｐｐｉｎｇ", ["ｆｒｅｅ", "ｓｈｉｐｐｉｎｇ"]),
        ("ﬁne oﬀer", ["ﬁne", "oﬀer"]),
        ("cafe\u0301 e\u0301te\u0301", ["cafe\u0301", "e\u0301te\u0301"]),
        ("การจัดส่งสินค้าฟรี", ["การจัดส่ง", "สินค้า", "ฟรี"]),
        ("日本からの返品", ["日本", "からの", "返", "品"]),
        ("한국어 배송", ["한국어", "배송"]),
        ("😀👍 ok", ["😀", "👍", "ok"]),
        ("ﷺ", ["ﷺ"] * 4),
    ],
)
def test_tokens_stand_on_whole_letters_of_the_text(encoder: OnnxQueryEncoder, text: str, expected: list[str]) -> None:
    (passage,) = encoder.encode_tokens([text])
    assert [text[start:end] for start, end in passage.spans.tolist()] == expected
    assert len(passage.tokens) == len(expected)


def test_texts_encoded_together_keep_their_own_places(encoder: OnnxQueryEncoder) -> None:
    texts = ["free shipping for every order", "returns"]
    passages = encoder.encode_tokens(texts)
    firsts = [text[slice(*passage.spans[0])] for text, passage in zip(texts, passages, strict=True)]
    assert firsts == ["free", "return"]
