"""Questions that match typed pieces, against reading every question."""

from collections.abc import Sequence
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.known_words import KnownWords
from app.question_index import QuestionIndex, Rigour
from app.shared_words import are_akin
from app.typed import stored_pieces, typed_pieces

WORDS = [
    "how",
    "do",
    "does",
    "return",
    "returned",
    "returns",
    "refund",
    "ship",
    "shipping",
    "long",
    "返品",
    "送料",
    "品送",
]
MERCHANTS = st.sampled_from(["a", "b", "c"])
QUESTIONS = st.lists(st.tuples(MERCHANTS, st.lists(st.sampled_from(WORDS), max_size=4).map(" ".join)), max_size=12)
PIECES = st.lists(st.sampled_from([*WORDS, "h", "re", "retu", "s", "shipped", "返", "x"]), min_size=1, max_size=3)
FILTERS = st.sets(MERCHANTS)


def quality(pieces: Sequence[str], text: str) -> int | None:
    """0 where a question begins with the pieces, 1 where its words do, 2 where some are inflected, otherwise None."""
    words = stored_pieces(text)
    if words[: len(pieces) - 1] == pieces[:-1] and "".join(words[len(pieces) - 1 : len(pieces)]).startswith(pieces[-1]):
        return 0
    if all(any(word.startswith(piece) for word in words) for piece in pieces):
        return 1
    if all(any(word.startswith(piece) or are_akin(word, piece) for word in words) for piece in pieces):
        return 2
    return None


def by_reading(questions: Sequence[tuple[str, str]], pieces: Sequence[str], merchants: set[str]) -> list[int]:
    """The questions that match, best first, by reading all of these merchants."""
    found = [
        (rank, len(text), number)
        for number, (merchant, text) in enumerate(questions)
        if (not merchants or merchant in merchants) and (rank := quality(pieces, text)) is not None
    ]
    return [number for _, _, number in sorted(found)]


@given(QUESTIONS, PIECES, FILTERS, st.integers(1, 5))
def test_the_best_within_the_merchants_are_those_that_reading_all_finds(
    questions: list[tuple[str, str]], pieces: list[str], merchants: set[str], limit: int
) -> None:
    found = QuestionIndex(questions).matching(pieces, limit, groups=merchants or None)
    assert found == by_reading(questions, pieces, merchants)[:limit]


@given(QUESTIONS, PIECES, FILTERS)
def test_an_index_too_large_to_be_read_finds_them_by_their_words(
    questions: list[tuple[str, str]], pieces: list[str], merchants: set[str]
) -> None:
    found = QuestionIndex(questions, most_read=4).matching(pieces, 99, groups=merchants or None)
    expected = by_reading(questions, pieces, merchants)
    assert found == expected or (len(expected) > len(found) == 4 and set(found) < set(expected))


@given(QUESTIONS, PIECES, FILTERS, st.sampled_from(Rigour))
def test_no_rigour_brings_another_merchants_question_or_loses_one(
    questions: list[tuple[str, str]], pieces: list[str], merchants: set[str], rigour: Rigour
) -> None:
    found = QuestionIndex(questions).matching(pieces, 99, groups=merchants or None, rigour=rigour)
    assert {questions[number][0] for number in found} <= (merchants or {"a", "b", "c"})
    assert len(set(found)) == len(found) >= len(by_reading(questions, pieces, merchants))


@given(QUESTIONS, QUESTIONS, PIECES, st.sampled_from(Rigour))
def test_what_others_write_changes_nothing_within_a_merchant(
    questions: list[tuple[str, str]], others: list[tuple[str, str]], pieces: list[str], rigour: Rigour
) -> None:
    more = [*questions, *((merchant + "'", text) for merchant, text in others)]
    alone, beside = QuestionIndex(questions), QuestionIndex(more)
    assert alone.matching(pieces, 5, groups={"a"}, rigour=rigour) == beside.matching(
        pieces, 5, groups={"a"}, rigour=rigour
    )


