"""Queries without what only a form or the typing put there; numbers that mean something stay."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.query_cleaning import cleaned
from app.text import normalise


@pytest.mark.parametrize(
    ("query", "left"),
    [
        ("where is it, jane.doe+x@mail.example.com", "where is it,"),
        ("https://www.example.com/a?b=1#c where is it", "where is it"),
        ("www.example.com/orders 荷物はどこ", "荷物はどこ"),
        ("+44 20 7946 0958 where is it", "where is it"),
        ("090-1234-5678 荷物はどこ", "荷物はどこ"),
        ("(020) 7946 0958 where is it", "where is it"),
        ("where is #AB-12345678", "where is"),
        ("订单号KID-7781超过45天还没收到货", "订单号 超过45天还没收到货"),
        ("Commande n° 100045872. Que faire", "Commande n° . Que faire"),
        ("where is 1Z999AA10123456784", "where is"),
    ],
)
def test_addresses_and_order_numbers_are_left_out(query: str, left: str) -> None:
    assert cleaned(query) == left


@pytest.mark.parametrize(
    "query",
    [
        "iPhone 15 Pro Max",
        "30 days",
        "3-5 days",
        "$20",
        "over $123456",
        "150000₫ miễn phí ship",
        "123456円以上で送料無料",
        "more than 500000",
        "1,250,000 items",
        "100%",
        "24/7",
        "since 2024",
        "12.05.2024",
        "2024-05-12 10:00",
        "01/02/2024",
        "WELCOME10 does not work",
        "SM-S928B case",
        "20000mAh",
        "a@b",
        "ship to 🇩🇪",
        "क्‍षमा करें",
        "can't I",
        "l’état de ma commande",
        "Hello, my refund please",
        "AAA batteries",
        "www",
        "5 < 6 = 6 > 5",
        "क्या UPI से भुगतान",
        "DHL",
        "PayPal or DHL",
    ],
)
def test_what_means_something_stays(query: str) -> None:
    assert cleaned(query) == query


@pytest.mark.parametrize(
    ("query", "left"),
    [
        ("My parcel is two weeks late. My email is a@b.example", "My parcel is two weeks late."),
        ("Mi pedido no ha llegado todavía, correo: a@b.example.", "Mi pedido no ha llegado todavía,"),
        ("refund please, mail a@b.example", "refund please, mail"),
        (
            "parcel not here yet, send the invoice again to a@b.example",
            "parcel not here yet, send the invoice again to",
        ),
    ],
)
def test_a_clause_that_only_says_where_to_write_goes_if_enough_is_left(query: str, left: str) -> None:
    assert cleaned(query) == left


@pytest.mark.parametrize(
    ("query", "left"),
    [
        ("😡 where is it 🙏😭", "where is it"),
        ("👨‍👩‍👧 gift ❤️", "gift"),
        ('"where is it"', "where is it"),
        ("«Où est ma commande ?»", "Où est ma commande ?"),
        ("「返品」したい", "返品 したい"),
        ("*** >>> where [is] it <<<", "where is it"),
        ("where is it????!!!!!", "where is it?"),
        ("where is it!?!", "where is it!"),
        ("どこですか？？？", "どこですか?"),
        ("pleeeease heeeelp", "please help"),
        ("пожаааалуйста", "пожалуйста"),
        ("pleeease, eine Stofffarbe", "pleease, eine Stoffarbe"),
        ("すごーーーーい", "すごーい"),
        ("ｆｕｌｌ　ｗｉｄｔｈ", "full width"),
    ],
)
def test_decoration_is_left_out(query: str, left: str) -> None:
    assert cleaned(query) == left


@pytest.mark.parametrize(
    ("query", "left"),
    [
        ("WHERE IS MY ORDER", "where is my order"),
        ("ГДЕ МОЙ ЗАКАЗ", "где мой заказ"),
        ("TÜRKİYEYE GÖNDERİM VAR MI", "türkiyeye gönderim var mı"),
        ("IPHONE 15 CASE", "iphone 15 case"),
        ("NOOOOOO REFUND", "no refund"),
    ],
)
def test_shouting_is_lowered(query: str, left: str) -> None:
    assert cleaned(query) == left


@pytest.mark.parametrize("query", ["12345678", "#AB-12345678", "a@b.example", "https://a.example", "📦❓", "???", "«»"])
def test_a_query_of_nothing_else_stays(query: str) -> None:
    assert cleaned(query) == normalise(query)


@given(st.text(max_size=80))
def test_cleaning_twice_changes_nothing_more_and_never_leaves_nothing(query: str) -> None:
    once = cleaned(query)
    assert cleaned(once) == once
    assert bool(once) == bool(normalise(query))


_PIECES = [
    "a@b.example",
    "#AB-12345678",
    "WWW.X.EXAMPLE",
    "😡",
    "\u200d",
    '"',
    "!!!?",
    "eeeee",
    "İ",
    "Ⅷ",
    ",",
    " ",
    "é",
]


@given(st.lists(st.sampled_from(_PIECES), max_size=12).map("".join))
def test_pieces_that_rules_look_for_are_cleaned_once_and_for_all(query: str) -> None:
    once = cleaned(query)
    assert cleaned(once) == once
    assert bool(once) == bool(normalise(query))
