"""What opens a passage or a section, told on small pages."""

import pytest

from app.corpus.outline import Role, outline_of

Blocks = list[tuple[str | None, str, int]]


def _read(text: str) -> Blocks:
    """(section, question, number of answer lines) of every block."""
    outline = outline_of(text)
    return [(b.section, " ".join(outline.lines[i].body for i in b.asking), len(b.answer)) for b in outline.blocks]


def test_title_and_section_at_the_top_need_no_blank_lines() -> None:
    text = "FAQs\nOrdering\n1) Can I pay later?\nYes, within a month.\n2) Is there a fee?\nNo, there is none."
    assert _read(text) == [("Ordering", "Can I pay later?", 1), ("Ordering", "Is there a fee?", 1)]
    assert outline_of(text).title == "FAQs"


def test_titles_above_labelled_questions_answer_nothing() -> None:
    outline = outline_of("Help centre\nUpdated weekly\n\nQ: Why?\nA: Because.")
    assert list(outline.roles[:2]) == [Role.TITLE, Role.SECTION]
    assert len(outline.blocks) == 1


def test_a_numbered_list_inside_a_numbered_faq_does_not_take_over_its_numbers() -> None:
    text = "1. What is it made of?\n1. Beech\n2. Paint\n2. How do I clean it?\nWith water.\n3. Is it safe?\nYes."
    assert _read(text) == [
        (None, "What is it made of?", 2),
        (None, "How do I clean it?", 1),
        (None, "Is it safe?", 1),
    ]


def test_numbers_may_skip_and_start_again_in_each_section() -> None:
    text = "Orders\n\n1. Why?\n\nSo.\n\n4. When?\n\nNow.\n\nReturns\n\n1. Where?\n\nHere."
    assert _read(text) == [("Orders", "Why?", 1), ("Orders", "When?", 1), ("Returns", "Where?", 1)]


def test_numbered_steps_below_a_question_are_its_answer() -> None:
    assert _read("How do I return it?\n1. Log in\nThen wait.\n2. Print the label\nThen pack.") == [
        (None, "How do I return it?", 4)
    ]


def test_a_list_behind_a_colon_is_content() -> None:
    text = "Refunds\n\nWe refund when:\n\n1. Broken goods\n\nbroke on the way\n\n2. Late goods\n\ncame too late"
    assert _read(text) == [(None, "Refunds", 5)]


def test_three_short_lines_with_a_colon_right_above_their_text_are_titles() -> None:
    text = "Exchanges:\nSend it back first.\n\nLate refunds:\nCall your bank.\n\nGifts:\n- a voucher\n- or cash"
    assert _read(text) == [(None, "Exchanges:", 1), (None, "Late refunds:", 1), (None, "Gifts:", 2)]


def test_two_short_lines_with_a_colon_are_content() -> None:
    text = "Why?\n\nFirst:\nbecause of this.\n\nThen:\nbecause of that."
    assert _read(text) == [(None, "Why?", 4)]


def test_wrapped_prose_below_a_title_is_not_a_title() -> None:
    text = "Damaged items\n\nIf it is broken, send a photo. We\nwill send you another one.\n\nLost items\n\nTell us."
    assert _read(text) == [(None, "Damaged items", 2), (None, "Lost items", 1)]


def test_a_wrapped_question_after_a_wrapped_answer_is_found() -> None:
    text = "Why do you ask for my address when I order\nand do not send anything?\nWe need it.\nIs it free?\nYes."
    assert _read(text) == [
        (None, "Why do you ask for my address when I order and do not send anything?", 1),
        (None, "Is it free?", 1),
    ]


def test_letters_with_brackets_are_a_list_and_no_labels() -> None:
    text = "What is not covered?\na) wear\nb) falls\nf) misuse\nWho pays?\nYou do."
    assert _read(text) == [(None, "What is not covered?", 3), (None, "Who pays?", 1)]


def test_question_labels_may_stand_without_answer_labels() -> None:
    assert _read("Q1. Is it gold\nYes.\nQ2. Is it heavy\nNo.") == [(None, "Is it gold", 1), (None, "Is it heavy", 1)]


def test_titles_within_labelled_answers_are_content() -> None:
    assert _read("Q: Why?\nA: So.\n\nA word of care\n\nIt may break.") == [(None, "Why?", 3)]


def test_counted_steps_are_no_titles() -> None:
    assert _read("How to order\n\nStep 1\n\nChoose a case.\n\nStep 2\n\nPay for it.") == [(None, "How to order", 4)]


def test_bulleted_questions_with_a_body_are_questions_and_others_are_lists() -> None:
    assert _read("• Is it free?\nYes, it is.\n• Is it fast?\nYes, it is.") == [
        (None, "Is it free?", 1),
        (None, "Is it fast?", 1),
    ]
    assert _read("What do people ask?\n• Is it free?\n• Is it fast?") == [(None, "What do people ask?", 2)]


def test_one_bullet_with_a_colon_is_a_list_and_two_with_bodies_are_questions() -> None:
    assert _read("Why?\n- First of all:\nbecause of this.") == [(None, "Why?", 2)]
    assert _read("- Wrong item:\nSend it back.\n- No item:\nWrite to us.") == [
        (None, "Wrong item:", 1),
        (None, "No item:", 1),
    ]


def test_a_lone_ornament_above_a_question_makes_a_section() -> None:
    assert _read("■ Delivery\nQ: How long?\nA: Two days.\n\n■ Returns\nQ: How?\nA: By post.") == [
        ("Delivery", "How long?", 1),
        ("Returns", "How?", 1),
    ]


def test_without_blank_lines_a_short_line_above_far_longer_prose_is_a_title() -> None:
    text = (
        "Prices are low.\nCases are 20 EUR,\nReturn period\nYou can send back whatever you bought within thirty days."
    )
    assert _read(text)[-1] == (None, "Return period", 1)


def test_a_menu_of_short_lines_is_no_series_of_titles() -> None:
    text = "We ship to these.\n\nGermany\n\nFrance\n\nItaly\n\nIt takes some days to get there."
    assert _read(text) == [(None, "", 5)]


def test_a_title_at_the_end_opens_nothing() -> None:
    assert _read("Why?\n\nBecause it is so.\n\nThe End") == [(None, "Why?", 2)]


def test_a_title_may_open_onto_a_contact() -> None:
    assert _read("Why?\n\nBecause.\n\nContact\n\nhelp@shop.example")[-1] == (None, "Contact", 1)


@pytest.mark.parametrize("mark", ["+", "▼"])
def test_what_an_unfolding_list_leaves_behind_a_question_does_not_hide_it(mark: str) -> None:
    assert _read(f"Is it free? {mark}\nYes.") == [(None, f"Is it free? {mark}", 1)]


def test_a_numbered_japanese_question_needs_no_question_mark() -> None:
    text = "① 返品はできますか。\nはい、できます。\n② 送料はかかりますか。\nいいえ、無料です。"
    assert _read(text) == [(None, "返品はできますか。", 1), (None, "送料はかかりますか。", 1)]


def test_without_blank_lines_a_long_line_in_the_middle_of_a_sentence_is_no_title() -> None:
    assert _read("Why?\nBecause we sell cases,\nAll the colours that we have now,\nThey are red.") == [
        (None, "Why?", 3)
    ]
    assert _read("Why?\nWe sell cases,\nAll the colours that we have now\nThey are red.") == [(None, "Why?", 3)]
