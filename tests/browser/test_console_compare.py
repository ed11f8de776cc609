"""Comparing in the agent console: each merchant's own verdict and best passages, side by side."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.console_page import choose, current, found, hits, ids, open_console, results, settle, shown_ids

pytestmark = pytest.mark.browser


def _merchants(page: Page) -> list[str]:
    shown: list[str] = page.locator(".column").evaluate_all("columns => columns.map(column => column.dataset.merchant)")
    return shown


def test_every_merchant_has_a_column_with_its_own_verdict_and_best_passages(page: Page) -> None:
    open_console(page, q="refund window")
    page.get_by_role("button", name="By merchant").click()
    settle(page)
    registry = page.request.get("/v1/merchants").json()["merchants"]
    assert _merchants(page) == [merchant["id"] for merchant in registry]
    alone = [found(page, "refund window", merchant=merchant["id"], limit=3) for merchant in registry]
    assert shown_ids(page) == [passage_id for body in alone for passage_id in ids(body)]
    verdicts = page.locator(".column").evaluate_all("columns => columns.map(column => column.dataset.verdict)")
    assert verdicts == [body["answerability"]["verdict"] for body in alone]  # type: ignore[index]  # as the contract has it
    expect(page.locator("#status")).to_have_text(f"6 merchants compared, {verdicts.count('answer')} with an answer.")
    column = page.locator(".column[data-merchant=sahara]")
    expect(column).to_contain_text("No clear answer")
    expect(column).to_contain_text("+971 4 555 0100")


def test_chosen_merchants_stand_side_by_side_or_one_above_the_other_as_there_is_room(page: Page) -> None:
    open_console(page, q="refund window", view="compare")
    choose(page, "merchant", "alpine")
    choose(page, "merchant", "unnamed")
    assert _merchants(page) == ["alpine", "unnamed"]
    assert _tops(page)[0] == _tops(page)[1]
    page.set_viewport_size({"width": 360, "height": 740})
    assert _tops(page)[0] < _tops(page)[1]


def _tops(page: Page) -> list[float]:
    tops: list[float] = page.locator(".column").evaluate_all("all => all.map(one => one.getBoundingClientRect().top)")
    return tops


def test_one_merchant_is_looked_at_alone(page: Page) -> None:
    open_console(page, q="refund window", view="compare")
    page.locator(".column[data-merchant=alpine]").get_by_role("button", name="All").click()
    page.wait_for_url("**merchant=alpine")
    settle(page)
    assert shown_ids(page) == ids(found(page, "refund window", merchant="alpine"))


def test_arrows_go_from_merchant_to_merchant(page: Page) -> None:
    open_console(page, q="refund window", view="compare")
    hits(page).first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowRight")
    second = page.locator(".column").nth(1).locator(".hit").nth(1)
    expect(second).to_be_focused()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    expect(current(page)).to_have_attribute("data-id", shown_ids(page)[1])


def test_the_view_is_toggled_by_key_and_keeps_the_search(page: Page) -> None:
    open_console(page, q="refund window")
    hits(page).first.focus()
    page.keyboard.press("g")
    expect(page.locator(".column").first).to_be_visible()
    page.keyboard.press("g")
    expect(page.locator(".column")).to_have_count(0)
    expect(results(page)).to_contain_text("Answer found")
