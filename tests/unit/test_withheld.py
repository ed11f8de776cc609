"""A document's text without what is hidden of it: nothing that is left moves."""

import pytest

from app.corpus.withheld import without
from app.domain import Passage, Span

TEXT = "Is it free?\nYes, it is.\nUntil when?\nMay. Or June.\n"


def _passage(text: str, lines: tuple[int, int]) -> Passage:
    start = TEXT.index(text)
    return Passage(
        id=text,
        merchant_id="m",
        document="d",
        question=None,
        text=text,
        section=None,
        language=None,
        language_confidence=0.0,
        part=None,
        lines=lines,
        spans=(Span(start, start + len(text)),),
        content_hash="",
    )


FREE, MAY, JUNE = _passage("Yes, it is.", (1, 2)), _passage("May.", (3, 4)), _passage("Or June.", (4, 4))


@pytest.mark.parametrize(
    ("hidden", "left", "expected"),
    [
        ([FREE], [MAY, JUNE], " " * 11 + "\n" + " " * 11 + "\nUntil when?\nMay. Or June.\n"),
        ([JUNE], [FREE, MAY], TEXT.replace("Or June.", " " * 8)),
        ([MAY], [FREE, JUNE], TEXT.replace("Until when?", " " * 11).replace("May.", " " * 4)),
        ([MAY], [MAY], TEXT),
        ([], [FREE], TEXT),
    ],
)
def test_white_space_stands_where_a_hidden_passage_stood(
    hidden: list[Passage], left: list[Passage], expected: str
) -> None:
    assert without(TEXT, hidden, left) == expected
