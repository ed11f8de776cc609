"""Pieces of texts in many scripts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.typed import is_unspaced, stored_pieces, typed_pieces


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("What's CASEKOO's e-mail?", ["what", "s", "casekoo", "s", "e", "mail"]),
        ("¿Cuándo llegará mi pedido?", ["cuando", "llegara", "mi", "pedido"]),
        ("Größe & Maße", ["grosse", "masse"]),
        ("Ｓｈｉｐｐｉｎｇ １４", ["shipping", "14"]),
        ("Где мой заказ?", ["где", "мои", "заказ"]),
        ("هل يمكنني الإرجاع؟", ["هل", "يمكنني", "الإرجاع"]),
        ("מתי תגיע ההזמנה?", ["מתי", "תגיע", "ההזמנה"]),
        ("क्या मैं लौटा सकता हूँ", ["क्या", "मैं", "लौटा", "सकता", "हूँ"]),
        ("返品用のタグ", ["返品", "品用", "用", "の", "タグ", "グ"]),
        ("คืนเงิน", ["คื", "ืน", "นเ", "เง", "งิ", "ิน", "น"]),
        ("반품 방법", ["반품", "품", "방법", "법"]),
        ("", []),
        ("?! 🎁", []),
    ],
)
def test_a_stored_text_is_cut_into_words_or_pairs_of_signs(text: str, pieces: list[str]) -> None:
    assert stored_pieces(text) == pieces


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("返", ["返"]),
        ("返品用", ["返品", "品用"]),
        ("返品用の", ["返品", "品用", "用", "の"]),
        ("返品 free sh", ["返品", "品", "free", "sh"]),
        ("refund ", ["refund"]),
    ],
)
def test_the_last_run_that_is_typed_may_go_on(text: str, pieces: list[str]) -> None:
    assert typed_pieces(text) == pieces


@given(st.text("返品用のタグ ", min_size=1), st.integers(1))
def test_what_begins_a_text_has_the_pieces_that_begin_it(text: str, length: int) -> None:
    typed = typed_pieces(text[:length])
    stored = stored_pieces(text)[: len(typed)]
    assert typed[:-1] == stored[:-1]
    assert "".join(stored[-1:]).startswith("".join(typed[-1:]))


@given(st.text("a «»®½ー·?_\u00ad\u0301返ก🎁", max_size=9))
def test_no_piece_is_empty(text: str) -> None:
    assert "" not in stored_pieces(text) + typed_pieces(text)


def test_hangul_counts_as_a_script_without_spaces() -> None:
    assert [is_unspaced(piece) for piece in ("반품", "返", "คื", "return", "возврат", "14")] == [True] * 3 + [False] * 3
