"""Texts folded around the sentences that matter."""

from collections.abc import Sequence

import pytest
from rich.text import Text

from app.domain import Span
from app.folding import SENTENCE, SHOWN_LINES, WORDS, folded, marked


def _styles(text: Text) -> list[tuple[str, str]]:
    return [(text.plain[span.start : span.end], str(span.style)) for span in text.spans]


def _span(text: str, part: str) -> Span:
    return Span(text.index(part), text.index(part) + len(part))


def test_the_sentence_of_a_place_is_bold_and_the_place_underlined() -> None:
    text = "First. Three days it takes. Last."
    shown = marked(text, [_span(text, "days")])
    assert shown.plain == text
    assert _styles(shown) == [("Three ", SENTENCE), ("days", WORDS), (" it takes.", SENTENCE)]


@pytest.mark.parametrize(
    "sentence", ["It takes three days.", "返品用のラベルはお送りしません。", "يستغرق الشحن أسبوعا."]
)
def test_a_place_that_is_a_whole_sentence_is_bold_alone(sentence: str) -> None:
    text = f"Before. {sentence}\nAfter."
    assert _styles(marked(text, [_span(text, sentence)])) == [(sentence, SENTENCE)]


def test_a_bullet_before_a_whole_sentence_does_not_count() -> None:
    text = "Not covered:\n • Drops\n • Theft"
    assert _styles(marked(text, [_span(text, "Drops")])) == [("• Drops", SENTENCE)]


def test_what_a_terminal_would_obey_is_left_out_and_the_places_stay_right() -> None:
    text = "\x1b[31mRed\u202e. Three days."
    shown = marked(text, [_span(text, "Three")])
    assert shown.plain == "[31mRed. Three days."
    assert _styles(shown) == [("Three", WORDS), (" days.", SENTENCE)]


@pytest.mark.parametrize("text", ["", "No place in it."])
def test_a_text_without_places_is_plain(text: str) -> None:
    assert (marked(text, []).plain, marked(text, []).spans) == (text, [])


def _marked_lines(count: int, marks: Sequence[int]) -> list[Text]:
    return [marked(f"line {number}.", [Span(0, 4)] if number in marks else []) for number in range(count)]


def _folded(count: int, *marks: int) -> list[str]:
    return [line.plain.removeprefix("line ").removesuffix(".") for line in folded(_marked_lines(count, marks))]


def test_a_short_text_stays_whole() -> None:
    assert _folded(SHOWN_LINES, 1) == ["0", "1", "2", "3", "4"]


def test_a_long_text_is_shown_from_the_line_before_what_matters() -> None:
    assert _folded(12, 4) == ["… 3 more lines", "3", "4", "5", "6", "7", "… 4 more lines"]


def test_a_text_without_marks_is_shown_from_its_beginning() -> None:
    assert _folded(9) == ["0", "1", "2", "3", "4", "… 4 more lines"]


def test_what_matters_at_the_end_is_shown_with_what_is_before_it() -> None:
    assert _folded(9, 8) == ["… 4 more lines", "4", "5", "6", "7", "8"]


def test_everything_that_matters_is_shown_however_long() -> None:
    assert _folded(12, 2, 9) == ["… 2 more lines", "2", "3", "4", "5", "6", "7", "8", "9", "… 2 more lines"]


def test_a_single_line_is_not_left_out() -> None:
    assert _folded(7, 2) == ["0", "1", "2", "3", "4", "5", "6"]


def test_blank_lines_beside_what_is_left_out_are_left_out_too() -> None:
    lines = [Text(line) for line in ("0", "1", "", "3", "", "5", "6", "7")]
    assert [line.plain for line in folded(lines)] == ["0", "1", "", "3", "… 3 more lines"]


def test_blank_lines_alone_stay() -> None:
    assert [line.plain for line in folded([Text(""), Text("")])] == [""]
