"""Character n-grams of any script: four signs of an alphabetic word with its edges, pairs where no spaces are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.retrieval.grams import grams
from app.text import fold


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Café", [" caf", "cafe", "afe "]),
        ("Ёлка", [" елк", "елка", "лка "]),
        ("Σίτος", [" σιτ", "σιτο", "ιτοσ", "τοσ "]),
        ("طلبي", [" طلب", "طلبي", "لبي "]),
        ("वापसी", [" वाप", "वापस", "ापसी", "पसी "]),
        ("คืนของ", ["คื", "ืน", "นข", "ขอ", "อง"]),
        ("返品できる", ["返品", "品で", "でき", "きる"]),
        ("我的订单", ["我的", "的订", "订单"]),
        ("환불은", ["환불", "불은"]),
        ("USB用ケース", [" usb", "usb ", "用ケ", "ケー", "ース"]),
        ("第3回", ["第", " 3 ", "回"]),
        ("A-1 to", [" a ", " 1 ", " to "]),
        ("ﬀ", [" ff "]),
        ("ok, ok", [" ok ", " ok "]),
        ("", []),
        ("?! -", []),
        ("🎁👍🏽", []),
    ],
)
def test_a_text_becomes_grams_in_order_and_with_repetitions(text: str, expected: list[str]) -> None:
    assert grams(text) == expected


@pytest.mark.parametrize("typed", ["REMBOURSE", "remboursé", "Rembourse\u0301", "ｒｅｍｂｏｕｒｓｅ"])
def test_case_accents_and_width_change_nothing(typed: str) -> None:
    assert grams(typed) == grams("rembourse")


@given(st.text(st.characters(), max_size=60))
def test_every_letter_is_in_a_gram_and_none_is_longer_than_four(text: str) -> None:
    found = grams(text)
    assert {c for c in fold(text) if c.isalnum()} <= set("".join(found))
    assert all(gram.strip() and len(gram) <= 4 for gram in found)
