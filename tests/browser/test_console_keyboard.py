"""The agent console without a mouse: every key, and none taken from somebody who types."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.console_page import field, hits, open_console, pane, settle, shown_ids

pytestmark = pytest.mark.browser


def test_a_customer_is_answered_by_keys_alone(page: Page) -> None:
    open_console(page)
    page.keyboard.press("Escape")
    page.locator("body").press("/")
    page.keyboard.type("refund")
    page.keyboard.press("Enter")
    expect(hits(page).first).to_be_focused()
    page.keyboard.press("j")
    expect(hits(page).nth(1)).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("k")
    expect(hits(page).nth(1)).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(hits(page).nth(0)).to_be_focused()
    expect(page.locator(".hit[tabindex='0']")).to_have_count(1)
    page.keyboard.press("o")
    expect(pane(page).locator(".marked").first).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("#pane-body")).to_be_focused()
    page.keyboard.press("Escape")
    expect(pane(page)).to_be_hidden()
    expect(hits(page).nth(0)).to_be_focused()


def test_the_open_source_follows_the_current_result(page: Page) -> None:
    open_console(page, q="refund")
    hits(page).first.focus()
    page.keyboard.press("o")
    page.keyboard.press("j")
    page.wait_for_url(f"**passage={shown_ids(page)[1].replace(':', '%3A')}")
    expect(hits(page).nth(1)).to_be_focused()
    page.go_back()
    expect(pane(page)).to_be_hidden()


def test_keys_mean_letters_in_the_search_field(page: Page) -> None:
    open_console(page, q="refund")
    field(page).fill("")
    field(page).press_sequentially("/jkocmg?")
    expect(field(page)).to_have_value("/jkocmg?")
    expect(page.get_by_role("dialog")).to_be_hidden()


def test_a_key_with_a_modifier_is_left_to_the_browser(page: Page) -> None:
    open_console(page, q="refund")
    hits(page).first.focus()
    page.keyboard.press("Control+g")
    page.keyboard.press("Alt+j")
    expect(hits(page).first).to_be_focused()
    expect(page.locator(".column")).to_have_count(0)


def test_the_help_lists_the_keys_and_escape_closes_it(page: Page) -> None:
    open_console(page, q="refund")
    hits(page).first.focus()
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog", name="Keys")
    expect(dialog).to_contain_text("Copy with citation, as Markdown")
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(hits(page).first).to_be_focused()


def test_escape_in_the_field_closes_the_source_and_keeps_the_query(page: Page) -> None:
    open_console(page, q="refund")
    hits(page).first.get_by_role("button", name="Source").click()
    field(page).press("Escape")
    expect(pane(page)).to_be_hidden()
    expect(field(page)).to_have_value("refund")
    expect(field(page)).to_be_focused()


def test_arrows_scroll_where_there_are_no_results(page: Page) -> None:
    open_console(page)
    pressed = page.locator("body").evaluate(
        "body => body.dispatchEvent(new KeyboardEvent('keydown', {key: 'ArrowDown', bubbles: true, cancelable: true}))"
    )
    assert pressed  # nobody prevented it


def test_keys_of_one_letter_can_be_turned_off(page: Page) -> None:
    open_console(page, q="refund")
    page.get_by_role("button", name="Keys").click()
    page.get_by_label("Keys of one letter").uncheck()
    page.keyboard.press("Escape")
    page.reload()
    settle(page)
    hits(page).first.focus()
    page.keyboard.press("j")
    expect(hits(page).first).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(hits(page).nth(1)).to_be_focused()
