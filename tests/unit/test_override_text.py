"""Entries of `overrides.toml` as they are written: read again, they say the same."""

import tomllib

from hypothesis import given
from hypothesis import strategies as st

from app.corpus.override_text import OPENING, snippet, with_entry

TEXTS = st.text(st.characters(exclude_categories=["Cs"]))


@given(TEXTS, st.lists(TEXTS))
def test_any_text_is_read_as_it_was_given(text: str, texts: list[str]) -> None:
    read = tomllib.loads(with_entry(OPENING, snippet("pins", {"question": text, "query": texts})))
    assert read == {"pins": [{"question": text, "query": texts}]}


def test_an_entry_is_a_header_and_a_line_for_each_field() -> None:
    assert snippet("pins", {"merchant": "shop", "query": ['a "b"', "ж\n\x7f"]}) == (
        '[[pins]]\nmerchant = "shop"\nquery = ["a \\"b\\"", "ж\\n\\u007f"]\n'
    )
