"""The search box while somebody types: what is asked, when, and what is shown."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.search_box import (
    ask,
    field,
    found,
    hold,
    open_box,
    option_texts,
    options,
    query_of,
    recorded,
    results,
    searched,
    status,
    stop_time,
    suggested,
)

pytestmark = pytest.mark.browser


def test_suggestions_come_from_the_second_letter(page: Page, site: str) -> None:
    stop_time(page)
    asked = recorded(page, "/v1/suggest")
    box = open_box(page, site)
    box.press("s")
    page.clock.run_for(5000)
    box.press("h")
    page.clock.run_for(100)
    expect(option_texts(page)).to_have_text(suggested(page, site, "sh"))
    assert [query_of(request) for request in asked] == ["sh"]


@pytest.mark.parametrize(("lang", "typed"), [("en", "配"), ("ja", "に")])
def test_one_character_is_enough_where_it_says_as_much_as_a_word(page: Page, site: str, lang: str, typed: str) -> None:
    open_box(page, site, '<faq-search merchant="kyoto"></faq-search>', lang=lang).fill(typed)
    expect(option_texts(page)).to_have_text(suggested(page, site, typed, "kyoto"))


def test_a_run_of_keys_is_one_question(page: Page, site: str) -> None:
    stop_time(page)
    asked = recorded(page, "/v1/suggest")
    open_box(page, site).press_sequentially("shipping")
    page.clock.run_for(100)
    expect(option_texts(page)).to_have_text(suggested(page, site, "shipping"))
    assert [query_of(request) for request in asked] == ["shipping"]


def test_what_was_suggested_before_is_not_asked_again(page: Page, site: str) -> None:
    box = open_box(page, site)
    box.fill("ship")
    expect(option_texts(page)).to_have_text(suggested(page, site, "ship"))
    box.fill("refund")
    expect(option_texts(page)).to_have_text(suggested(page, site, "refund"))
    asked = recorded(page, "/v1/suggest")
    box.fill("ship")
    expect(option_texts(page)).to_have_text(suggested(page, site, "ship"))
    assert asked == []


def test_a_request_that_is_given_up_changes_nothing(page: Page, site: str) -> None:
    box = open_box(page, site)
    box.fill("ship")
    expect(option_texts(page)).to_have_text(suggested(page, site, "ship"))
    late, newest = hold(page, "**/v1/suggest?q=shipping&*"), hold(page, "**/v1/suggest?q=refund&*")
    with page.expect_request("**/v1/suggest?q=shipping&*"):
        box.fill("shipping")
    with page.expect_event("requestfailed"), page.expect_request("**/v1/suggest?q=refund&*"):
        box.fill("refund")
    late[0].continue_()
    box.press("ArrowDown")
    expect(option_texts(page)).to_have_text(suggested(page, site, "ship"))
    newest[0].continue_()
    expect(option_texts(page)).to_have_text(suggested(page, site, "refund"))


def test_nothing_is_sent_while_an_input_method_composes(page: Page, site: str) -> None:
    stop_time(page)
    suggestions, searches = recorded(page, "/v1/suggest"), recorded(page, "/v1/search")
    open_box(page, site, '<faq-search merchant="kyoto"></faq-search>')
    keyboard = page.context.new_cdp_session(page)
    keyboard.send("Input.imeSetComposition", {"text": "はいそう", "selectionStart": 4, "selectionEnd": 4})
    expect(field(page)).to_have_value("はいそう")
    page.clock.run_for(5000)
    assert suggestions == searches == []
    keyboard.send("Input.insertText", {"text": "配送"})
    page.clock.run_for(100)
    expect(option_texts(page)).to_have_text(suggested(page, site, "配送", "kyoto"))
    assert [query_of(request) for request in suggestions] == ["配送"]


def test_what_is_under_way_ends_when_an_input_method_begins(page: Page, site: str) -> None:
    stop_time(page)
    suggestions = recorded(page, "/v1/suggest")
    open_box(page, site).fill("shipping ")
    keyboard = page.context.new_cdp_session(page)
    keyboard.send("Input.imeSetComposition", {"text": "は", "selectionStart": 1, "selectionEnd": 1})
    page.clock.run_for(5000)
    assert suggestions == []


def test_enter_searches(page: Page, site: str) -> None:
    open_box(page, site)
    ask(page, "how long does shipping take")
    questions = [hit["question"] for hit in searched(page, site, "how long does shipping take")["hits"]]
    expect(results(page).get_by_role("heading")).to_have_text(questions)
    expect(status(page)).to_have_text(f"Results: {len(questions)}")
    expect(options(page)).to_have_count(0)


def test_a_pause_searches_and_leaves_the_suggestions_where_they_are(page: Page, site: str) -> None:
    stop_time(page)
    open_box(page, site).fill("shipping")
    page.clock.run_for(100)
    expect(option_texts(page)).to_have_text(suggested(page, site, "shipping"))
    expect(results(page)).to_have_count(0)
    page.clock.run_for(500)
    expect(results(page)).not_to_have_count(0)
    expect(option_texts(page)).to_have_text(suggested(page, site, "shipping"))


def test_a_pause_after_two_letters_does_not_search(page: Page, site: str) -> None:
    stop_time(page)
    searches = recorded(page, "/v1/search")
    box = open_box(page, site)
    box.fill("sh")
    page.clock.run_for(5000)
    assert searches == []


def test_results_do_not_outlive_a_query_that_is_too_short_to_be_searched_for(page: Page, site: str) -> None:
    box = open_box(page, site)
    ask(page, "refund")
    box.fill("zz")
    expect(results(page)).to_have_count(0)
    expect(page.get_by_text("in any language")).to_be_visible()


def test_the_hint_stays_until_there_is_something(page: Page, site: str) -> None:
    stop_time(page)
    box = open_box(page, site)
    hint = page.get_by_text("in any language")
    box.fill("s")
    expect(hint).to_be_visible()
    box.fill("sh")
    page.clock.run_for(100)
    expect(options(page)).not_to_have_count(0)
    expect(hint).to_be_hidden()


def test_choosing_a_suggestion_searches_for_it(page: Page, site: str) -> None:
    box = open_box(page, site)
    box.fill("refund")
    options(page).first.click()
    expect(box).to_have_value(suggested(page, site, "refund")[0])
    expect(results(page)).not_to_have_count(0)
    expect(box).to_be_focused()


def test_results_stay_marked_as_busy_while_others_are_looked_for(page: Page, site: str) -> None:
    box = open_box(page, site)
    ask(page, "refund")
    hold(page, "**/v1/search")
    box.fill("shipping")
    box.press("Enter")
    expect(found(page)).to_have_attribute("aria-busy", "true")
    expect(results(page).first).to_be_visible()


def test_clearing_starts_afresh(page: Page, site: str) -> None:
    box = open_box(page, site)
    ask(page, "refund")
    page.get_by_role("button", name="Clear").click()
    expect(box).to_have_value("")
    expect(box).to_be_focused()
    expect(results(page)).to_have_count(0)


def test_the_limit_is_the_number_of_results(page: Page, site: str) -> None:
    open_box(page, site, '<faq-search merchant="alpine" limit="2"></faq-search>')
    ask(page, "shipping refund warranty")
    expect(results(page)).to_have_count(2)
