"""Long answers in parts."""

from hypothesis import given
from hypothesis import strategies as st

from app.corpus.splitting import split_answer
from app.text import count_words, lines_of


def _parts(text: str, max_words: int) -> list[list[str]]:
    lines = [span for span in lines_of(text) if text[span.start : span.end].strip()]
    return [[text[s.start : s.end] for s in part] for part in split_answer(text, lines, max_words)]


def test_a_short_answer_stays_whole() -> None:
    assert _parts("one two\nthree four", 4) == [["one two", "three four"]]


def test_a_long_answer_is_split_between_paragraphs_into_about_equal_parts() -> None:
    assert _parts("one two\nthree four\nfive six\nseven eight", 5) == [
        ["one two", "three four"],
        ["five six", "seven eight"],
    ]


def test_a_long_paragraph_is_split_between_sentences() -> None:
    assert _parts("One two three. Four five six.", 3) == [["One two three."], ["Four five six."]]


def test_a_long_sentence_is_split_between_words() -> None:
    assert _parts("one two three four", 2) == [["one two"], ["three four"]]


def test_a_sentence_without_white_space_is_split_anywhere() -> None:
    assert _parts("返品返品返品返品", 2) == [["返品返品"], ["返品返品"]]


def test_a_line_that_ends_with_a_colon_stays_with_the_next() -> None:
    assert _parts("one two three\nfour:\nfive six", 5) == [["one two three"], ["four:", "five six"]]


@given(st.text(alphabet="ab .?\n返ก", max_size=300), st.integers(1, 20))
def test_no_part_is_over_the_limit_and_nothing_is_lost(text: str, max_words: int) -> None:
    parts = _parts(text, max_words)
    assert "".join("".join(piece.split()) for part in parts for piece in part) == "".join(text.split())
    assert all(sum(map(count_words, part)) <= max(max_words, 1) for part in parts)
