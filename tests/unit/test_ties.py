"""Sentences that mean something only together: cut ones, lists and what opens them, in any script."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.highlights import answer_sentences
from app.ties import ties_of


def shown(text: str, sentence: str) -> str:
    """The text from the first to the last sentence that this one is tied to."""
    places = answer_sentences(text)
    ties = ties_of(text, places)
    (i,) = [i for i, (start, end) in enumerate(places) if text[start:end] == sentence]
    return text[places[ties.firsts[i]][0] : places[ties.lasts[i]][1]]


def test_sentences_of_a_paragraph_are_not_tied() -> None:
    assert (
        shown("We ship daily. Returns are free.\nOrders are packed by hand.", "Returns are free.")
        == "Returns are free."
    )


def test_what_goes_on_in_small_letters_is_the_same_sentence() -> None:
    text = "It covers faults. Not misuse (e.g. drops). Nor wear."
    assert shown(text, "Not misuse (e.g.") == shown(text, "drops).") == "Not misuse (e.g. drops)."


def test_a_sentence_that_runs_over_lines_is_whole() -> None:
    text = "We ship. Orders above 40 euros\nare sent\nfree of charge. Others cost 5."
    assert shown(text, "are sent") == "Orders above 40 euros\nare sent\nfree of charge."


def test_small_letters_behind_a_marker_or_a_full_stop_begin_something_new() -> None:
    text = "Cases\n- leather\nThe rest.\nand more"
    assert [shown(text, "leather"), shown(text, "and more")] == ["leather", "and more"]


LIST = "We do not cover:\n• Drops\n• Theft. Nor loss.\n\n• Wear\nAsk us. Free of charge."


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Drops", "We do not cover:\n• Drops"),
        ("Theft.", "We do not cover:\n• Drops\n• Theft."),
        ("Nor loss.", "We do not cover:\n• Drops\n• Theft. Nor loss."),
        ("Wear", "We do not cover:\n• Drops\n• Theft. Nor loss.\n\n• Wear"),
        ("We do not cover:", "We do not cover:\n• Drops\n• Theft. Nor loss.\n\n• Wear"),
        ("Ask us.", "Ask us."),
    ],
)
def test_an_item_is_shown_from_the_line_that_opens_its_list_which_is_shown_with_all(
    sentence: str, expected: str
) -> None:
    assert shown(LIST, sentence) == expected


def test_a_list_within_a_list_is_shown_from_the_outer_line() -> None:
    text = "We ship to:\n- Europe, such as:\n- France\n- Spain\nElsewhere we do not."
    assert shown(text, "France") == "We ship to:\n- Europe, such as:\n- France"
    assert shown(text, "We ship to:") == "We ship to:\n- Europe, such as:\n- France\n- Spain"


@pytest.mark.parametrize(
    ("opener", "item"),
    [
        ("配送先：", "日本"),
        ("شحن مجاني إلى،", "مصر"),
        ("Доставляем в:", "Казахстан"),
        ("In short it takes,", "5 days"),
        ("Below 30 it costs 5;", "Above it is free."),
    ],
)
def test_a_line_opens_a_list_in_any_script(opener: str, item: str) -> None:
    assert shown(f"{opener}\n{item}", item) == f"{opener}\n{item}"


def test_an_opening_line_that_is_no_sentence_leaves_the_item_alone() -> None:
    text = "Ask.\n:\n- Drops"
    places = [(0, 4), (9, 14)]
    assert list(ties_of(text, places).firsts) == [0, 1]


def test_lines_are_counted_with_the_blank_ones() -> None:
    text = "One. Two.\n\nThree."
    assert list(ties_of(text, answer_sentences(text)).lines) == [0, 0, 2]


TEXT = st.text(st.sampled_from("aB1 .:,;\n\r•-。：返ก\u0301") | st.characters(exclude_categories=["Cs"]), max_size=80)


@settings(deadline=None)
@given(TEXT)
def test_ties_hold_both_ways(text: str) -> None:
    """What is shown holds the sentence, and all that it begins and ends with is shown within it too."""
    ties = ties_of(text, answer_sentences(text))
    shown_from = list(enumerate(zip(ties.firsts, ties.lasts, strict=True)))
    assert all(0 <= first <= i <= last < len(ties.lines) for i, (first, last) in shown_from)
    assert all((ties.firsts[first], ties.lasts[last]) == (first, last) for _, (first, last) in shown_from)
