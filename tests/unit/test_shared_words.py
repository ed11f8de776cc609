"""Which words of passages a query shares, in any script."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.shared_words import PassageWords, QueryWords, are_akin, folded_pieces, is_too_frequent, pieces

NO_TOKENS = np.zeros(0, np.int32)


def _pieces(text: str, *token_ends: int) -> list[str]:
    return [text[start:end] for start, end in pieces(text, np.array(token_ends, np.int32))]


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
    assert found == sorted(found)
    assert all(0 <= start < end <= len(text) for start, end in found)


@given(st.text("aé🙂_ 返ก9.", max_size=30))
def test_a_text_has_the_same_words_whatever_script_follows(text: str) -> None:
    assert _pieces(f"{text} 返") == _pieces(text)


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


def _shared(query: str, passage: str, *token_ends: int) -> list[str]:
    words = PassageWords(folded_pieces(passage, np.array(token_ends, np.int32)))
    return [passage[start:end] for start, end in sorted(words.shared_with(QueryWords(query)))]


def test_equal_and_inflected_words_are_shared_wherever_they_stand_whatever_case_and_accents() -> None:
    passage = "Delai de paiement. Retour: Délai 5 jours."
    assert _shared("DÉLAI de retours", passage) == ["Delai", "de", "Retour", "Délai"]


def test_a_query_without_spaces_shares_any_piece_that_it_contains() -> None:
    assert _shared("ค่าจัดส่งเท่าไหร่", "จัดส่งสินค้า", 6) == ["จัดส่ง"]


WORDS = st.lists(st.text("abö", min_size=2, max_size=9), max_size=6)


@given(WORDS, WORDS)
def test_words_are_shared_as_a_comparison_of_all_pairs_finds(query: list[str], passage: list[str]) -> None:
    folded = {word: word.replace("ö", "o") for word in (*query, *passage)}
    expected = [
        word
        for word in passage
        if any(folded[word] == folded[asked] or are_akin(folded[word], folded[asked]) for asked in query)
    ]
    assert _shared(" ".join(query), " ".join(passage)) == expected


@pytest.mark.parametrize(
    ("word", "most"),
    [
        ("the", 1 + 0.05 * 3 * 100),  # 5 % for each letter
        ("shipping", 1 + 0.05 * 8 * 100),
        ("internationally", 1 + 0.5 * 100),  # but half of them at the most
        ("7", 1 + 0.5 * 100),  # numbers tell though they are short
        ("返品", 1 + 0.05 * 6 * 100),  # a sign tells as much as three letters
    ],
)
def test_how_many_passages_may_have_a_word_depends_on_its_length(word: str, most: float) -> None:
    assert not is_too_frequent(word, int(most), 100)
    assert is_too_frequent(word, int(most) + 1, 100)


def test_a_word_of_one_passage_is_never_too_frequent() -> None:
    assert not is_too_frequent("an", 1, 1)