@pytest.mark.parametrize("rigour", [Rigour.SLIPS, Rigour.HALF])
def test_what_others_write_hides_no_slip_within_a_merchant_too_large_to_be_read(rigour: Rigour) -> None:
    questions = [("a", f"shipping {'x' * n}") for n in range(9)]
    beside = QuestionIndex([*questions, ("b", "shiping")], most_read=4)
    assert beside.matching(["shiping"], 3, groups={"a"}, rigour=rigour) == [0, 1, 2]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("shiping retrun warrnty refnd", [0]),
        ("refnd long shiping retrun warrnty", [0]),
        ("refnd lnog shiping retrun warrnty", []),
    ],
)
def test_slips_are_mended_in_the_last_four_pieces_that_mean_no_word(typed: str, found: list[int]) -> None:
    index = QuestionIndex([("a", "long refund return shipping warranty")])
    assert index.matching(typed.split(), 9, rigour=Rigour.SLIPS) == found


def test_a_slip_is_looked_for_once_for_both_rigours_and_the_next_keystroke() -> None:
    index = QuestionIndex([("a", "Shipping")])
    with patch.object(KnownWords, "meant_with_slips", autospec=True, side_effect=KnownWords.meant_with_slips) as mended:
        index.matching(["shiping"], 9, rigour=Rigour.SLIPS)
        index.matching(["shiping", "c"], 9, rigour=Rigour.HALF)
    assert mended.call_count == 1


TEXTS = {
    "How do I get a refund?": "a",
    "Refunds": "a",
    "How long does shipping take?": "b",
    "Wie lange dauert der Versand?": "b",
    "متى يصل طلبي؟": "b",
    "返品できますか？": "c",
    "送料はいくらですか": "c",
    "ขอคืนเงินได้ไหม": "c",
}


@pytest.mark.parametrize(
    ("typed", "rigour", "texts"),
    [
        ("refu", Rigour.LETTERS, ["Refunds", "How do I get a refund?"]),
        ("HOW lo", Rigour.LETTERS, ["How long does shipping take?"]),
        ("shipping long", Rigour.LETTERS, ["How long does shipping take?"]),
        ("wie lan", Rigour.LETTERS, ["Wie lange dauert der Versand?"]),
        ("يص", Rigour.LETTERS, ["متى يصل طلبي؟"]),
        ("返", Rigour.LETTERS, ["返品できますか？"]),
        ("品", Rigour.LETTERS, ["返品できますか？"]),
        ("ますか", Rigour.LETTERS, ["返品できますか？"]),
        ("คืน", Rigour.LETTERS, ["ขอคืนเงินได้ไหม"]),
        ("shiping", Rigour.LETTERS, []),
        ("shiping", Rigour.SLIPS, ["How long does shipping take?"]),
        ("返品はできますか", Rigour.SLIPS, []),
        ("返品はできますか", Rigour.HALF, ["返品できますか？"]),
        ("refund polcy", Rigour.HALF, ["Refunds", "How do I get a refund?"]),
        ("refund conditions", Rigour.HALF, []),
        ("?!", Rigour.HALF, []),
    ],
)
def test_what_is_typed_completes_questions_in_any_script(typed: str, rigour: Rigour, texts: list[str]) -> None:
    index = QuestionIndex((merchant, text) for text, merchant in TEXTS.items())
    found = index.matching(typed_pieces(typed), 9, rigour=rigour)
    assert [list(TEXTS)[number] for number in found] == texts


@pytest.mark.parametrize("rigour", Rigour)
def test_a_piece_of_very_many_questions_is_looked_for_in_the_shortest(rigour: Rigour) -> None:
    questions = [("a", f"how {'x' * n}") for n in range(200, 0, -1)]
    found = QuestionIndex(questions, most_read=3).matching(["how"], 9, rigour=rigour)
    assert found == [199, 198, 197]


def test_half_of_what_is_typed_is_found_by_the_rarest_of_its_words() -> None:
    questions = [("a", f"Where is parcel {n}?") for n in range(50)] + [("a", "Which warranty is given for cases?")]
    found = QuestionIndex(questions, most_read=9).matching(["warranty", "parcels", "n"], 9, rigour=Rigour.HALF)
    assert found == [50]


def test_the_group_of_a_question_is_told() -> None:
    index = QuestionIndex([("a", "Refunds"), ("b", "Returns"), ("a", "Shipping")])
    assert [index.group_of(number) for number in range(len(index))] == ["a", "b", "a"]
