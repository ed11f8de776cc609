"""The search box when the network or the service is in trouble: it says what happened, and recovers."""

import json
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import Browse
from tests.browser.search_box import (
    BOX,
    CORS,
    STATIC,
    answer,
    ask,
    field,
    hold,
    notice,
    open_box,
    open_shop,
    options,
    recorded,
    results,
    searched,
    status,
    stop_time,
    trigger,
)

pytestmark = pytest.mark.browser

ENGLISH: dict[str, str] = json.loads((STATIC / "locales" / "en.json").read_text("utf-8"))
NO_LOCALES: dict[str, Callable[[Route], None]] = {
    "abort": lambda route: route.abort(),
    "503": lambda route: route.fulfill(status=503, json={"title": "Service Unavailable"}, headers=CORS),
}


@pytest.fixture(autouse=True)
def _failures_are_expected(browse: Browse, page_errors: list[str]) -> Iterator[None]:
    """The browser reports every reply that is no success; anything else that it reports still counts."""
    yield
    page_errors[:] = [error for error in page_errors if not error.startswith("Failed to load resource")]


def _search(page: Page, query: str) -> None:
    field(page).fill(query)
    field(page).press("Enter")


def test_offline_is_said_and_the_search_goes_on_by_itself(page: Page, site: str) -> None:
    open_box(page, site)
    ask(page, "refund")
    page.context.set_offline(True)
    _search(page, "shipping")
    expect(notice(page)).to_contain_text("You are offline.")
    expect(status(page)).to_contain_text("You are offline.")
    expect(results(page).first).to_be_visible()
    page.context.set_offline(False)
    expect(notice(page)).to_be_hidden()
    questions = [hit["question"] for hit in searched(page, site, "shipping")["hits"]]
    expect(results(page).get_by_role("heading")).to_have_text(questions)


def test_coming_online_does_not_disturb_a_search_that_is_under_way(page: Page, site: str) -> None:
    open_box(page, site)
    searches = hold(page, "**/v1/search")
    with page.expect_request("**/v1/search"):
        _search(page, "refund")
    page.evaluate("window.dispatchEvent(new Event('online'))")
    searches[0].continue_()
    expect(results(page)).not_to_have_count(0)


def test_a_slow_search_is_said_to_be_slow_and_given_up_in_the_end(page: Page, site: str) -> None:
    stop_time(page)
    open_box(page, site)
    hold(page, "**/v1/search")
    with page.expect_request("**/v1/search"):
        _search(page, "refund")
        page.clock.run_for(1)
    page.clock.run_for(3990)
    expect(notice(page)).to_be_hidden()
    page.clock.run_for(20)
    expect(notice(page)).to_contain_text("This is taking longer than usual.")
    page.clock.run_for(11_000)
    expect(notice(page)).to_contain_text("No reply came in time.")
    page.unroute("**/v1/search")
    page.get_by_role("button", name="Try again").click()
    page.clock.run_for(1)
    expect(results(page)).not_to_have_count(0)
    expect(notice(page)).to_be_hidden()
    expect(field(page)).to_be_focused()


@pytest.mark.parametrize(
    ("code", "said"),
    [(429, "There were too many searches in a short time."), (503, "The search is busy or just starting.")],
)
def test_a_service_that_asks_to_wait_is_asked_again_once(page: Page, site: str, code: int, said: str) -> None:
    stop_time(page)
    searches = recorded(page, "/v1/search")
    open_box(page, site)
    answer(page, "/v1/search", {"code": "rate_limited"}, code, Retry_After="7")
    _search(page, "refund")
    page.clock.run_for(1)
    expect(notice(page)).to_contain_text(f"{said} Trying again in 7 s.")
    page.clock.run_for(6900)
    assert len(searches) == 1
    page.clock.run_for(200)
    expect(page.get_by_role("button", name="Try again")).to_be_visible()
    assert len(searches) == 2
    page.unroute("**/v1/search")
    page.get_by_role("button", name="Try again").click()
    page.clock.run_for(1)
    expect(results(page)).not_to_have_count(0)


