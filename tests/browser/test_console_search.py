"""Searching in the agent console: results as typed, filters with counts, and an address for everything."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Browse
from tests.browser.console_page import (
    address,
    choose,
    counts,
    field,
    found,
    hits,
    ids,
    open_console,
    option,
    pane,
    results,
    searches_of,
    settle,
    shown_ids,
    type_at,
    type_query,
)

pytestmark = pytest.mark.browser


def test_a_first_visit_says_what_can_be_searched_and_offers_examples(page: Page) -> None:
    open_console(page)
    expect(field(page)).to_be_focused()
    expect(results(page)).to_contain_text("merchants, in any language")
    page.get_by_role("button", name="How long does shipping take?").click()
    expect(hits(page).first).to_be_visible()
    expect(field(page)).to_have_value("How long does shipping take?")


def test_results_come_while_typing_in_the_order_of_the_api(page: Page) -> None:
    open_console(page)
    type_query(page, "refund window")
    body = found(page, "refund window")
    assert shown_ids(page) == ids(body)
    expect(page.locator("#status")).to_contain_text(f"{body['total_hits']} results. Answer found, confidence")


def test_typing_without_a_pause_sends_one_search(page: Page) -> None:
    open_console(page)
    asked = searches_of(page)
    field(page).press_sequentially("refund window")
    expect(hits(page).first).to_be_visible()
    assert asked == ["refund window"]


def test_nothing_is_sent_while_an_input_method_composes(page: Page) -> None:
    page.clock.install()
    open_console(page)
    asked = searches_of(page)
    type_at(page, "はい", isComposing=True)
    page.clock.run_for(1000)
    assert asked == []
    field(page).dispatch_event("compositionend")
    page.clock.run_for(1000)
    settle(page)
    assert asked == ["はい"]


def test_a_search_that_another_outdates_holds_nothing_up(page: Page) -> None:
    open_console(page)
    page.route("**/v1/search", lambda _: None, times=1)  # which is never answered
    field(page).fill("shipping")
    page.wait_for_url("**q=shipping")
    type_query(page, "refund window")
    assert shown_ids(page) == ids(found(page, "refund window"))


def test_enter_searches_at_once_and_goes_to_the_first_result(page: Page) -> None:
    page.clock.install()
    open_console(page)
    page.clock.pause_at(page.evaluate("Date.now() + 60_000"))
    field(page).fill("refund window")
    field(page).press("Enter")
    expect(hits(page).first).to_be_focused()


def test_an_enter_that_more_typing_outdates_does_not_take_the_focus(page: Page) -> None:
    page.clock.install()
    open_console(page)
    page.route("**/v1/search", lambda _: None, times=1)  # which is never answered
    field(page).fill("refund")
    field(page).press("Enter")
    page.wait_for_url("**q=refund")
    field(page).press_sequentially(" window")
    page.clock.run_for(300)
    expect(hits(page).first).to_be_visible()
    settle(page)
    expect(field(page)).to_be_focused()


def test_a_filter_goes_with_what_is_typed_already(page: Page) -> None:
    page.clock.install()
    open_console(page, q="refund")
    page.clock.pause_at(page.evaluate("Date.now() + 60_000"))
    type_at(page, "shipping")
    choose(page, "merchant", "alpine")
    assert page.url.endswith(address(q="shipping", merchant="alpine"))
    expect(field(page)).to_have_value("shipping")


def test_a_source_that_is_opened_leaves_what_is_typed(page: Page) -> None:
    page.clock.install()
    open_console(page, q="refund")
    page.clock.pause_at(page.evaluate("Date.now() + 60_000"))
    type_at(page, "shipping")
    hits(page).first.get_by_role("button", name="Source").click()
    expect(pane(page)).to_be_visible()
    expect(field(page)).to_have_value("shipping")


def test_a_merchant_that_came_after_the_page_has_its_column(page: Page) -> None:
    before = page.request.get("/v1/merchants").json()["merchants"]
    page.route("**/v1/merchants", lambda route: route.fulfill(json={"merchants": before[1:]}), times=1)
    open_console(page)
    page.unroute("**/v1/merchants")
    type_query(page, "refund")
    page.get_by_role("button", name="By merchant").click()
    expect(page.locator(".column h2")).to_have_text([merchant["label"] for merchant in before])


def test_the_field_takes_no_more_than_the_service(page: Page) -> None:
    open_console(page)
    expect(field(page)).to_have_attribute("maxlength", "512")


def test_filters_count_what_the_api_counts(page: Page) -> None:
    open_console(page, q="refund")
    everything = found(page, "refund")["facets"]
    assert {name: counts(page, name) for name in ("merchant", "language", "section")} == everything
    choose(page, "merchant", "alpine")
    narrowed = found(page, "refund", merchant="alpine")
    assert shown_ids(page) == ids(narrowed)
    assert {name: counts(page, name) for name in ("language", "section")} == {
        name: narrowed["facets"][name]  # type: ignore[index]  # as the contract has it
        for name in ("language", "section")
    }
    assert counts(page, "merchant") == everything["merchant"]  # what each would bring
    assert page.url.endswith(address(q="refund", merchant="alpine"))


def test_several_values_of_a_filter_widen_it(page: Page) -> None:
    open_console(page, q="refund", merchant="alpine")
    option(page, "merchant", "unnamed").focus()
    page.keyboard.press("Space")
    page.wait_for_url("**merchant=unnamed")
    settle(page)
    assert shown_ids(page) == ids(found(page, "refund", merchant=["alpine", "unnamed"]))
    expect(option(page, "merchant", "unnamed")).to_be_focused()


def test_a_chosen_value_stays_to_be_seen_when_it_counts_nothing(page: Page) -> None:
    open_console(page, q="refund", merchant="alpine", language="ja")
    assert counts(page, "merchant")["alpine"] == 0
    assert counts(page, "language")["ja"] == 0
    expect(option(page, "merchant", "alpine")).to_be_checked()
    expect(results(page)).to_contain_text("Nothing in this scope")
    page.locator("#facets").get_by_role("button", name="Clear filters").click()
    page.wait_for_url(lambda url: url.endswith(address(q="refund")))
    settle(page)
    assert shown_ids(page) == ids(found(page, "refund"))


def test_more_results_follow_the_first_ones(page: Page) -> None:
    open_console(page, q="refund")
    total = found(page, "refund")["total_hits"]
    page.get_by_role("button", name="Show").click()
    expect(hits(page)).to_have_count(total)  # type: ignore[arg-type]  # as the contract has it
    assert shown_ids(page) == ids(found(page, "refund", limit=50))
    expect(hits(page).nth(10)).to_be_focused()


def test_no_answer_says_so_names_the_contact_and_shows_the_closest(page: Page) -> None:
    open_console(page, q="zebra", merchant="alpine")
    expect(results(page)).to_contain_text("No clear answer")
    expect(results(page)).to_contain_text("Contact of Alpine Cases: help@alpine.example")
    expect(hits(page).first).to_be_visible()


@pytest.mark.parametrize(
    ("contact", "address"),
    [
        ("help@alpine.example", "mailto:help@alpine.example"),
        ("+971 4 555 0100", "tel:+97145550100"),
        ("https://alpine.example/help", "https://alpine.example/help"),
    ],
)
def test_a_contact_is_a_link_to_it(page: Page, contact: str, address: str) -> None:
    _contacted(page, contact)
    expect(results(page).get_by_role("link", name=contact)).to_have_attribute("href", address)


@pytest.mark.parametrize("contact", ["javascript:alert(2)", "a@b.example?bcc=c@d.example", "......", "ask at the desk"])
def test_a_contact_that_is_no_address_is_text(page: Page, contact: str) -> None:
    _contacted(page, contact)
    expect(results(page).locator(".no-answer")).to_contain_text(contact)
    expect(results(page).locator(".no-answer a")).to_have_count(0)


def _contacted(page: Page, contact: str) -> None:
    body = found(page, "zebra", merchant="alpine")
    body["hits"][0]["merchant"]["contact"] = contact  # type: ignore[index]  # as the contract has it
    page.route("**/v1/search", lambda route: route.fulfill(json=body))
    open_console(page, q="zebra")


def test_an_address_opens_the_same_search_on_a_new_page(page: Page, browse: Browse) -> None:
    open_console(page, q="refund")
    choose(page, "language", "en")
    page.get_by_role("button", name="By merchant").click()
    settle(page)
    hits(page).first.get_by_role("button", name="Source").click()
    expect(pane(page).locator(".marked").first).to_be_visible()
    other = browse()
    other.goto(page.url)
    settle(other)
    assert shown_ids(other) == shown_ids(page)
    expect(option(other, "language", "en")).to_be_checked()
    expect(other.get_by_role("button", name="By merchant")).to_have_attribute("aria-pressed", "true")
    expect(pane(other).locator(".lines")).to_have_text(pane(page).locator(".lines").inner_text(), use_inner_text=True)


def test_back_undoes_one_step_at_a_time(page: Page) -> None:
    open_console(page)
    type_query(page, "refund")
    choose(page, "merchant", "alpine")
    hits(page).first.get_by_role("button", name="Source").click()
    expect(pane(page)).to_be_visible()
    page.go_back()
    expect(pane(page)).to_be_hidden()
    page.go_back()
    expect(option(page, "merchant", "alpine")).not_to_be_checked()
    page.go_back()
    expect(results(page)).to_contain_text("What does the policy say?")
    expect(field(page)).to_have_value("")
