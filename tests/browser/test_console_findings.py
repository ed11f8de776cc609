"""The console's page of findings, and the mark of one on a hit."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.console_page import Body, found, hits, open_console

pytestmark = pytest.mark.browser

Axe = Callable[[Page], list[str]]


def fact(passage: Body, words: str) -> Body:
    start = str(passage["text"]).index(words)
    return {**passage, "facts": [{"start": start, "end": start + len(words), "value": words, "unit": "days"}]}


def contradiction(page: Page) -> Body:
    """What the API would tell of two passages that it has."""
    refund, warranty = (
        found(page, q, merchant="alpine")["hits"][0]  # type: ignore[index]  # as the contract has it
        for q in ("refund window", "claim under warranty")
    )
    sides = [fact(refund, "thirty days"), fact(warranty, "two days")]
    told = {"kind": "contradiction", "detail": "says 30 days and 2 days", "passages": sides}
    return {"findings": [{**told, "merchant": refund["merchant"]}], "total": 1, "generation": "g"}


@pytest.fixture
def doubtful(page: Page) -> Page:
    """A page of a service that tells a contradiction."""
    told = contradiction(page)
    page.route("**/v1/findings*", lambda route: route.fulfill(json=told))
    return page


def test_passages_that_contradict_each_other_stand_side_by_side(doubtful: Page) -> None:
    doubtful.goto("/console/findings?kind=contradiction")
    finding = doubtful.get_by_role("article", name="Contradiction Alpine Cases")
    expect(finding).to_contain_text("says 30 days and 2 days")
    expect(finding.locator("mark")).to_have_text(["thirty days", "two days"])
    expect(finding.get_by_role("link", name="Source")).to_have_count(2)
    expect(finding.get_by_role("button", name="Copy text")).to_have_count(2)


def test_words_that_near_duplicates_do_not_share_are_marked(doubtful: Page) -> None:
    told = contradiction(doubtful)
    finding = told["findings"][0]  # type: ignore[index]  # as the contract has it
    texts = ("🎁 Refunds take five days.", "🎁 Refunds take SIX days")
    near = [{**side, "text": text, "facts": []} for side, text in zip(finding["passages"], texts, strict=True)]
    told["findings"] = [{**finding, "kind": "near_duplicate", "passages": near}]
    doubtful.unroute("**/v1/findings*")
    doubtful.route("**/v1/findings*", lambda route: route.fulfill(json=told))
    doubtful.goto("/console/findings")
    expect(doubtful.locator("mark")).to_have_text(["five", "SIX"])


def test_a_hit_that_is_contradicted_leads_to_the_finding(doubtful: Page) -> None:
    open_console(doubtful, q="refund window", merchant="alpine")
    hits(doubtful).first.get_by_role("link", name="contradicts another passage of this merchant").click()
    expect(doubtful.get_by_role("article", name="Contradiction Alpine Cases")).to_be_focused()


def test_axe_finds_nothing_and_nothing_is_wider_than_a_small_phone(doubtful: Page, axe: Axe) -> None:
    doubtful.goto("/console/findings")
    expect(doubtful.locator(".finding")).to_be_visible()
    assert axe(doubtful) == []
    doubtful.emulate_media(color_scheme="dark")
    doubtful.set_viewport_size({"width": 360, "height": 740})
    assert axe(doubtful) == []
    assert doubtful.evaluate("document.documentElement.scrollWidth") == 360
