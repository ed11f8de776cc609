"""An extract is the sentence with the most evidence, no shorter than it can be understood."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain import Span
from app.extracts import NEAR, NEAR_BEHIND, extract_of
from app.highlights import SentenceEvidence, answer_sentences

FAR, BETWEEN = NEAR_BEHIND - 0.01, (NEAR_BEHIND + NEAR) / 2
"""Evidence that is not nearly as much as 1, and evidence that is enough for the sentence right behind only."""


def told(text: str, evidence: list[float], tokens: int = 20) -> SentenceEvidence:
    places = answer_sentences(text)
    return SentenceEvidence(places, np.full(len(places), tokens), np.array(evidence, np.float32))


def extract(text: str, *evidence: float, tokens: int = 20) -> str:
    span = extract_of(text, told(text, list(evidence), tokens))
    return text[span.start : span.end]


THREE = "We ship daily. Refunds take ten days. Call us."


@pytest.mark.parametrize(
    ("evidence", "expected"),
    [
        ((FAR, 1, FAR), "Refunds take ten days."),
        ((1, FAR, FAR), "We ship daily."),
        ((FAR, FAR, 1), "Call us."),
        ((BETWEEN, 1, BETWEEN), "Refunds take ten days. Call us."),
        ((1, BETWEEN, BETWEEN), "We ship daily. Refunds take ten days."),
        ((1, BETWEEN, NEAR + 0.01), THREE),
        ((FAR, 1, NEAR + 0.01), "Refunds take ten days. Call us."),
        ((NEAR + 0.01, 1, FAR), "We ship daily. Refunds take ten days."),
        ((NEAR + 0.01, NEAR + 0.01, 1), THREE),
        ((1, FAR, 1), "We ship daily."),
        ((0, 0, 0), THREE),
    ],
)
def test_neighbours_with_nearly_as_much_evidence_belong_to_the_best_sentence(
    evidence: tuple[float, ...], expected: str
) -> None:
    assert extract(THREE, *evidence) == expected


def test_a_blank_line_ends_an_extract() -> None:
    assert extract("Refunds take ten days.\n\nCall us.\n\nWrite to us.", 1, 1, 1) == "Refunds take ten days."
    assert extract("Refunds take ten days.\n\nCall us.\nWrite to us.", 0.99, 0.99, 1) == "Call us.\nWrite to us."


def test_a_bare_yes_is_shown_with_what_follows_it() -> None:
    text = "Yes. We ship abroad. Call us."
    places = answer_sentences(text)
    evidence = SentenceEvidence(places, np.array([2, 6, 4]), np.array([1, FAR, FAR], np.float32))
    assert extract_of(text, evidence) == Span(0, len("Yes. We ship abroad."))


def test_a_bare_word_at_the_end_is_shown_with_what_comes_before_it() -> None:
    assert extract("We ship abroad. Always!", FAR, 1, tokens=3) == "We ship abroad. Always!"


def test_a_bare_word_alone_is_the_extract() -> None:
    assert extract("Yes!", 1, tokens=2) == "Yes!"


def test_an_item_of_a_list_is_shown_with_the_line_that_opens_it() -> None:
    text = "Not covered:\n• Drops\n• Theft\nCall us."
    assert extract(text, FAR, FAR, 1, FAR) == "Not covered:\n• Drops\n• Theft"


def test_a_neighbour_comes_with_what_it_is_tied_to() -> None:
    text = "We pay. Not covered:\n• Drops\n• Theft\nCall us."
    assert extract(text, 1, NEAR + 0.01, FAR, FAR, FAR) == "We pay. Not covered:\n• Drops\n• Theft"
    text = "Not covered (e.g. drops). We pay."
    assert extract(text, FAR, NEAR + 0.01, 1) == text


def test_bullets_and_white_space_around_it_are_left_out() -> None:
    assert extract("  • Refunds take ten days.  \n  • Call us.", 1, FAR) == "Refunds take ten days."


def test_a_text_of_which_no_token_is_known_is_its_own_extract() -> None:
    assert extract_of("🎁🎁", SentenceEvidence([], np.zeros(0, np.int64), np.zeros(0, np.float32))) == Span(0, 2)


TEXT = st.text(st.sampled_from("aB1 .:,;\n\r•-。：返ก\u0301"), max_size=80)


@settings(deadline=None)
@given(TEXT, st.data())
def test_an_extract_is_whole_sentences_with_the_best_among_them(text: str, data: st.DataObject) -> None:
    places = [place for place in answer_sentences(text) if place[0] < place[1]]
    sizes = data.draw(st.lists(st.integers(1, 9), min_size=len(places), max_size=len(places)))
    shares = data.draw(st.lists(st.floats(0, 1, width=32), min_size=len(places), max_size=len(places)))
    evidence = SentenceEvidence(places, np.array(sizes, np.int64), np.array(shares, np.float32))
    span = extract_of(text, evidence)
    best = places[int(np.argmax(shares))] if places else (0, len(text))
    assert span.start <= best[0] <= best[1] <= span.end
    assert span.start in {start for start, _ in places} | {0}
    assert span.end in {end for _, end in places} | {len(text)}
