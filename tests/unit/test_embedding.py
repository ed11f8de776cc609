"""Passages to rows: whose vectors they are, and that nothing is encoded twice."""

from collections.abc import Sequence

import numpy as np

from app.domain import Passage, Span
from app.embedding import Embedding
from app.encoders.hashing import HashingEncoder
from app.encoders.ports import EncodedPassage, Progress, Vectors
from app.passage_texts import windows
from app.retrieval.passage_tokens import PassageTokens

HASHING = HashingEncoder()
LONG = "We ship today. It takes a week. Returns are free. Write to us."


class Recording(HashingEncoder):
    """Remembers what it was asked to encode."""

    def __init__(self) -> None:
        self.passages: list[str] = []
        self.questions: list[str] = []

    def encode_passages(self, texts: Sequence[str], progress: Progress | None = None) -> list[EncodedPassage]:
        self.passages += texts
        return super().encode_passages(texts, progress)

    def encode_questions(self, questions: Sequence[str], progress: Progress | None = None) -> Vectors:
        self.questions += questions
        return super().encode_questions(questions, progress)


class RecordingSecond:
    """A second encoder that remembers what it was asked to encode."""

    fingerprint = "second"

    def __init__(self) -> None:
        self.texts: list[str] = []

    def knows(self, language: str | None) -> bool:
        return language == "en"

    def encode_query(self, query: str, language: str | None) -> Vectors | None:
        raise NotImplementedError

    def encode_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        self.texts += texts
        return HASHING.encode_questions(texts, progress)


def _passage(question: str | None, text: str, language: str | None = "en") -> Passage:
    return Passage(
        id="a:1",
        merchant_id="a",
        document="a/faq.txt",
        question=question,
        text=text,
        section=None,
        language=language,
        language_confidence=1.0,
        content_hash="",
        lines=(1, 1),
        spans=(Span(0, len(text)),),
        part=None,
    )


PASSAGES = [_passage("How long?", LONG), _passage(None, "Only cash."), _passage("How long?", "A week.", "xx")]


def test_a_passage_s_row_holds_its_own_vector_its_question_s_and_its_tokens() -> None:
    first, second, _ = Embedding(HASHING, None).rows(PASSAGES)
    (whole, alone), asked = (
        HASHING.encode_passages([f"How long?\n{LONG}", "Only cash."]),
        HASHING.encode_query("How long?"),
    )
    np.testing.assert_array_equal([first.whole, first.question], [whole.vector, asked.vector])
    np.testing.assert_array_equal([second.whole, second.question], [alone.vector] * 2)
    expected = PassageTokens.of(whole.tokens, whole.spans, "How long?")
    np.testing.assert_array_equal(first.tokens.vectors, expected.vectors)
    assert (first.tokens.head, first.second) == (2, None)


def test_the_second_encoder_is_asked_for_the_question_and_for_every_window() -> None:
    rows = Embedding(HASHING, RecordingSecond()).rows(PASSAGES)
    opinions = [row.second for row in rows if row.second]
    parts = [windows(p.question, p.text) for p in PASSAGES]
    assert [len(opinion.windows) for opinion in opinions] == list(map(len, parts)) == [3, 1, 1]
    expected = HASHING.encode_questions(parts[0]).astype(np.float16)
    np.testing.assert_array_equal(opinions[0].windows, expected)
    assert [opinion.known for opinion in opinions] == [True, True, False]


def test_equal_texts_are_encoded_once_and_have_equal_rows() -> None:
    first, second = Recording(), RecordingSecond()
    rows = Embedding(first, second).rows([*PASSAGES, *PASSAGES])
    assert first.passages == [f"How long?\n{LONG}", "Only cash.", "How long?\nA week."]
    assert first.questions == ["How long?"]
    parts = [window for passage in PASSAGES for window in windows(passage.question, passage.text)]
    assert sorted(second.texts) == sorted({"How long?", "Only cash.", *parts})
    np.testing.assert_array_equal([row.whole for row in rows[:3]], [row.whole for row in rows[3:]])
