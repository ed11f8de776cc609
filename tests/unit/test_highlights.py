"""Highlights point at the query's words, or at the sentence that answers it, and never outside the passage."""

from collections.abc import Container
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain import Highlight, Passage, Span
from app.encoders.hashing import HashingEncoder
from app.frequent_words import FrequentWords
from app.highlights import MOST, Highlighter
from app.passage_texts import embedded_text
from app.retrieval.late_interaction import TokenRows
from app.retrieval.ports import Vectors

ENCODER = HashingEncoder()
NO_TOKENS = np.zeros((0, 0), np.float32)


def _passage(question: str | None, text: str, language: str = "en", **other: object) -> Passage:
    told = {"part": None, "lines": (1, 2), "spans": (Span(0, len(text)),), **other}
    return Passage(
        id="m:1",
        merchant_id="m",
        document="m/faq.txt",
        question=question,
        text=text,
        section=None,
        language=language,
        language_confidence=1.0,
        content_hash="",
        **told,  # type: ignore[arg-type]
    )


def _highlighter(*passages: Passage) -> Highlighter:
    encoded = ENCODER.encode_passages([embedded_text(p.question, p.text) for p in passages])
    spans, questions = [e.spans for e in encoded], [p.question for p in passages]
    rows = TokenRows.build([e.tokens for e in encoded], ENCODER.dimension, spans=spans, questions=questions)
    return Highlighter(passages, rows, FrequentWords.count(passages, rows))


def _of(passage: Passage, query: str, *, cross_lingual: bool = False, encoded: bool = True) -> tuple[Highlight, ...]:
    tokens = ENCODER.encode_query(query).tokens if encoded else NO_TOKENS
    highlighter = _highlighter(passage, _passage(None, "Something else."))
    return highlighter.highlights(query, tokens, [0], cross_lingual={0} if cross_lingual else ())[0]


def _marked(passage: Passage, query: str, *, cross_lingual: bool = False) -> list[tuple[str, str]]:
    fields = {"question": passage.question or "", "text": passage.text}
    found = _of(passage, query, cross_lingual=cross_lingual)
    return [(h.field, fields[h.field][h.start : h.end]) for h in found]


FACTS = _passage(
    "How do refunds work?",
    "Write to us first. Refunds take 14 days, in most cases.\n• Gift cards are not refunded.\n• Sale items neither!",
)


def test_words_are_marked_in_the_question_and_in_the_best_sentence_only() -> None:
    assert _marked(FACTS, "refunds how many days") == [
        ("question", "How"),
        ("question", "refunds"),
        ("text", "Refunds"),
        ("text", "days"),
    ]


def test_an_item_of_a_list_is_a_sentence_and_marked_without_its_bullet() -> None:
    assert _marked(FACTS, "are gift cards", cross_lingual=True) == [("text", "Gift cards are not refunded.")]


def test_neighbouring_words_are_one_highlight() -> None:
    assert _marked(FACTS, "gift cards") == [("text", "Gift cards")]


def test_the_best_sentence_is_marked_whole_in_another_language_and_where_it_has_no_word_of_the_query() -> None:
    assert _marked(FACTS, "refunds days", cross_lingual=True)[1:] == [("text", "Refunds take 14 days, in most cases.")]
    assert _marked(FACTS, "fourteendays") == [("text", "Refunds take 14 days, in most cases.")]


@pytest.mark.parametrize("cross_lingual", [(), {0}])
def test_without_tokens_of_the_query_its_words_are_marked_wherever_they_stand(cross_lingual: Container[int]) -> None:
    (found,) = _highlighter(FACTS).highlights("refunds", NO_TOKENS, [0], cross_lingual=cross_lingual)
    start = FACTS.text.index("Refunds")
    assert found == (Highlight("question", 7, 14), Highlight("text", start, start + len("Refunds")))


def test_a_passage_that_is_not_embedded_at_all_is_marked_by_its_words() -> None:
    tokens, spans = np.zeros((0, ENCODER.dimension), np.float32), np.zeros((0, 2), np.int32)
    rows = TokenRows.build([tokens], ENCODER.dimension, spans=[spans], questions=[None])
    query = ENCODER.encode_query("refunds")
    highlighter = Highlighter([_passage(None, "Refunds.")], rows, FrequentWords({}))
    assert highlighter.highlights("refunds", query.tokens, [0]) == [(Highlight("text", 0, len("Refunds")),)]


def test_no_rows_have_no_highlights() -> None:
    assert _highlighter(FACTS).highlights("refunds", ENCODER.encode_query("refunds").tokens, []) == []


