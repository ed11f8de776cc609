"""What of a passage is embedded: the whole, and windows of three sentences of a long answer."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.passage_texts import embedded_text, windows


@pytest.mark.parametrize(("question", "expected"), [("How?", "How?\nSo."), (None, "So."), ("", "So.")])
def test_a_question_stands_above_its_text(question: str | None, expected: str) -> None:
    assert embedded_text(question, "So.") == expected


@pytest.mark.parametrize("text", ["One.", "One. Two. Three.", "一つ。二つ。三つ。", "", "no end", "🎁"])
def test_an_answer_of_up_to_three_sentences_is_one_window(text: str) -> None:
    assert windows("How?", text) == [embedded_text("How?", text)]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("One.  Two.\nThree. Four.", ["One.  Two.\nThree.", "Two.\nThree. Four."]),
        ("一つ。二つ。三つ。四つ。", ["一つ。二つ。三つ。", "二つ。三つ。四つ。"]),
        ("एक। दो। तीन। चार।", ["एक। दो। तीन।", "दो। तीन। चार।"]),
        ("نعم؟ لا؟ ربما؟ أبدا؟", ["نعم؟ لا؟ ربما؟", "لا؟ ربما؟ أبدا؟"]),
        ("A. B. C. D. E.", ["A. B. C.", "B. C. D.", "C. D. E."]),
    ],
)
def test_of_a_longer_answer_every_three_neighbouring_sentences_are_a_window_too(text: str, parts: list[str]) -> None:
    assert windows(None, text) == [text, *parts]
    assert windows("How?", text) == [f"How?\n{part}" for part in (text, *parts)]


@given(st.none() | st.text(max_size=9), st.text(alphabet="ab.!? \n。", max_size=60))
def test_windows_begin_with_the_whole_and_are_slices_of_it(question: str | None, text: str) -> None:
    whole, *parts = windows(question, text)
    head = embedded_text(question, "")
    assert whole == embedded_text(question, text)
    assert all(part.startswith(head) and part.removeprefix(head) in text for part in parts)
