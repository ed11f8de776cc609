"""The chunker on small documents: what a passage keeps and where it says it is from."""

import dataclasses
import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.corpus.chunked import Chunked
from app.corpus.outline import Role
from app.corpus.passages import chunk
from app.domain import Document, Passage, Span
from app.languages import Detection


def _chunk(text: str, *, max_words: int = 200, language: str | None = None) -> Chunked:
    return chunk(Document("shop/faq.txt", "shop", text, language=language), lambda _: Detection("en", 0.9), max_words)


def _sliced(passage: Passage, text: str) -> str:
    return "\n".join(text[span.start : span.end] for span in passage.spans)


def test_a_passage_is_verbatim_with_the_white_space_between_its_lines() -> None:
    (passage,) = _chunk("How long?\r\n\r\n  Two days.\r\n\tOr three. \r\n").passages
    assert passage.question == "How long?"
    assert passage.text == "Two days.\r\n\tOr three."
    assert passage.lines == (1, 4)


def test_the_content_hash_is_that_of_the_text() -> None:
    (passage,) = _chunk("How long?\nTwo days.").passages
    assert passage.content_hash == "sha256:" + hashlib.sha256(b"Two days.").hexdigest()


def test_a_repeated_line_is_kept_once_and_leaves_two_spans() -> None:
    text = "Why?\nBecause of this.\nBecause of this.\nAnd of that."
    chunked = _chunk(text)
    (passage,) = chunked.passages
    assert passage.text == "Because of this.\nAnd of that."
    assert len(passage.spans) == 2
    assert [line.number for line in chunked.roles if line.role is Role.REPEAT] == [3]


def test_a_repeated_paragraph_of_several_lines_is_kept_once() -> None:
    text = "Why?\n\nIt is so,\nas they say.\n\nIt is so,\nas they say.\n\nThe end."
    (passage,) = _chunk(text).passages
    assert passage.text == "It is so,\nas they say.\nThe end."


def test_a_line_that_comes_again_later_is_no_repeat() -> None:
    (passage,) = _chunk("Why?\nBecause of this.\nAnd of that.\nBecause of this.").passages
    assert passage.text == "Because of this.\nAnd of that.\nBecause of this."


def test_the_same_answer_to_another_question_is_no_repeat() -> None:
    text = "Can I pay by card?\nYes, you can.\nCan I pay by phone?\nYes, you can."
    assert [p.text for p in _chunk(text).passages] == ["Yes, you can.", "Yes, you can."]


def test_parts_of_a_long_answer_keep_the_question_and_have_their_own_lines() -> None:
    chunked = _chunk("Why?\n\none two three.\n\nfour five six.\n\nseven eight nine.", max_words=6)
    assert [(p.question, p.part, p.lines) for p in chunked.passages] == [
        ("Why?", (1, 2), (1, 5)),
        ("Why?", (2, 2), (7, 7)),
    ]


def test_a_label_with_nothing_behind_it_is_not_lost_between_two_parts() -> None:
    chunked = _chunk("Q: Why?\nA: one two three.\nA:\nfour five six.", max_words=3)
    assert [(p.text, p.lines) for p in chunked.passages] == [("one two three.", (1, 3)), ("four five six.", (4, 4))]


def test_a_question_without_an_answer_is_shown_as_it_stands() -> None:
    (passage,) = _chunk("Is anybody there?").passages
    assert (passage.question, passage.text) == (None, "Is anybody there?")


def test_text_before_the_first_question_has_none() -> None:
    first, _ = _chunk("We are glad that you are here and hope to help.\n\nWhy?\n\nBecause.").passages
    assert (first.question, first.lines) == (None, (1, 1))


def test_a_wrapped_question_is_one_question() -> None:
    (passage,) = _chunk("What should I do if the parcel that I have ordered\nnever arrives?\nWrite to us.").passages
    assert passage.question == "What should I do if the parcel that I have ordered never arrives?"


def test_questions_asked_in_one_breath_are_asked_of_one_answer() -> None:
    (passage,) = _chunk("Is it free?\nHow much is it?\nIt is free.").passages
    assert passage.question == "Is it free? How much is it?"


def test_a_widget_within_an_answer_is_left_out() -> None:
    chunked = _chunk("Why?\n\nBecause of this.\n\n-----\n\nAnd of that.")
    assert chunked.passages[0].text == "Because of this.\nAnd of that."
    assert [line.role for line in chunked.roles].count(Role.FURNITURE) == 1


