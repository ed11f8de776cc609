"""Rows as passages: exactly one question with its answer each, verbatim, and where it says it is from."""

import csv
import io
import json
from collections.abc import Callable, Sequence

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.corpus.chunked import Chunked
from app.corpus.columns import Cells
from app.corpus.elements import Pair
from app.corpus.layout import Layout, lay_out
from app.corpus.outline import Role
from app.corpus.passages import chunk
from app.corpus.readers.tables import read_cells
from app.domain import Document, Passage, Place
from app.languages import Detection
from app.text import lines_of

Pairs = Sequence[tuple[str, str]]


def _rendered(table: Sequence[Cells]) -> Layout:
    return lay_out(
        [Pair(question=c.question, answer=c.answer, section=c.section, place=Place(row=c.number)) for c in table]
    )


def _chunk(*table: Cells, max_words: int = 200) -> Chunked:
    rendered = _rendered(table)
    document = Document("shop/faq.csv", "shop", rendered.text, title="FAQ")
    return chunk(document, lambda _: Detection("en", 0.9), max_words, layout=rendered)


def _sliced(passage: Passage, text: str) -> str:
    return "\n".join(text[span.start : span.end] for span in passage.spans)


def test_a_table_is_rendered_as_questions_with_their_answers() -> None:
    rendered = _rendered([Cells(1, "Why?", " Because.\n", ""), Cells(3, "", "Hello.", ""), Cells(4, "Who?", " ", "S")])
    assert rendered.text == "Why?\n Because.\n\n\nHello.\n\nWho?\n"


def test_a_row_is_a_passage_that_says_where_it_is_from() -> None:
    (passage,) = _chunk(Cells(7, " How \n long:", "\nTwo days.\n\n  Or three.\n", "  Ship\nping ")).passages
    assert (passage.question, passage.text) == ("How long", "Two days.\n\n  Or three.")
    assert (passage.place.row, passage.lines, passage.section, passage.part) == (7, (1, 6), "Ship ping", None)


def test_an_answer_that_looks_like_a_list_of_questions_stays_one_passage() -> None:
    answer = "Q: Why?\nA: Because.\n\nQ: Who?\nA: You.\n\n-----\nYour cart is empty.\nYour cart is empty."
    (passage,) = _chunk(Cells(1, "What is asked?", answer, "")).passages
    assert passage.text == answer


def test_a_row_without_a_question_has_none() -> None:
    (passage,) = _chunk(Cells(1, " ", "Is it? It is.", "")).passages
    assert (passage.question, passage.text, passage.lines) == (None, "Is it? It is.", (1, 1))


def test_a_question_without_an_answer_is_shown_as_it_stands() -> None:
    chunked = _chunk(Cells(1, "Why?\nWho?", "", ""), Cells(2, "Where?", "Here.", ""))
    first, second = chunked.passages
    assert (first.question, first.text, first.lines) == (None, "Why?\nWho?", (1, 2))
    assert (second.question, second.text, second.lines) == ("Where?", "Here.", (4, 5))


def test_a_long_answer_is_split_and_every_part_keeps_the_question_and_the_row() -> None:
    parts = _chunk(Cells(5, "Why?", "one two three.\n\nfour five six.", ""), max_words=3).passages
    assert [(p.question, p.text, p.part, p.lines, p.place.row) for p in parts] == [
        ("Why?", "one two three.", (1, 2), (1, 2), 5),
        ("Why?", "four five six.", (2, 2), (4, 4), 5),
    ]


def test_the_same_row_twice_has_two_ids_and_no_repeat_is_dropped() -> None:
    chunked = _chunk(Cells(1, "Why?", "Because.", ""), Cells(2, "Why?", "Because.", ""))
    assert len({passage.id for passage in chunked.passages}) == 2
    assert [(line.number, line.role, line.asks) for line in chunked.roles] == [
        (1, Role.PASSAGE, True),
        (2, Role.PASSAGE, False),
        (4, Role.PASSAGE, True),
        (5, Role.PASSAGE, False),
    ]


