"""The sentences of a query as slices of its tokens."""

import re
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.retrieval.query_parts import parts_of


def _spans(query: str) -> np.ndarray[tuple[int, int], np.dtype[np.int32]]:
    """What stands between spaces or ideographic full stops is a token."""
    return np.array([found.span() for found in re.finditer(r"[^\s。]+。?|。", query)], np.int32).reshape(-1, 2)


@pytest.mark.parametrize(
    ("query", "parts"),
    [
        ("My parcel is late. Where is it?", [slice(0, 4), slice(4, 7)]),
        ("Hi there. My parcel is late. Where is it?", [slice(2, 6), slice(6, 9)]),
        ("Hi there! Where is my parcel?", [slice(0, 6)]),
        ("Where is my parcel", [slice(0, 4)]),
        ("Bonjour à vous. Où est-il ?", [slice(0, 3), slice(3, 6)]),
        ("Это мой заказ. Где же он?", [slice(0, 3), slice(3, 6)]),
        ("يا هلا بكم. أين هو الآن؟", [slice(0, 3), slice(3, 6)]),
        ("यह तो है। वह है कहाँ?", [slice(0, 3), slice(3, 6)]),
        ("箱 が 来ない。どこ です か。", [slice(0, 3), slice(3, 6)]),
        ("", [slice(0, 0)]),
        ("🎁", [slice(0, 1)]),
    ],
)
def test_sentences_of_three_tokens_are_parts_and_fewer_than_two_are_the_whole(query: str, parts: list[slice]) -> None:
    assert parts_of(query, _spans(query)) == parts


@given(st.text(alphabet="ab .!?\n。🎁", max_size=60))
def test_parts_are_in_order_apart_and_never_empty_unless_the_query_is(query: str) -> None:
    spans = _spans(query)
    parts = parts_of(query, spans)
    assert all(a.stop <= b.start for a, b in pairwise(parts))
    assert all(0 <= part.start < part.stop <= len(spans) for part in parts) or (
        parts == [slice(0, 0)] and not len(spans)
    )
