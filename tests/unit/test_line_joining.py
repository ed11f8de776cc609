"""Wrapped lines joined to paragraphs."""

import pytest

from app.corpus.line_joining import joined_lines, words_of


@pytest.mark.parametrize(
    ("lines", "joined"),
    [
        (["one"], "one"),
        (["one", "two"], "one two"),
        (["guaran\u00ad", "tee"], "guarantee"),
        (["soft\u00adly", "on"], "softly on"),
        (["2-", "3 days"], "2-3 days"),
        (["from -", "to"], "from - to"),
        (["返品", "可能"], "返品可能"),
        (["返品", "OK"], "返品 OK"),
        (["คืน", "เงิน"], "คืนเงิน"),
    ],
)
def test_lines_are_joined_as_their_script_and_hyphens_want_it(lines: list[str], joined: str) -> None:
    assert joined_lines(lines, frozenset()) == joined


def test_words_are_those_that_no_line_s_end_cut() -> None:
    assert words_of(["The Well-known guaran-", "tee 2"]) == {"the", "well-known", "tee"}