def test_a_short_row_has_the_language_of_its_section_and_is_not_guessed() -> None:
    french = [Cells(n, "", f"mot {'mot ' * 20}{n}", "fr") for n in range(3)]
    rendered = _rendered([*french, Cells(9, "Why?", "Because.", "")])
    heard: list[str] = []

    def detect(text: str) -> Detection:
        heard.append(text)
        return Detection("en" if "Because" in text else "fr", 0.99)

    chunked = chunk(Document("d", "m", rendered.text), detect, layout=rendered)
    assert [passage.language for passage in chunked.passages] == ["fr", "fr", "fr", "en"]
    assert len(heard) == 2


def _as_csv(pairs: Pairs) -> str:
    file = io.StringIO(newline="")
    csv.writer(file).writerows([("question", "answer"), *pairs])
    return file.getvalue()


def _as_tsv(pairs: Pairs) -> str:
    file = io.StringIO(newline="")
    csv.writer(file, delimiter="\t").writerows([("question", "answer"), *pairs])
    return file.getvalue()


def _as_jsonl(pairs: Pairs) -> str:
    return "".join(json.dumps({"question": q, "answer": a}, ensure_ascii=False) + "\n" for q, a in pairs)


_PIECES = st.sampled_from(
    ["Why?", "A:", "\r", "\n", "\r\n", "\f", "\x0b", "\x1c", "\x85", "\u2028", "\t", " ", '"', ",", ";"]
)
_CELL = st.lists(_PIECES | st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=8), max_size=8)
_PAIRS = st.lists(st.tuples(_CELL.map("".join), _CELL.map("".join)), max_size=5)


@pytest.mark.parametrize(("path", "write"), [("f.csv", _as_csv), ("f.tsv", _as_tsv), ("f.jsonl", _as_jsonl)])
@given(pairs=_PAIRS, max_words=st.integers(1, 10))
@example(pairs=[(":", "Why?")], max_words=1)
@example(pairs=[("Why?\r", "\nBecause.\r"), ("\r", "\n\r"), ("Who?\f", "\x1cYou.\u2028And\fme.")], max_words=1)
def test_written_cells_read_back_as_passages_of_their_rows(
    path: str, write: Callable[[Pairs], str], pairs: Pairs, max_words: int
) -> None:
    cells = read_cells(path, write(pairs), "faq")
    chunked = _chunk(*cells, max_words=max_words)
    text, passages = chunked.document.text, chunked.passages
    said = {n: answer.strip() or question.strip() for n, (question, answer) in enumerate(pairs, 1)}
    joined = {n: [c for p in passages if p.place.row == n for c in p.text if not c.isspace()] for n in said}
    assert joined == {n: [c for c in cell if not c.isspace()] for n, cell in said.items()}
    assert all(_sliced(passage, text) == passage.text for passage in passages)
    assert chunked.lost == ()


@given(pairs=_PAIRS)
def test_the_lines_of_a_passage_hold_its_row_and_nothing_else(pairs: Pairs) -> None:
    chunked = _chunk(*read_cells("f.csv", _as_csv(pairs), "faq"), max_words=10_000)
    text, lines = chunked.document.text, lines_of(chunked.document.text)
    shown = [text[lines[p.lines[0] - 1].start : lines[p.lines[1] - 1].end].split() for p in chunked.passages]
    assert shown == [f"{question}\n{answer}".split() for question, answer in pairs if (question + answer).strip()]


@given(pairs=_PAIRS, max_words=st.integers(1, 5))
def test_a_later_part_has_its_own_lines(pairs: Pairs, max_words: int) -> None:
    chunked = _chunk(*read_cells("f.csv", _as_csv(pairs), "faq"), max_words=max_words)
    lines = lines_of(chunked.document.text)
    ends = [(lines[p.lines[1] - 1], p.spans[-1].end - 1) for p in chunked.passages]
    starts = [(lines[p.lines[0] - 1], p.spans[0].start) for p in chunked.passages if p.part and p.part[0] > 1]
    assert all(line.start <= offset < line.end for line, offset in [*starts, *ends])


def test_a_question_too_long_to_be_repeated_by_every_part_of_its_answer_is_shown_as_it_stands() -> None:
    chunked = _chunk(Cells(1, "why " * 300, "Because. " * 300, ""))
    assert {passage.question for passage in chunked.passages} == {None}
    assert (chunked.lost, chunked.passages[0].text[:7]) == ((), "why why")
