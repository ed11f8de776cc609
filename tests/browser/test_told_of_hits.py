"""What hits say of curators, dates and places, and what the service is told is done with them."""

import json

import pytest
from playwright.sync_api import Page, Request, Route, expect

from tests.browser import console_page as console
from tests.browser import search_box as box

pytestmark = pytest.mark.browser

CURATED = {"curation": {"kind": "pin", "text": "money"}, "alternates": [{"id": "alpine:1", "question": "Money back?"}]}
PLACE = {"url": "https://alpine.example/faq", "updated": "2024-03-03", "page": None, "anchor": "the refund"}


def change_hits(page: Page, source: box.Json) -> None:
    """From now on hits are a curator's, and stand at that place."""

    def change(hit: box.Json) -> box.Json:
        return {**hit, **CURATED, "source": {**hit["source"], **source}}

    def answer(route: Route) -> None:
        reply = route.fetch()
        told = reply.json()
        route.fulfill(response=reply, json={**told, "hits": [*map(change, told["hits"])]})

    page.route("**/v1/search", answer)


def sent(events: list[Request]) -> list[tuple[object, object]]:
    told: list[box.Json] = [json.loads(event.post_data or "") for event in events]
    return [(each["action_name"], each["position"]) for each in told]


def test_opening_and_copying_a_hit_is_told_once_each(page: Page) -> None:
    events = box.recorded(page, "/v1/events")
    console.open_console(page, q="refund window")
    second = console.hits(page).nth(1)
    second.get_by_role("button", name="Source").click()
    expect(console.pane(page).locator(".marked").first).to_be_visible()
    with page.expect_request("**/v1/events"):
        second.get_by_role("button", name="Copy text").click()
    second.get_by_role("button", name="Copy text").click()
    second.get_by_role("button", name="Source").click()
    assert sent(events) == [("click", 2), ("copy", 2)]


def test_following_a_result_of_the_box_is_told_once(page: Page, site: str) -> None:
    events = box.recorded(page, "/v1/events")
    box.open_box(page, site)
    box.ask(page, "refund window")
    page.evaluate("addEventListener('click', (event) => event.preventDefault())")
    with page.expect_response("**/v1/events") as told:
        box.results(page).first.locator("[part=source]").click()
    box.results(page).first.locator("[part=source]").click()
    assert (sent(events), told.value.status) == ([("click_through", 1)], 202)


def test_a_browser_that_asks_not_to_be_followed_is_not(page: Page, site: str) -> None:
    page.add_init_script("Object.defineProperty(navigator, 'globalPrivacyControl', { value: true })")
    events = box.recorded(page, "/v1/events")
    box.open_box(page, site)
    box.ask(page, "refund window")
    page.evaluate("addEventListener('click', (event) => event.preventDefault())")
    box.results(page).first.locator("[part=source]").click()
    console.open_console(page, q="refund window")
    console.hits(page).first.get_by_role("button", name="Source").click()
    expect(console.pane(page)).to_be_visible()
    assert events == []


def test_the_box_says_what_is_chosen_by_hand_when_it_was_written_and_leads_to_the_place(page: Page, site: str) -> None:
    change_hits(page, PLACE)
    box.open_box(page, site)
    box.ask(page, "refund window")
    first = box.results(page).first
    expect(first).to_contain_text("Picked for this question")
    expect(first.locator(".also")).to_have_text("Also answers:Money back?")
    expect(first.locator("[part=source]")).to_contain_text("as of March 3, 2024")
    href = first.locator("[part=source]").get_attribute("href") or ""
    assert href.startswith("https://alpine.example/faq#the%20refund:~:text=")


def test_the_console_says_so_too_and_leads_to_the_page_of_a_pdf(page: Page) -> None:
    change_hits(page, {**PLACE, "page": 3, "anchor": None})
    console.open_console(page, q="refund window", merchant="alpine")
    first = console.hits(page).first
    expect(first.locator(".curation")).to_have_text("Pinned formoney")
    expect(first.locator(".origin")).to_contain_text("page 3, lines 14–15")
    expect(first.locator(".origin")).to_contain_text("as of 3 March 2024")
    first.get_by_role("button", name="Source").click()
    original = console.pane(page).get_by_role("link", name="https://alpine.example/faq")
    expect(original).to_have_attribute("href", "https://alpine.example/faq#page=3")
