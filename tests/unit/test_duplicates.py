"""Which passages become one hit: the same answer of the same merchant."""

from app.domain import Passage
from app.duplicates import identical_answers


def _passage(merchant: str, question: str | None, text: str) -> Passage:
    return Passage(
        id=f"{merchant}:{question}",
        merchant_id=merchant,
        document=f"{merchant}.txt",
        question=question,
        text=text,
        section=None,
        language="en",
        language_confidence=1.0,
        part=None,
        lines=(1, 2),
        spans=(),
        content_hash="",
    )


LONG = "Yes, within a year of buying."
"""Six words."""


def test_the_same_answer_of_a_merchant_stands_for_the_first_of_its_rows() -> None:
    passages = [_passage("a", question, text) for question, text in [("A?", "Other."), ("B?", LONG), ("C?", LONG)]]
    assert identical_answers(passages) == [0, 1, 1]


def test_two_merchants_that_answer_alike_stay_apart() -> None:
    assert identical_answers([_passage("a", "A?", LONG), _passage("b", "A?", LONG)]) == [0, 1]


def test_white_space_makes_no_other_answer_and_a_letter_does() -> None:
    texts = [LONG, LONG.replace(" ", "\n "), f" {LONG} ", LONG.upper()]
    assert identical_answers([_passage("a", None, text) for text in texts]) == [0, 0, 0, 3]


def test_an_answer_under_five_words_is_the_same_only_to_the_same_question() -> None:
    asked = ["A?", "B?", "A?", None, None]
    four = [_passage("a", question, "Yes, within a year.") for question in asked]
    five = [_passage("a", question, "Yes, within a whole year.") for question in asked]
    assert identical_answers(four) == [0, 1, 0, 3, 3]
    assert identical_answers(five) == [0, 0, 0, 0, 0]


def test_no_passages_have_no_duplicates() -> None:
    assert identical_answers([]) == []