def test_the_automatic_search_may_succeed(page: Page, site: str) -> None:
    stop_time(page)
    open_box(page, site)
    answer(page, "/v1/search", {}, 503, Retry_After="1")
    _search(page, "refund")
    page.clock.run_for(1)
    expect(notice(page)).to_contain_text("Trying again in 1 s.")
    page.unroute("**/v1/search")
    page.clock.run_for(1000)
    expect(results(page)).not_to_have_count(0)
    expect(notice(page)).to_be_hidden()


def test_a_long_wait_is_left_to_the_reader(page: Page, site: str) -> None:
    open_box(page, site)
    answer(page, "/v1/search", {}, 429, Retry_After="3600")
    _search(page, "refund")
    expect(page.get_by_role("button", name="Try again")).to_be_visible()
    expect(notice(page)).not_to_contain_text("Trying again")


def test_typing_calls_off_the_automatic_search(page: Page, site: str) -> None:
    stop_time(page)
    searches = recorded(page, "/v1/search")
    open_box(page, site)
    answer(page, "/v1/search", {}, 503, Retry_After="5")
    _search(page, "refund")
    page.clock.run_for(1)
    expect(notice(page)).to_contain_text("Trying again in 5 s.")
    field(page).fill("x")
    expect(notice(page)).to_be_hidden()
    page.clock.run_for(20_000)
    assert len(searches) == 1


def test_a_service_that_cannot_be_reached_is_said_and_suggestions_fail_in_silence(page: Page, site: str) -> None:
    stop_time(page)
    open_box(page, site).fill("refund")
    page.route("**/v1/**", lambda route: route.abort())
    page.clock.run_for(100)
    expect(options(page)).to_have_count(0)
    expect(notice(page)).to_be_hidden()
    page.clock.run_for(500)
    expect(notice(page)).to_contain_text("The search cannot be reached.")


@pytest.mark.parametrize(
    ("code", "kind"),
    [(401, "refused"), (404, "refused"), (422, "invalid"), (500, "failed")],
)
def test_other_refusals_are_said_and_told_to_the_page(page: Page, site: str, code: int, kind: str) -> None:
    open_box(page, site)
    page.evaluate("document.addEventListener('faq-error', ({ detail }) => { window.heard = detail; })")
    answer(page, "/v1/search", {"code": "some_code", "detail": "Do this."}, code)
    _search(page, "refund")
    expect(notice(page)).to_contain_text(ENGLISH[kind])
    expect(page.get_by_role("button", name="Try again")).to_have_count(int(kind == "failed"))
    heard = page.evaluate("window.heard")
    assert heard == {
        "query": "refund",
        "kind": kind,
        "status": code,
        "code": "some_code",
        "detail": "Do this.",
    }


@pytest.mark.parametrize("failing", ["abort", "503"])
def test_texts_that_cannot_be_had_leave_a_box_that_can_be_used(page: Page, site: str, failing: str) -> None:
    page.route("**/locales/*.json", NO_LOCALES[failing])
    open_box(page, site)
    ask(page, "refund")
    expect(page.get_by_role("button", name="Close")).to_be_visible()
    answer(page, "/v1/search", {}, 500)
    _search(page, "shipping")
    expect(notice(page)).to_contain_text("Something went wrong.")
    expect(page.get_by_role("button", name="Try again")).to_be_visible()


def test_texts_that_are_slow_leave_a_box_that_can_be_used(page: Page, site: str) -> None:
    held = hold(page, "**/locales/*.json")
    open_box(page, site, '<faq-search placeholder="Find help"></faq-search>')
    expect(field(page)).to_have_attribute("aria-label", "Find help")
    expect(page.get_by_role("button", name="Close")).to_be_visible()
    held[0].continue_()
    expect(page.get_by_role("dialog", name=ENGLISH["title"])).to_be_visible()


def test_texts_that_could_not_be_had_are_asked_for_again(page: Page, site: str) -> None:
    page.route("**/locales/*.json", lambda route: route.abort(), times=1)
    with page.expect_event("requestfailed"):
        open_shop(page, site, BOX)
    trigger(page).click()
    expect(page.get_by_role("dialog", name=ENGLISH["title"])).to_be_visible()
