"""Passages that contradict each other, and others that speak of two things."""

import pytest

from app.contradictions import Contradictions
from app.domain import Passage
from app.neighbours import Neighbours
from tests.unit.doubtful import near, passage

RETURN, RETURNS = "How long do I have to return an item?", "What is your return policy?"


def words(*passages: Passage, pairs: list[Neighbours] | None = None, names: str = "") -> list[tuple[str, str]]:
    found = Contradictions(passages, pairs or [near(0, 1)], names)
    return [
        (passages[each.first].text[a.start : a.end], passages[each.second].text[b.start : b.end])
        for each in found
        for a, b in [each.facts]
    ]


def test_two_values_for_the_same_thing_contradict_each_other() -> None:
    one = passage(RETURN, "You may return it within 30 days.")
    assert words(one, passage(RETURNS, "We accept returns for two weeks.")) == [("30 days", "two weeks")]


@pytest.mark.parametrize(
    "other",
    [
        passage("When do I get my refund?", "Refunds arrive within 5 days."),
        passage(RETURNS, "We accept returns for one month."),
        passage(RETURNS, "We accept returns for 14 days, and exchanges for 60 days."),
        passage(RETURNS, "We accept returns for 14 business days."),
        passage(RETURNS, "We accept returns."),
    ],
)
def test_another_thing_an_equal_value_and_several_values_do_not(other: Passage) -> None:
    assert words(passage(RETURN, "You may return it within 30 days."), other) == []


def test_answers_contradict_each_other_only_under_one_question() -> None:
    yes, no = passage("Can I cancel my order?", "Yes, you can."), passage("Can my order be cancelled?", "No, sorry.")
    assert words(yes, no) == [("Yes", "No")]
    assert words(yes, passage("Can I change my order?", "No, sorry.")) == []
    assert words(yes, passage(None, "No, sorry.")) == []


def test_a_merchant_s_name_tells_nothing_of_the_subject() -> None:
    one, other = (passage(f"Does Blue Fox have {what}?", f"{told}.") for what, told in (("wifi", "Yes"), ("", "No")))
    assert words(one, other, names="Blue Fox") == []


def test_a_passage_without_a_question_is_about_its_sentence() -> None:
    one, other = passage(None, "Returns are free within 30 days."), passage(None, "Free returns within 14 days.")
    assert words(one, other) == [("30 days", "14 days")]


def test_figures_of_sentences_with_nothing_in_common_are_of_two_things() -> None:
    one = passage("What about quarantine?", "The laboratory collects both specimens twice, 2 days apart.")
    other = passage("What about quarantine?", "Quarantine after exposure lasts 14 days altogether.")
    assert words(one, other) == []


def test_a_sentence_contradicts_the_one_that_denies_it() -> None:
    one, other = passage("Sale items?", "We accept returns of sale items."), "We do not accept returns of sale items."
    assert words(one, passage("Sale items?", f"Sorry. {other}")) == [(one.text, other)]
    assert words(passage("Sale items?", other), one) == [(other, one.text)]
    assert words(one, passage("Gift cards?", other)) == []
    assert words(one, passage("Sale items?", other), pairs=[near(0, 1, 0.94)]) == []


def test_across_languages_each_must_be_the_other_s_nearest() -> None:
    one = passage("Quel délai ?", "Vous avez 14 jours.", "fr")
    other, third = passage(RETURN, "You have 30 days."), passage(RETURNS, "We take 60 days.")
    assert words(one, other) == [("14 jours", "30 days")]
    assert words(one, other, third, pairs=[near(0, 1, 0.9), near(0, 2, 0.89)]) == []
    assert words(one, other, pairs=[near(0, 1, 0.86)]) == []


def test_answers_in_two_languages_must_be_nearer_and_so_must_passages_of_an_unlisted_language() -> None:
    yes, no = passage("Annuler ?", "Oui.", "fr"), passage("Cancel?", "No.")
    assert [bool(words(yes, no, pairs=[near(0, 1, nearness)])) for nearness in (0.89, 0.91)] == [False, True]
    seven, thirty = passage("返品は？", "7日以内です。", "ja"), passage("返品期限は？", "30日以内です。", "ja")
    assert [bool(words(seven, thirty, pairs=[near(0, 1, nearness)])) for nearness in (0.92, 0.94)] == [False, True]


def test_parts_of_one_answer_do_not_contradict_each_other() -> None:
    parts = [passage(RETURN, text, part=(n, 2)) for n, text in ((1, "First 30 days."), (2, "Then 14 days."))]
    assert words(*parts) == []
