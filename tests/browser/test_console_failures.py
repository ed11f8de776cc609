"""The agent console when something fails: it says what happened, and goes on when it can."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import Browse
from tests.browser.console_page import (
    BLOCKED,
    address,
    field,
    hits,
    open_console,
    results,
    searches_of,
    settle,
    type_query,
)

pytestmark = pytest.mark.browser

SEARCH = "**/v1/search"


@pytest.fixture(autouse=True)
def _failures_are_expected(browse: Browse, page_errors: list[str]) -> Iterator[None]:
    """The browser reports every reply that is no success; anything else that it reports still counts."""
    yield
    page_errors[:] = [error for error in page_errors if not error.startswith("Failed to load resource")]


def _problem(status: int, code: str, **headers: str) -> Callable[[Route], None]:
    body = {"type": "about:blank", "status": status, "code": code, "detail": f"This is {code}."}
    return lambda route: route.fulfill(
        status=status, json=body, headers={"Retry-After": "2", **headers}, content_type="application/problem+json"
    )


@pytest.mark.parametrize(
    ("status", "code", "title"),
    [
        (429, "rate_limited", "Too many requests"),
        (503, "not_ready", "The service is starting"),
    ],
)
def test_a_service_that_asks_to_wait_is_asked_again_when_it_said(
    page: Page, status: int, code: str, title: str
) -> None:
    page.clock.install()
    page.route(SEARCH, _problem(status, code), times=1)
    open_console(page, q="refund")
    expect(results(page)).to_contain_text(title)
    expect(results(page)).to_contain_text(f"This is {code}.")
    expect(page.locator("#status")).to_have_text(title)
    page.clock.run_for(2500)
    expect(hits(page).first).to_be_visible()


def test_a_try_of_ones_own_is_not_kept_waiting(page: Page) -> None:
    page.route(SEARCH, _problem(503, "overloaded", **{"Retry-After": "600"}), times=1)
    open_console(page, q="refund")
    expect(results(page)).to_contain_text("The service is busy")
    page.route(SEARCH, _problem(500, "internal_error"), times=1)
    page.get_by_role("button", name="Try again").click()
    expect(results(page)).to_contain_text("The service failed (500)")
    page.get_by_role("button", name="Try again").click()
    expect(hits(page).first).to_be_visible()


def test_offline_is_told_and_ends_by_itself(page: Page) -> None:
    open_console(page)
    page.context.set_offline(True)
    type_query(page, "refund")
    expect(results(page)).to_contain_text("You are offline")
    page.context.set_offline(False)
    expect(hits(page).first).to_be_visible()


def test_a_service_that_is_down_is_asked_again(page: Page) -> None:
    page.clock.install()
    open_console(page)
    page.route(SEARCH, lambda route: route.abort(), times=1)
    field(page).fill("refund")
    page.clock.run_for(300)
    expect(results(page)).to_contain_text("The service cannot be reached")
    page.clock.run_for(6000)
    expect(hits(page).first).to_be_visible()


def test_a_keyed_service_asks_for_the_key_and_gets_it_with_every_request(page: Page) -> None:
    page.route("**/v1/**", _unless_keyed)
    open_console(page, q="refund")
    expect(results(page)).to_contain_text("This service asks for an access key")
    page.get_by_label("Access key", exact=True).fill("secret")
    page.get_by_role("button", name="Use this key").click()
    expect(hits(page).first).to_be_visible()
    page.reload()
    expect(hits(page).first).to_be_visible()


def _unless_keyed(route: Route) -> None:
    if route.request.headers.get("authorization") == "Bearer secret":
        route.continue_()
    else:
        _problem(401, "unauthenticated")(route)


def test_a_key_that_does_not_suffice_can_be_replaced(page: Page) -> None:
    page.route(SEARCH, _problem(403, "forbidden"), times=1)
    open_console(page, q="refund")
    expect(results(page)).to_contain_text("This access key does not allow that")
    page.get_by_label("Access key", exact=True).fill("another")
    page.get_by_role("button", name="Use this key").click()
    expect(hits(page).first).to_be_visible()


def test_a_merchant_that_is_not_known_any_more_can_be_left_out(page: Page) -> None:
    open_console(page, q="refund", merchant="gone")
    expect(results(page)).to_contain_text("gone")
    page.get_by_role("button", name="Clear filters").click()
    page.wait_for_url(lambda url: url.endswith(address(q="refund")))
    expect(hits(page).first).to_be_visible()


def test_a_query_that_is_too_long_is_told_how_long_it_may_be(page: Page) -> None:
    open_console(page, q="a" * 600)
    expect(results(page)).to_contain_text("512")


def test_a_source_that_is_gone_says_so_beside_the_results(page: Page) -> None:
    open_console(page, q="refund", passage="alpine:0000000000000000")
    expect(page.locator("#pane-body")).to_contain_text("Not found")
    expect(hits(page).first).to_be_visible()
    settle(page)


def test_waits_grow_and_end(page: Page) -> None:
    page.clock.install()
    page.route(SEARCH, _problem(503, "overloaded"))
    open_console(page, q="refund")
    asked = searches_of(page)
    expect(results(page)).to_contain_text("Trying again in 2 s.")
    page.clock.run_for(2500)
    expect(results(page)).to_contain_text("Trying again in 4 s.")
    _let_pass(page, 4, 8, 16, 32, 60, 60, 60)
    expect(results(page)).to_contain_text("Tried 8 times more")
    assert len(asked) == 8
    page.clock.run_for(600_000)
    assert len(asked) == 8


def _let_pass(page: Page, *waits: int) -> None:
    for wait in waits:
        with page.expect_response(SEARCH):
            page.clock.run_for(wait * 1000 + 500)
        settle(page)
        page.clock.run_for(100)


def test_what_no_other_try_can_mend_is_not_tried_again(page: Page) -> None:
    page.clock.install()
    page.route(SEARCH, _problem(413, "payload_too_large"))
    open_console(page, q="refund")
    asked = searches_of(page)
    expect(results(page)).to_contain_text("The service could not use this search")
    page.clock.run_for(600_000)
    assert asked == []
    expect(page.get_by_role("button", name="Try again")).to_have_count(0)


def test_a_try_that_fails_too_keeps_the_focus_at_the_results(page: Page) -> None:
    page.route(SEARCH, _problem(503, "overloaded", **{"Retry-After": "600"}))
    open_console(page, q="refund")
    page.get_by_role("button", name="Try again").press("Enter")
    expect(results(page)).to_be_focused()


def test_a_browser_that_blocks_storage_has_a_console_all_the_same(page: Page) -> None:
    page.add_init_script(BLOCKED)
    page.route("**/v1/**", _unless_keyed)
    open_console(page, q="refund")
    page.get_by_label("Access key", exact=True).fill("secret")
    page.get_by_role("button", name="Use this key").click()
    expect(hits(page).first).to_be_visible()
    page.get_by_label("Theme").select_option("dark")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    hits(page).first.focus()
    page.keyboard.press("j")
    expect(hits(page).nth(1)).to_be_focused()