def test_a_table_of_contents_is_furniture() -> None:
    questions = ["Where?", "When?", "Why?"]
    text = "\n".join([*questions, *(f"\n{question}\n\nNobody knows." for question in questions)])
    chunked = _chunk(text)
    assert [p.question for p in chunked.passages] == questions
    assert [line.number for line in chunked.roles if line.role is Role.FURNITURE] == [1, 2, 3]


def test_ids_do_not_depend_on_where_the_passage_stands() -> None:
    (before,), (after,) = _chunk("Why?\nBecause.").passages, _chunk("\n\nWhy?\n\n\nBecause.").passages
    assert before.id == after.id


def test_the_same_question_and_answer_twice_has_two_ids() -> None:
    first, second = _chunk("Why?\nBecause.\nWhy?\nBecause.").passages
    assert first.id != second.id


def test_a_stated_language_is_not_guessed() -> None:
    (passage,) = _chunk("Why?\nBecause.", language="de").passages
    assert (passage.language, passage.language_confidence) == ("de", 1.0)


def test_a_long_passage_has_its_own_language_and_a_short_one_its_document_s() -> None:
    long = "mot " * 60
    text = f"Why?\nBecause.\nPourquoi?\n{long}"
    heard: list[str] = []

    def detect(said: str) -> Detection:
        heard.append(said)
        return Detection("fr" if said.startswith("Pourquoi") else "en", 0.99)

    short, long_one = chunk(Document("d", "m", text), detect).passages
    assert (short.language, long_one.language) == ("en", "fr")
    assert len(heard) == len(set(heard))


@given(st.text(alphabet="aBQA .?:\n-1•返\r\t", max_size=200), st.integers(1, 30))
def test_every_line_is_accounted_for_and_every_span_slices_back(text: str, max_words: int) -> None:
    chunked = _chunk(text, max_words=max_words)
    assert chunked.lost == ()
    assert [line.number for line in chunked.roles] == sorted({line.number for line in chunked.roles})
    assert all(_sliced(passage, text) == passage.text for passage in chunked.passages)
    assert len({passage.id for passage in chunked.passages}) == len(chunked.passages)


def test_the_same_steps_in_two_answers_are_no_table_of_contents() -> None:
    steps = "Print the label\nPack the goods\nHand it to the courier\n\n"
    chunked = _chunk(f"How do I return from France?\n{steps}How do I return from Spain?\n{steps}")
    assert [p.text.count("\n") for p in chunked.passages] == [2, 2]


def test_a_widget_s_words_may_be_an_answer() -> None:
    (passage,) = _chunk("What does it say?\nYour cart is empty.").passages
    assert passage.text == "Your cart is empty."


def test_a_line_that_no_span_holds_would_be_told_as_lost() -> None:
    chunked = _chunk("Why?\nBecause.\nAnd so on.")
    (passage,) = chunked.passages
    cut = dataclasses.replace(passage, spans=(Span(5, 13),))
    assert dataclasses.replace(chunked, passages=(cut,)).lost == (3,)


def test_a_size_chart_is_not_read_as_labels() -> None:
    (passage,) = _chunk("Which sizes are there?\nS: 10 cm\nC: 12 cm").passages
    assert passage.text == "S: 10 cm\nC: 12 cm"


def test_a_question_too_long_to_be_repeated_by_every_part_of_its_answer_is_shown_as_it_stands() -> None:
    text = "Q: " + "why " * 300 + "?\nA: " + "Because. " * 300
    passages = _chunk(text).passages
    assert {passage.question for passage in passages} == {None}
    assert sum(len(passage.text) for passage in passages) <= len(text)


def test_an_unanswered_question_without_end_is_cut_like_an_answer() -> None:
    passages = _chunk("Why?\n" * 1000).passages
    assert max(len(passage.text) for passage in passages) <= 200 * len("Why?\n")
    assert (passages[0].lines[0], passages[-1].lines[1]) == (1, 1000)


def test_a_heading_too_long_to_be_repeated_by_every_passage_is_text() -> None:
    text = f"Help\n\n1. {'Delivery ' * 60}\nWhy?\nSo.\n\n2. Returns\nHow?\nThus.\n"
    assert "Delivery" not in "".join(passage.section or "" for passage in _chunk(text).passages)


def test_a_word_without_end_is_cut_too() -> None:
    passages = _chunk("Why?\n" + "x" * 20_000).passages
    assert max(len(passage.text) for passage in passages) <= 200 * 40
    assert "".join(passage.text for passage in passages) == "x" * 20_000


@pytest.mark.parametrize("text", ["a" + " " * 30_000 + "b", "a@" * 10_000 + " ", "**" * 10_000, "1." * 10_000])
def test_a_line_that_patterns_would_try_in_every_way_is_read_at_once(text: str) -> None:
    assert _chunk(text).lost == ()  # it took hours
