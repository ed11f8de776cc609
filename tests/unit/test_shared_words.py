"""Which words of passages a query shares, in any script."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.shared_words import Vocabulary, are_akin, pieces

NO_TOKENS = np.zeros(0, np.int32)


def _pieces(text: str, *token_ends: int) -> list[str]:
    return [text[span.start : span.end] for span in pieces(text, np.array(token_ends, np.int32))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Free shipping, 2 days!", ["Free", "shipping", "2", "days"]),
        ("l’expédition d'un colis", ["expédition", "un", "colis"]),
        ("cafe\u0301", ["cafe\u0301"]),
        ("мой заказ", ["мой", "заказ"]),
        ("أين طلبي؟", ["أين", "طلبي"]),
        ("हिन्दी में वापसी।", ["हिन्दी", "में", "वापसी"]),
        ("日本からの返品", ["日本", "返品"]),
        ("退货政策", ["退货", "货政", "政策"]),
        ("배송비는", ["배송", "송비", "비는"]),
        ("iPhone14ケース", ["iPhone14", "ケー", "ース"]),
        ("😀 ?! _ a", []),
        ("", []),
    ],
)
def test_pieces_are_words_numbers_and_pairs_of_signs(text: str, expected: list[str]) -> None:
    assert _pieces(text) == expected


def test_a_script_without_spaces_is_cut_where_tokens_end() -> None:
    assert _pieces("การจัดส่งสินค้าฟรี", 9, 15, 18) == ["การจัดส่ง", "สินค้า", "ฟรี"]


@given(st.text())
def test_pieces_lie_in_order_inside_any_text(text: str) -> None:
    found = list(pieces(text, NO_TOKENS))
    assert found == sorted(found, key=lambda span: span.start)
    assert all(0 <= span.start < span.end <= len(text) for span in found)


@pytest.mark.parametrize(
    ("one", "other"),
    [("refund", "refunds"), ("returning", "return"), ("доставка", "доставки"), ("commande", "commandes")],
)
def test_forms_of_one_word_are_akin(one: str, other: str) -> None:
    assert are_akin(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("customer", "customs"),
        ("policy", "police"),
        ("case", "casekoo"),
        ("ship", "shipper"),
        ("we", "web"),
        ("a", "b"),
    ],
)
def test_words_that_only_begin_alike_are_not_akin(one: str, other: str) -> None:
    assert not are_akin(one, other)


def _shared(query: str, *passages: str, language: str = "en") -> list[int]:
    vocabulary = Vocabulary()
    for passage in passages:
        vocabulary.add([passage[span.start : span.end] for span in pieces(passage, NO_TOKENS)], language)
    return sorted(vocabulary.shared_with(query))


def test_equal_and_inflected_words_are_shared_whatever_case_and_accents() -> None:
    assert _shared("DÉLAI de retours", "delai", "retour", "paiement") == [0, 1]


def test_a_word_of_nearly_every_passage_is_not_shared_but_a_rare_one_is() -> None:
    assert _shared("the refund", *["the order"] * 20, "the refund") == [2]


def test_a_long_word_may_be_more_frequent_than_a_short_one() -> None:
    passages = ["how shipping", "how shipping", "how shipping", *["order"] * 7]
    assert _shared("how is shipping", *passages) == [1]


def test_numbers_tell_though_they_are_short() -> None:
    assert _shared("30 days", "30", "30", "30", *["order"] * 7) == [0]


def test_how_frequent_a_word_is_counts_within_its_language() -> None:
    vocabulary = Vocabulary()
    (german,) = {vocabulary.add(["die"], "de")[0] for _ in range(5)}
    (english,) = {vocabulary.add(["die"], "en")[0] for _ in range(1)}
    assert vocabulary.shared_with("die") == {english}
    assert german != english


def test_a_query_without_spaces_shares_any_piece_that_it_contains() -> None:
    vocabulary = Vocabulary()
    (delivery, _) = vocabulary.add(["จัดส่ง", "สินค้า"], "th")
    assert vocabulary.shared_with("ค่าจัดส่งเท่าไหร่") == {delivery}