def test_each_row_is_marked_in_the_order_asked_for() -> None:
    other = _passage(None, "Free shipping. From 50 euros.")
    tokens = ENCODER.encode_query("shipping gift").tokens
    found = _highlighter(FACTS, other).highlights("shipping gift", tokens, [1, 0])
    assert found == [(Highlight("text", 5, 13),), (Highlight("text", 58, 62),)]


def test_a_long_query_is_weighed_as_a_whole() -> None:
    query = " ".join(["hello there"] * 10 + ["gift cards"] * 10)
    assert _marked(FACTS, query, cross_lingual=True) == [("text", "Gift cards are not refunded.")]


def test_words_of_nearly_every_passage_in_the_language_are_not_marked() -> None:
    passages = [_passage(None, text) for text in ("The refund.", *["The order."] * 20)]
    german = _passage(None, "The Refund ist gratis.", language="de")
    tokens = ENCODER.encode_query("the refund").tokens
    found = _highlighter(*passages, german).highlights("the refund", tokens, [0, len(passages)])
    assert found == [(Highlight("text", 4, 10),), (Highlight("text", 0, 10),)]


def test_there_are_no_more_than_a_dozen() -> None:
    words = [f"word{letter}" for letter in "abcdefghijklmnop"]
    assert len(_of(_passage(", ".join(words), "Yes."), ", ".join(words))) == MOST


@pytest.mark.parametrize(
    ("text", "query", "expected"),
    [
        ("Die Rückerstattungen dauern zwei Tage.", "Rückerstattung", "Rückerstattungen"),
        ("Доставка бесплатна от 50 евро.", "доставки", "Доставка"),
        ("返品は30日以内です。", "返品できますか", "返品"),
        ("반품은 30일 이내입니다.", "반품 기간", "반품"),
        ("الشحن مجاني.", "الشحن", "الشحن"),
        ("ｆｒｅｅ ｓｈｉｐｐｉｎｇ here", "shipping", "ｓｈｉｐｐｉｎｇ"),
        ("The cafe\u0301 😀 opens", "café", "cafe\u0301"),
    ],
)
def test_words_are_found_in_any_script_and_never_cut(text: str, query: str, expected: str) -> None:
    assert _marked(_passage(None, text), query) == [("text", expected)]


def test_the_evidence_of_each_sentence_is_told_with_its_place_and_its_tokens() -> None:
    evidence = _highlighter(FACTS).evidence(ENCODER.encode_query("gift cards").tokens, 0)
    texts = [FACTS.text[start:end] for start, end in evidence.places]
    assert texts == [
        "Write to us first.",
        "Refunds take 14 days, in most cases.",
        "Gift cards are not refunded.",
        "Sale items neither!",
    ]
    assert texts[int(evidence.evidence.argmax())] == "Gift cards are not refunded."
    assert evidence.lengths.tolist() == [len(ENCODER.encode_query(text).tokens) for text in texts]


@pytest.mark.parametrize(("text", "tokens"), [("Refunds.", NO_TOKENS), ("", ENCODER.encode_query("refunds").tokens)])
def test_nothing_is_told_where_there_are_no_tokens(text: str, tokens: Vectors) -> None:
    told = _highlighter(_passage("Why?", text)).evidence(tokens, 0)
    assert [len(told.places), len(told.lengths), len(told.evidence)] == [0, 0, 0]


SIGNS = st.sampled_from("ab .!\n\r。返品ก็าี\u0301•-ﬁ😀") | st.characters(exclude_categories=["Cs"])
TEXT = st.text(SIGNS, max_size=60)


@settings(max_examples=300, deadline=None)
@given(
    question=st.none() | TEXT,
    text=TEXT,
    query=TEXT,
    split=st.integers(0, 60),
    cross_lingual=st.booleans(),
    encoded=st.booleans(),
)
def test_highlights_are_sorted_apart_and_inside_their_field(
    question: str | None, text: str, query: str, *, split: int, cross_lingual: bool, encoded: bool
) -> None:
    spans = (Span(0, min(split, len(text))), Span(min(split, len(text)), len(text)))
    passage = _passage(question, text, spans=spans, part=(1, 2))
    found = _of(passage, query, cross_lingual=cross_lingual, encoded=encoded)
    lengths = {"question": len(question or ""), "text": len(text)}
    assert all(0 <= h.start < h.end <= lengths[h.field] for h in found)
    assert len(found) <= MOST
    places = [(h.field, h.start, h.end) for h in found]
    assert places == sorted(places)
    assert all(a.end < b.start for a, b in pairwise(found) if a.field == b.field)
