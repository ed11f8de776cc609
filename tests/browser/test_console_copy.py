"""Copying from the agent console: the passage word for word, whose it is, where it stands, and a link."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Browse
from tests.browser.console_page import found, hits, ids, open_console, pane

pytestmark = pytest.mark.browser

TEXT = (
    "You may return an item within thirty days after delivery. The refund is paid within fourteen working days. "
    "Gift cards are not refunded."
)
ORIGIN = "Alpine Cases, Alpine FAQ (alpine/faq.txt), lines 14–15, retrieved 2026-05-01"


@pytest.fixture
def copying(browse: Browse) -> Page:
    """A page that may use the clipboard."""
    return browse(permissions=["clipboard-read", "clipboard-write"])


def _clipboard(page: Page) -> str:
    text: str = page.evaluate("navigator.clipboard.readText()")
    return text


def _open_refund_window(page: Page) -> str:
    open_console(page, q="refund window", merchant="alpine")
    return hits(page).first.get_attribute("data-id") or ""


def test_a_passage_is_copied_with_its_citation(copying: Page, site: str) -> None:
    passage_id = _open_refund_window(copying)
    hits(copying).first.get_by_role("button", name="Copy text").click()
    expect(copying.locator("#toast")).to_have_text("Copied as text, cited from Alpine Cases.")
    assert _clipboard(copying) == f"{TEXT}\n\n{ORIGIN}\n{site}/source/{passage_id}"
    hits(copying).first.get_by_role("button", name="Source").click()
    pane(copying).get_by_role("button", name="Copy Markdown").click()
    expect(copying.locator("#toast")).to_have_text("Copied as Markdown, cited from Alpine Cases.")
    assert _clipboard(copying) == f"> {TEXT}\n\n[{ORIGIN}]({site}/source/{passage_id})"


def test_keys_copy_the_current_result(copying: Page) -> None:
    _open_refund_window(copying)
    hits(copying).first.focus()
    copying.keyboard.press("j")
    copying.keyboard.press("c")
    expect(copying.locator("#toast")).to_contain_text("Copied as text")
    second = hits(copying).nth(1).get_attribute("data-id") or ""
    assert _clipboard(copying).endswith(second)
    copying.keyboard.press("m")
    expect(copying.locator("#toast")).to_contain_text("Copied as Markdown")
    assert _clipboard(copying).endswith(f"{second})")


def test_a_key_copies_the_passage_of_the_source_that_is_looked_at(copying: Page) -> None:
    passage_id = ids(found(copying, "配送料", merchant="kyoto"))[0]
    open_console(copying, q="refund", merchant="alpine", passage=passage_id)
    copying.locator("#pane-body").focus()
    copying.keyboard.press("c")
    expect(copying.locator("#toast")).to_have_text("Copied as text, cited from 京都ケース.")
    assert _clipboard(copying).endswith(passage_id)


def test_a_text_that_looks_like_markup_is_escaped_in_markdown(copying: Page) -> None:
    open_console(copying, q="refund allowed", merchant="hostile")
    hits(copying).first.get_by_role("button", name="Copy Markdown").click()
    expect(copying.locator("#toast")).to_contain_text("Copied")
    assert _clipboard(copying).startswith(r"> Refund \<img src=x onerror=alert(7)\> and \<script\>alert(8)")


def test_a_browser_without_the_clipboard_api_copies_all_the_same(copying: Page, site: str) -> None:
    copying.add_init_script("navigator.clipboard.writeText = () => Promise.reject(new Error('not allowed'))")
    passage_id = _open_refund_window(copying)
    button = hits(copying).first.get_by_role("button", name="Copy text")
    button.click()
    expect(copying.locator("#toast")).to_contain_text("Copied as text")
    assert _clipboard(copying) == f"{TEXT}\n\n{ORIGIN}\n{site}/source/{passage_id}"
    expect(button).to_be_focused()
