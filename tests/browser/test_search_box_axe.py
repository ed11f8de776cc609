"""The search box as axe-core sees it, in each of its states."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Browse
from tests.browser.search_box import answer, ask, field, notice, open_box, open_shop, options, results, trigger

pytestmark = pytest.mark.browser

Axe = Callable[[Page], list[str]]

HOSTILE = '<faq-search merchant="hostile" lang="auto"></faq-search>'


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_from_closed_to_no_clear_answer(browse: Browse, site: str, axe: Axe, scheme: str) -> None:
    page = browse(color_scheme=scheme, reduced_motion="reduce")  # axe would measure colours in motion
    open_shop(page, site, '<faq-search lang="auto"></faq-search>')
    assert axe(page) == []
    trigger(page).click()
    ask(page, "refund window")
    field(page).fill("")
    expect(options(page)).to_have_text(["refund window"])
    assert axe(page) == []
    field(page).fill("refund")
    expect(options(page)).not_to_have_count(1)
    field(page).press("ArrowDown")
    expect(results(page)).not_to_have_count(0)
    assert axe(page) == []
    ask(page, "zebra elephants")
    assert axe(page) == []


def test_trouble(page: Page, site: str, axe: Axe, page_errors: list[str]) -> None:
    answer(page, "/v1/search", {}, 429, Retry_After="3600")
    open_box(page, site).fill("refund")
    field(page).press("Enter")
    expect(notice(page)).to_be_visible()
    assert axe(page) == []
    page_errors.clear()


def test_right_to_left_and_texts_that_attack(browse: Browse, site: str, axe: Axe) -> None:
    page = browse(locale="ar", reduced_motion="reduce", viewport={"width": 320, "height": 568})
    open_box(page, site, HOSTILE, lang="ar")
    ask(page, "refund")
    assert axe(page) == []
