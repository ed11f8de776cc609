"""Which passages give the same answer twice, so that they become one hit."""

from collections.abc import Sequence

from app.domain import Passage
from app.text import count_words

_TELLING_WORDS = 5
"""Shorter answers ("Yes.") say the same only where the question is the same."""


def identical_answers(passages: Sequence[Passage]) -> list[int]:
    """For each row, the first row of the same merchant with the same answer, white space aside."""
    first: dict[tuple[str, str, str | None], int] = {}
    return [first.setdefault(_answer_key(p), row) for row, p in enumerate(passages)]


def _answer_key(passage: Passage) -> tuple[str, str, str | None]:
    question = None if count_words(passage.text) >= _TELLING_WORDS else passage.question
    return passage.merchant_id, " ".join(passage.text.split()), question
