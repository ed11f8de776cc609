"""The page that a citation leads to: the source of one passage, whole, with its lines marked and in sight."""

from collections.abc import Callable
from typing import cast

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Browse
from tests.browser.console_page import BLOCKED, found, hits, marked_lines, pane

pytestmark = pytest.mark.browser

Axe = Callable[[Page], list[str]]
Hit = dict[str, dict[str, object]]


def _first(page: Page, q: str, merchant: str) -> Hit:
    return cast("list[Hit]", found(page, q, merchant=merchant)["hits"])[0]


def _open(page: Page, q: str, merchant: str) -> Hit:
    hit = _first(page, q, merchant)
    page.goto(f"/source/{hit['id']}")
    expect(page.locator(".marked").first).to_be_in_viewport()
    return hit


def test_a_citation_leads_to_the_marked_lines(page: Page) -> None:
    hit = _open(page, "claim under warranty", "alpine")
    first, last = cast("tuple[int, int]", hit["source"]["lines"])
    assert marked_lines(page) == list(range(first, last + 1))
    expect(page.get_by_role("heading", name="Alpine FAQ")).to_be_visible()
    expect(page).to_have_title("Alpine FAQ · Alpine Cases")


def test_the_page_says_whose_the_text_is_and_where_it_was_taken_from(page: Page) -> None:
    _open(page, "refund window", "alpine")
    expect(page.locator("#facts")).to_contain_text("2026-05-01")
    expect(page.get_by_role("link", name="https://alpine.example/faq")).to_have_attribute("rel", "noopener noreferrer")
    expect(page.get_by_role("link", name="Alpine Cases")).to_have_attribute("href", "https://alpine.example")


def test_the_page_says_what_the_source_does_not(page: Page) -> None:
    _open(page, "refund window", "unnamed")
    expect(page.locator("#facts")).to_contain_text("the source does not say whose text this is")
    expect(page.locator("#facts")).to_contain_text("no date stated")
    expect(page.get_by_role("heading", name="unnamed/returns.txt")).to_be_visible()


def test_the_passage_is_copied_with_its_citation(browse: Browse, site: str) -> None:
    page = browse(permissions=["clipboard-read", "clipboard-write"])
    hit = _open(page, "refund window", "unnamed")
    page.get_by_role("button", name="Copy text").click()
    expect(page.locator("#toast")).to_contain_text("Copied as text")
    assert page.evaluate("navigator.clipboard.readText()") == (
        "Refunds are given within sixty days after delivery.\n\n"
        f"Unnamed case shop, unnamed/returns.txt, lines 1–2\n{site}/source/{hit['id']}"
    )


def test_addresses_that_are_not_web_addresses_stay_text(page: Page) -> None:
    _open(page, "refund allowed", "hostile")
    expect(page.locator("#facts")).to_contain_text("javascript:alert(5)")
    assert page.locator("a[href^=javascript], img, svg, iframe").count() == 0


def test_an_unknown_passage_says_that_the_source_may_have_changed(page: Page, axe: Axe, page_errors: list[str]) -> None:
    page.goto("/source/alpine:0000000000000000")
    expect(page.get_by_role("main")).to_contain_text("The source may have changed since it was cited.")
    expect(page.get_by_role("link", name="Search for it")).to_have_attribute("href", "/")
    assert axe(page) == []
    page_errors.clear()


def test_the_page_leads_to_the_search_and_to_the_console(page: Page, site: str) -> None:
    _open(page, "refund window", "alpine")
    links = page.get_by_role("navigation").get_by_role("link")
    assert links.evaluate_all("links => links.map(link => link.href)") == [f"{site}/", f"{site}/console"]


def test_names_have_a_direction_and_titles_a_language(page: Page) -> None:
    _open(page, "شحن", "sahara")
    expect(page.locator("#where bdi")).to_have_css("direction", "rtl")
    _open(page, "refund window", "alpine")
    expect(page.locator("h1 bdi")).to_have_attribute("lang", "en")


def test_the_lines_are_marked_where_the_system_chooses_the_colours(browse: Browse) -> None:
    page = browse(forced_colors="active")
    _open(page, "refund window", "alpine")
    cited, other = page.locator(".lines li.marked").first, page.locator(".lines li:not(.marked)").first
    assert other.evaluate(_BORDER) == page.locator("body").evaluate("body => getComputedStyle(body).backgroundColor")
    assert cited.evaluate(_BORDER) != other.evaluate(_BORDER)
    assert cited.locator("mark").evaluate("mark => getComputedStyle(mark).backgroundColor") != "rgba(0, 0, 0, 0)"


_BORDER = "line => getComputedStyle(line).borderInlineStartColor"


def test_a_browser_that_blocks_storage_shows_the_source(page: Page) -> None:
    page.add_init_script(BLOCKED)
    _open(page, "refund window", "alpine")


def test_the_page_and_the_console_work_under_a_path_of_another_server(page: Page, site: str) -> None:
    _behind(page, site, "/shop")
    page.goto(f"{site}/shop/console?q=refund")
    hits(page).first.get_by_role("button", name="Source").click()
    expect(pane(page).locator(".marked").first).to_be_visible()
    assert page.url.startswith(f"{site}/shop/console?q=refund&passage=")
    hits(page).first.get_by_role("link", name="Link").click()
    page.wait_for_url("**/shop/source/*")
    expect(page.locator(".marked").first).to_be_in_viewport()


def _behind(page: Page, site: str, prefix: str) -> None:
    """A server in front, which has the service under `prefix` and nothing anywhere else."""
    page.route(f"{site}/**", lambda route: route.abort())
    page.route(
        f"{site}{prefix}/**",
        lambda route: route.fulfill(response=route.fetch(url=route.request.url.replace(prefix, "", 1))),
    )


def test_axe_finds_nothing_and_nothing_is_wider_than_a_small_phone(page: Page, axe: Axe) -> None:
    _open(page, "refund window", "alpine")
    assert axe(page) == []
    page.emulate_media(color_scheme="dark")
    page.set_viewport_size({"width": 360, "height": 740})
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == 360
