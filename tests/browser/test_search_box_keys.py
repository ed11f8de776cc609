"""The search box by keyboard alone, and the searches it remembers."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.search_box import (
    BOX,
    ask,
    field,
    open_box,
    open_shop,
    option_texts,
    options,
    panel,
    results,
    suggested,
    trigger,
)

pytestmark = pytest.mark.browser


def test_hotkeys_open_it(page: Page, site: str) -> None:
    open_shop(page, site)
    page.keyboard.press("/")
    expect(field(page)).to_be_focused()
    expect(field(page)).to_have_value("")
    page.keyboard.press("Escape")
    expect(trigger(page)).to_be_focused()
    page.keyboard.press("Control+k")
    expect(field(page)).to_be_focused()


def test_a_pages_own_hotkeys_get_nothing_that_is_typed(page: Page, site: str) -> None:
    open_shop(page, site)
    page.evaluate(
        """() => {
          window.taken = [];
          for (const type of ["keydown", "keypress", "keyup"]) {
            document.addEventListener(type, (event) => {
              if (!event.composedPath()[0].closest("[part=panel]")) return;
              window.taken.push(event.key);
              event.preventDefault();
            });
          }
        }"""
    )
    trigger(page).click()
    field(page).press_sequentially("shipping costs")
    expect(field(page)).to_have_value("shipping costs")
    field(page).press("Escape")
    assert page.evaluate("window.taken") == []


def test_a_hotkey_in_the_panel_goes_to_its_own_field(page: Page, site: str) -> None:
    open_shop(page, site, BOX + '<faq-search merchant="kyoto"></faq-search>')
    trigger(page).last.click()
    field(page).fill("配送")
    field(page).press("Enter")
    results(page).first.get_by_role("button").last.focus()
    page.keyboard.press("/")
    expect(field(page)).to_be_focused()
    expect(panel(page)).to_have_count(1)
    results(page).first.locator("[part=text]").click()
    page.keyboard.press("/")
    expect(field(page)).to_be_focused()
    expect(panel(page)).to_have_count(1)


def test_hotkeys_do_nothing_beneath_a_dialog_of_the_page(page: Page, site: str) -> None:
    open_shop(page, site, BOX + "<dialog aria-label='Cart'><button>Pay</button></dialog>")
    page.evaluate("document.querySelector('dialog').showModal()")
    page.keyboard.press("/")
    page.keyboard.press("Control+k")
    expect(page.get_by_role("button", name="Pay")).to_be_focused()
    expect(field(page)).to_be_hidden()


def test_hotkeys_are_left_to_another_field(page: Page, site: str) -> None:
    open_shop(page, site)
    name = page.get_by_label("Name")
    name.press_sequentially("and/or")
    name.press("Control+k")
    expect(name).to_have_value("and/or")
    expect(panel(page)).to_be_hidden()


def test_hotkeys_can_be_switched_off(page: Page, site: str) -> None:
    open_shop(page, site, '<faq-search hotkeys="off"></faq-search>')
    page.keyboard.press("/")
    page.keyboard.press("Control+k")
    expect(panel(page)).to_be_hidden()
    expect(page.get_by_text("Ctrl K")).to_be_hidden()


def test_a_hotkey_opens_one_box_of_two(page: Page, site: str) -> None:
    open_shop(page, site, BOX + '<faq-search merchant="kyoto"></faq-search>')
    page.keyboard.press("/")
    expect(panel(page)).to_have_count(1)


def test_a_hotkey_leaves_a_box_alone_that_the_page_does_not_show(page: Page, site: str) -> None:
    open_shop(page, site, f"<div hidden>{BOX}</div>" + '<faq-search placeholder="Shown"></faq-search>')
    page.keyboard.press("/")
    expect(field(page)).to_have_attribute("placeholder", "Shown")


def test_arrows_go_round_through_the_options_and_the_field(page: Page, site: str) -> None:
    box = open_box(page, site)
    box.fill("ship")
    expect(option_texts(page)).to_have_text(suggested(page, site, "ship"))
    box.press("ArrowDown")
    expect(options(page).first).to_have_attribute("aria-selected", "true")
    expect(box).to_have_attribute("aria-activedescendant", "option-0")
    box.press("ArrowUp")
    expect(box).to_have_attribute("aria-activedescendant", "")
    box.press("ArrowUp")
    expect(options(page).last).to_have_attribute("aria-selected", "true")
    expect(box).to_be_focused()


def test_home_and_end_go_to_the_first_and_the_last_option(page: Page, site: str) -> None:
    box = open_box(page, site)
    box.fill("ship")
    expect(option_texts(page)).to_have_text(suggested(page, site, "ship"))
    box.press("ArrowDown")
    box.press("End")
    expect(options(page).last).to_have_attribute("aria-selected", "true")
    box.press("Home")
    expect(options(page).first).to_have_attribute("aria-selected", "true")


def test_home_moves_in_the_text_as_long_as_no_option_is_active(page: Page, site: str) -> None:
    box = open_box(page, site)
    box.fill("ship")
    expect(options(page)).not_to_have_count(0)
    box.press("Home")
    box.press("x")
    expect(box).to_have_value("xship")


def test_enter_takes_the_active_option(page: Page, site: str) -> None:
    box = open_box(page, site)
    box.fill("ship")
    expect(options(page)).not_to_have_count(0)
    box.press("ArrowDown")
    box.press("Enter")
    expect(box).to_have_value(suggested(page, site, "ship")[0])
    expect(results(page)).not_to_have_count(0)


def test_enter_after_more_typing_takes_what_is_typed(page: Page, site: str) -> None:
    box = open_box(page, site)
    box.fill("ship")
    expect(options(page)).not_to_have_count(0)
    box.press("ArrowDown")
    box.press("s")
    box.press("Enter")
    expect(box).to_have_value("ships")


def test_escape_closes_the_list_and_then_the_box_and_gives_the_focus_back(page: Page, site: str) -> None:
    box = open_box(page, site)
    box.fill("ship")
    expect(options(page)).not_to_have_count(0)
    box.press("Escape")
    expect(options(page)).to_have_count(0)
    expect(box).to_have_attribute("aria-expanded", "false")
    expect(box).to_have_value("ship")
    box.press("Escape")
    expect(panel(page)).to_be_hidden()
    expect(trigger(page)).to_be_focused()


def test_the_list_comes_back_with_an_arrow(page: Page, site: str) -> None:
    box = open_box(page, site)
    box.fill("ship")
    expect(options(page)).not_to_have_count(0)
    box.press("Escape")
    box.press("ArrowDown")
    expect(option_texts(page)).to_have_text(suggested(page, site, "ship"))


def test_closing_and_opening_keeps_the_results(page: Page, site: str) -> None:
    open_box(page, site)
    ask(page, "refund")
    page.get_by_role("button", name="Close").click()
    page.keyboard.press("/")
    expect(field(page)).to_have_value("refund")
    expect(results(page).first).to_be_visible()


def test_a_click_beside_the_panel_closes_it(page: Page, site: str) -> None:
    open_box(page, site)
    page.mouse.click(5, 5)
    expect(panel(page)).to_be_hidden()


def test_searches_are_remembered_newest_first_and_can_be_repeated(page: Page, site: str) -> None:
    box = open_box(page, site)
    ask(page, "refund")
    ask(page, "shipping")
    ask(page, "refund")
    page.reload()
    trigger(page).click()
    expect(option_texts(page)).to_have_text(["refund", "shipping"])
    box.press("ArrowDown")
    box.press("Enter")
    expect(box).to_have_value("refund")
    expect(results(page)).not_to_have_count(0)


def test_remembered_searches_can_be_removed(page: Page, site: str) -> None:
    box = open_box(page, site)
    ask(page, "refund")
    ask(page, "shipping")
    box.fill("")
    page.get_by_role("button", name="Remove “shipping”").click()
    expect(option_texts(page)).to_have_text(["refund"])
    page.get_by_role("button", name="Remove all").click()
    expect(options(page)).to_have_count(0)
    expect(page.get_by_text("in any language")).to_be_visible()


def test_eight_searches_are_remembered_for_each_merchant(page: Page, site: str) -> None:
    open_shop(page, site)
    page.evaluate("localStorage.setItem('faq-search:recent:alpine', JSON.stringify([...'abcdefghij']))")
    trigger(page).click()
    expect(option_texts(page)).to_have_text(list("abcdefgh"))
    ask(page, "refund")
    assert page.evaluate("JSON.parse(localStorage.getItem('faq-search:recent:alpine'))") == ["refund", *"abcdefg"]
    page.locator("faq-search").evaluate("box => { box.merchant = 'kyoto'; }")
    field(page).fill("")
    expect(options(page)).to_have_count(0)
