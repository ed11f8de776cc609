"""Suggestions over passages of several merchants."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain import Merchant, Passage, Span
from app.errors import UnknownMerchant
from app.merchant_names import MerchantNames
from app.suggest import MOST_PIECES, Suggester

MERCHANTS = [
    Merchant(id="casely", label="Casely", name="Casely"),
    Merchant(id="unnamed", label="Unnamed shop"),
    Merchant(id="zeta", label="Zeta Goods", name="Zeta Goods"),
]


def passage(merchant_id: str, question: str | None, number: int) -> Passage:
    return Passage(
        id=f"{merchant_id}:{number:016x}",
        merchant_id=merchant_id,
        document=f"{merchant_id}/faq.txt",
        question=question,
        text="An answer.",
        section=None,
        language="en",
        language_confidence=1.0,
        part=None,
        lines=(1, 2),
        spans=(Span(0, 10),),
        content_hash="sha256:0",
    )


def suggester(questions: Sequence[tuple[str, str | None]]) -> Suggester:
    passages = (passage(*question, n) for n, question in enumerate(questions))
    return Suggester(passages, {merchant.id: merchant for merchant in MERCHANTS}, MerchantNames(MERCHANTS))


QUESTIONS: list[tuple[str, str | None]] = [
    ("casely", "How do I claim under warranty?"),
    ("casely", None),
    ("casely", "How long does shipping take?"),
    ("casely", "How long  does SHIPPING take?"),
    ("unnamed", "How long does shipping take?"),
    ("unnamed", "What does the warranty cover?"),
    ("zeta", "Does Zeta Goods ship to Canada?"),
    ("zeta", "Who pays the return shipping?"),
]


def suggested(typed: str, *merchants: str, limit: int = 8) -> list[tuple[str, str]]:
    found = suggester(QUESTIONS).suggest(typed, merchants=merchants, limit=limit)
    return [(s.merchant.id, s.text) for s in found]


def test_a_suggestion_is_a_stored_question_with_its_first_passage_and_merchant() -> None:
    (first, second) = suggester(QUESTIONS).suggest("how lo")
    assert (first.text, first.passage_id) == ("How long does shipping take?", "casely:0000000000000002")
    assert (first.merchant, second.merchant) == (MERCHANTS[0], MERCHANTS[1])


def test_a_question_that_a_merchant_has_twice_is_suggested_once_and_that_of_two_merchants_for_both() -> None:
    question = "How long does shipping take?"
    assert suggested("how long") == [("casely", question), ("unnamed", question)]


def test_the_limit_is_kept() -> None:
    assert suggested("how long", limit=1) == [("casely", "How long does shipping take?")]


def test_a_filter_keeps_other_merchants_questions_away() -> None:
    assert suggested("warr", "unnamed", "zeta") == [("unnamed", "What does the warranty cover?")]


def test_a_merchant_that_is_typed_comes_first_and_hides_no_other() -> None:
    assert suggested("casely warr") == [
        ("casely", "How do I claim under warranty?"),
        ("unnamed", "What does the warranty cover?"),
    ]


def test_a_question_that_has_the_typed_merchants_name_comes_before_those_that_do_not() -> None:
    assert suggested("zeta goods ship") == [
        ("zeta", "Does Zeta Goods ship to Canada?"),
        ("zeta", "Who pays the return shipping?"),
        ("casely", "How long does shipping take?"),
        ("unnamed", "How long does shipping take?"),
    ]


def test_a_name_outside_the_filter_is_a_word_like_any_other() -> None:
    assert suggested("casely warr", "unnamed") == suggested("xasely warr", "unnamed")


def test_a_name_alone_is_matched_as_it_stands() -> None:
    assert suggested("casely") == []


def test_a_slip_beside_a_name_is_mended() -> None:
    assert suggested("casely warrnty") == suggested("casely warr")


def test_half_of_what_is_typed_is_enough_where_nothing_else_matches() -> None:
    assert suggested("warranty costs") == [
        ("unnamed", "What does the warranty cover?"),
        ("casely", "How do I claim under warranty?"),
    ]


@pytest.mark.parametrize("typed", ["?", "🎁", "qqqq", "wie lange"])
def test_where_nothing_matches_nothing_is_suggested(typed: str) -> None:
    assert suggested(typed) == []


def test_only_so_many_pieces_of_what_is_typed_count() -> None:
    long = "how long " * (MOST_PIECES // 2)
    assert suggested(long + "qqqq") == suggested(long)


def test_a_merchant_that_the_index_does_not_hold_is_unknown() -> None:
    with pytest.raises(UnknownMerchant, match=r"^No merchant 'nobody'\. Results name merchants' ids; GET /v1/merch"):
        suggested("how", "casely", "nobody")


WORDS = st.lists(st.sampled_from(["how", "ship", "returns", "Casely", "zeta", "goods", "返品", "warranty"]), max_size=4)
STORED = st.lists(st.tuples(st.sampled_from([m.id for m in MERCHANTS]), WORDS.map(" ".join)), max_size=9)


@given(STORED, st.text("how ship reutns casely返品", min_size=1), st.sets(st.sampled_from([m.id for m in MERCHANTS])))
def test_no_foreign_question_is_ever_suggested_and_none_twice(
    stored: list[tuple[str, str]], typed: str, merchants: set[str]
) -> None:
    together = sorted(stored)
    found = [(s.merchant.id, s.text) for s in suggester(together).suggest(typed, merchants=merchants, limit=20)]
    assert set(found) <= {question for question in together if question[0] in merchants or not merchants}
    assert len(set(found)) == len(found)


@pytest.mark.parametrize(("large", "is_large"), [(0, True), (1, False)])
def test_an_index_of_more_questions_than_a_bound_is_large(
    monkeypatch: pytest.MonkeyPatch, large: int, *, is_large: bool
) -> None:
    monkeypatch.setattr("app.suggest.LARGE", large)
    assert suggester([("casely", "Returns?")]).is_large == is_large
