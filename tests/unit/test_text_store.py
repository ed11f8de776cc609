"""Texts in one piece of memory."""

from hypothesis import given
from hypothesis import strategies as st

from app.text_store import TextStore


@given(st.lists(st.text(st.characters(exclude_categories=()))))
def test_every_text_comes_back_as_it_was(texts: list[str]) -> None:
    store = TextStore()
    for text in texts:
        store.append(text)
    assert [store[number] for number in range(len(store))] == texts
