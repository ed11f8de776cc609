"""What may tell who asked is taken out of a text, in any script; what shops are asked about stays."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.redaction import EMAIL, NUMBER, redacted


@pytest.mark.parametrize(
    ("query", "kept"),
    [
        ("write to jane.doe+shop@example.co.uk please", f"write to {EMAIL} please"),
        ("mon e-mail : josé.garcía@exemple.fr.", f"mon e-mail : {EMAIL}"),
        ("jose\u0301@example.com", EMAIL),
        ("имя@почта.рф где мой заказ", f"{EMAIL} где мой заказ"),
        ("我的邮箱是foo@bar.com怎么办", f"我的邮箱是{EMAIL}怎么办"),
        ("jane＠example.com", EMAIL),
        ("jane@localhost", EMAIL),
    ],
)
def test_an_address_goes_and_what_surrounds_it_stays(query: str, kept: str) -> None:
    assert redacted(query) == kept


@pytest.mark.parametrize(
    "number",
    [
        "0612345678",
        "06 12 34 56 78",
        "33 (0)6 12-34-56-78",
        "4111 1111 1111 1111",
        "4111\u200b1111\u200e1111\u20111111",
        "３１－３３４４－５５６６",
        "٠١٢٣٤٥٦٧٨٩",
        "९८७६५ ४३२१०",
        "๐๘๑-๒๓๔-๕๖๗๘",
        "10234",
        "PC10023X",
        "ORD-2024-AB12",
    ],
)
def test_a_number_goes_however_it_is_written(number: str) -> None:
    assert redacted(f"where is {number}?") == f"where is {NUMBER}?"


@pytest.mark.parametrize(
    "query",
    [
        "",
        "iphone 15 pro max case",
        "Samsung Galaxy S24 and S23",
        "does it cost 1,000,000 ₫",
        "between 50 € and 100 €",
        "open 10:30 - 18:30",
        "WH-1000XM5",
        "RTX4090",
        "@picocici on instagram",
        "クーポン2024",
        "निःशुल्क शिपिंग 🎁",
    ],
)
def test_what_shops_are_asked_about_stays(query: str) -> None:
    assert redacted(query) == query


def test_an_order_number_between_letters_of_a_script_without_spaces_goes_alone() -> None:
    assert redacted("注文番号１２３４５６７８はどこ") == f"注文番号{NUMBER}はどこ"


TEXTS = st.text(st.one_of(st.characters(), st.sampled_from("0123456789٠१@.- ()A")), max_size=60)


@given(TEXTS)
def test_nothing_is_left_to_take_out(text: str) -> None:
    once = redacted(text)
    assert redacted(once) == once


@given(TEXTS)
def test_no_five_digits_stay_together(text: str) -> None:
    assert not re.search(r"\d{5}", redacted(text))


@given(st.text(st.characters(exclude_categories=["Nd"], exclude_characters="@＠")))
def test_a_text_without_digits_and_at_signs_stays(text: str) -> None:
    assert redacted(text) == text
