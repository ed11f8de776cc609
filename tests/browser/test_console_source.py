"""The source beside the results: the whole document with exactly the passage's lines marked."""

import re

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import Browse
from tests.browser.console_page import current, found, hits, marked_lines, open_console, pane, shown_ids

pytestmark = pytest.mark.browser


def _open_source(page: Page, index: int = 0) -> None:
    hits(page).nth(index).get_by_role("button", name="Source").click()
    expect(pane(page).locator(".marked").first).to_be_in_viewport()


def test_exactly_the_lines_of_the_passage_are_marked_in_the_whole_document(page: Page) -> None:
    open_console(page, q="refund window", merchant="alpine")
    _open_source(page)
    first, last = found(page, "refund window", merchant="alpine")["hits"][0]["source"]["lines"]  # type: ignore[index]
    assert marked_lines(pane(page)) == list(range(first, last + 1))
    facts = page.locator("#pane-facts")
    expect(facts).to_contain_text("Alpine Cases")
    expect(facts).to_contain_text("2026-05-01")
    expect(facts.get_by_role("link", name="https://alpine.example/faq")).to_be_visible()
    text: str = page.request.get("/v1/documents/alpine/faq.txt").json()["text"]
    shown = (
        pane(page).locator(".lines li").evaluate_all("all => all.map(line => [line.dataset.line, line.textContent])")
    )
    assert shown == [[str(number), line] for number, line in enumerate(text.splitlines(), start=1)]


def test_what_the_source_leaves_open_is_to_be_checked(page: Page) -> None:
    open_console(page, q="refund window", merchant="unnamed")
    expect(hits(page).first.locator(".checks")).to_contain_text("the source does not say whose text this is")
    _open_source(page)
    expect(page.locator("#pane-facts")).to_contain_text("no date stated")
    expect(page.locator("#pane-facts")).to_contain_text("the source does not say whose text this is")


def test_a_date_is_on_the_card_where_there_is_one(page: Page) -> None:
    open_console(page, q="refund window", merchant="alpine")
    expect(hits(page).first.locator(".origin")).to_contain_text("retrieved 2026-05-01")
    open_console(page, q="refund window", merchant="unnamed")
    expect(hits(page).first.locator(".origin")).not_to_contain_text("date")


def test_an_answer_given_under_other_questions_names_them(page: Page) -> None:
    open_console(page, q="more than forty countries", merchant="alpine")
    body = found(page, "more than forty countries", merchant="alpine")
    other = body["hits"][0]["duplicates"][0]  # type: ignore[index]  # as the contract has it
    hits(page).first.get_by_text("Also answers 1 other question").click()
    link = hits(page).first.get_by_role("link", name="Do you ship")
    expect(link).to_have_attribute("href", f"/source/{other}")


def test_the_next_and_the_previous_result_are_a_button_away(page: Page) -> None:
    open_console(page, q="refund")
    _open_source(page)
    page.get_by_role("button", name="Next").click()
    page.wait_for_url(f"**passage={shown_ids(page)[1].replace(':', '%3A')}")
    expect(current(page)).to_have_attribute("data-id", shown_ids(page)[1])
    page.get_by_role("button", name="Previous").click()
    page.wait_for_url(f"**passage={shown_ids(page)[0].replace(':', '%3A')}")
    page.get_by_role("searchbox").fill("another query")
    expect(pane(page)).to_be_hidden()


def test_the_source_of_an_address_opens_though_no_search_found_it(page: Page) -> None:
    passage_id = found(page, "配送料", merchant="kyoto")["hits"][0]["id"]  # type: ignore[index]
    open_console(page, q="refund", merchant="alpine", passage=passage_id)
    expect(pane(page)).to_contain_text("kyoto/faq.txt")
    expect(pane(page).locator(".marked").first).to_be_in_viewport()


def test_on_a_phone_the_source_lies_over_the_results_until_it_is_closed(browse: Browse) -> None:
    page = browse(viewport={"width": 360, "height": 740})
    open_console(page, q="refund")
    _open_source(page)
    expect(pane(page).get_by_role("heading")).to_be_focused()
    assert page.locator("#results").evaluate("results => results.inert")
    page.get_by_role("button", name="Next").click()
    page.wait_for_url(f"**passage={shown_ids(page)[1].replace(':', '%3A')}")
    page.get_by_role("button", name="Close the source").click()
    expect(pane(page)).to_be_hidden()
    expect(hits(page).nth(1)).to_be_focused()


def test_texts_say_their_language_and_direction(page: Page) -> None:
    open_console(page, q="شحن", merchant="sahara")
    expect(hits(page).first.locator(".text")).to_have_attribute("lang", "ar")
    expect(hits(page).first.locator(".text")).to_have_css("direction", "rtl")
    _open_source(page)
    expect(pane(page).locator(".marked mark").first).to_have_attribute("lang", "ar")


def test_names_have_a_direction_of_their_own(page: Page) -> None:
    open_console(page, q="شحن", merchant="sahara")
    expect(hits(page).first.locator(".origin strong")).to_have_css("direction", "rtl")
    page.get_by_role("button", name="By merchant").click()
    expect(page.locator(".column h2")).to_have_css("direction", "rtl")
    open_console(page, q="refund window", merchant="alpine")
    expect(hits(page).first.locator(".origin bdi")).to_have_attribute("lang", "en")


def test_the_facts_of_a_source_fold_where_they_would_leave_the_text_no_room(browse: Browse) -> None:
    page = browse(viewport={"width": 320, "height": 568})
    open_console(page, q="refund window", merchant="alpine")
    _open_source(page)
    retrieved = page.locator("#pane-facts").get_by_text("2026-05-01")
    expect(retrieved).to_be_hidden()
    page.locator("#pane-facts summary").click()
    expect(retrieved).to_be_visible()


def test_highlights_count_code_points(page: Page) -> None:
    open_console(page, q="islands", merchant="alpine")
    expect(hits(page).first.locator(".text mark")).to_have_text("islands")


def test_a_source_opens_at_one_press_of_a_hit_whose_long_text_unfolds(page: Page) -> None:
    def answer(route: Route) -> None:
        reply = route.fetch()
        told = reply.json()
        told["hits"][1] |= {"text": "A line.\n" * 30, "highlights": []}
        route.fulfill(response=reply, json=told)

    page.route("**/v1/search", answer)
    open_console(page, q="refund")
    hits(page).nth(1).get_by_role("button", name="Source").click()
    expect(pane(page).locator(".marked").first).to_be_visible()
    expect(hits(page).nth(1)).to_have_class(re.compile("whole"))
