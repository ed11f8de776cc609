"""The landing page: a newcomer tries the search for any merchant in any language, and takes it elsewhere."""

import json
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, Route, expect

from app.search import Searcher
from tests.browser.conftest import SHOP
from tests.browser.console_page import BLOCKED

pytestmark = pytest.mark.browser

Browse = Callable[..., Page]
Axe = Callable[[Page], list[str]]


@pytest.fixture
def landing(page: Page) -> Page:
    return opened(page)


def opened(page: Page) -> Page:
    page.goto("/")
    expect(page.locator("#side-by-side article")).to_have_count(3)
    return page


def test_the_merchants_to_choose_from_are_those_of_the_service(landing: Page, searcher: Searcher) -> None:
    labels = [merchant.label for merchant in searcher.merchants.values()]
    expect(landing.get_by_label("Search in").locator("option")).to_have_text(["All merchants", *labels])


def test_the_figures_are_those_of_the_service(landing: Page, searcher: Searcher) -> None:
    passages = searcher.generation.content.passages
    languages = {passage.language for passage in passages}
    figures = [len(searcher.merchants), len(passages), len(languages)]
    expect(landing.locator("#figures dd")).to_have_text([str(figure) for figure in figures])


def test_an_example_leads_to_results(landing: Page) -> None:
    landing.get_by_role("button", name="How long does shipping take?").click()
    expect(landing.get_by_role("combobox", name="Ask a question")).to_have_value("How long does shipping take?")
    expect(landing.locator("faq-search [part~=result]").first).to_be_visible()


def test_the_box_searches_the_merchant_chosen(landing: Page) -> None:
    landing.get_by_label("Search in").select_option("Alpine Cases")
    with landing.expect_request("**/v1/search") as asked:
        landing.get_by_role("button", name="How long does shipping take?").click()
    assert json.loads(asked.value.post_data or "")["merchant"] == "alpine"


def test_all_merchants_can_be_chosen_again(landing: Page) -> None:
    landing.get_by_label("Search in").select_option("Alpine Cases")
    landing.get_by_label("Search in").select_option("All merchants")
    with landing.expect_request("**/v1/search") as asked:
        landing.get_by_role("button", name="How long does shipping take?").click()
    assert "merchant" not in json.loads(asked.value.post_data or "")


def test_an_example_is_asked_and_left_with_the_keyboard_alone(landing: Page) -> None:
    example = landing.get_by_role("button", name="Was kostet der Versand?")
    example.focus()
    landing.keyboard.press("Enter")
    expect(landing.get_by_role("dialog")).to_be_visible()
    landing.keyboard.press("Escape")
    expect(landing.get_by_role("dialog")).to_be_hidden()
    expect(example).to_be_focused()


def test_an_arabic_example_runs_from_right_to_left_and_so_does_its_search(landing: Page) -> None:
    example = landing.locator("#examples [lang=ar]")
    assert example.evaluate("(button) => getComputedStyle(button).direction") == "rtl"
    example.click()
    expect(landing.locator("faq-search .root")).to_have_attribute("dir", "rtl")
    expect(landing.get_by_role("combobox", name="اطرح سؤالًا")).to_have_value("هل تشحنون إلى خارج البلاد؟")


def test_the_box_speaks_the_visitors_language_again_once_an_example_is_closed(landing: Page) -> None:
    landing.locator("#examples [lang=ar]").click()
    expect(landing.locator("faq-search .root")).to_have_attribute("dir", "rtl")
    landing.keyboard.press("Escape")
    expect(landing.get_by_role("button", name="Ask a question")).to_be_visible()


def test_a_browser_that_blocks_storage_has_the_page_all_the_same(page: Page) -> None:
    page.add_init_script(BLOCKED)
    opened(page)
    page.get_by_label("Theme").select_option("Dark")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")


def test_what_is_asked_before_the_page_is_filled_stays_answered(page: Page) -> None:
    page.add_init_script("sessionStorage.setItem('faq-access-key', 'secret')")
    held: list[Route] = []
    page.route("**/v1/merchants", lambda route: held.append(route))  # noqa: PLW0108  # Playwright takes no built-in
    page.goto("/")
    page.get_by_role("button", name="How long does shipping take?").click()
    expect(page.locator("faq-search [part~=result]").first).to_be_visible()
    held[0].continue_()
    expect(page.locator("#side-by-side article")).to_have_count(3)
    expect(page.locator("faq-search [part~=result]").first).to_be_visible()


@pytest.mark.parametrize("width", [320, 390])
def test_no_word_of_the_figures_is_broken(browse: Browse, width: int) -> None:
    page = opened(browse(viewport={"width": width, "height": 800}))
    lines = "all => all.map(one => Math.round(one.offsetHeight / parseFloat(getComputedStyle(one).lineHeight)))"
    assert page.locator("#figures dt").evaluate_all(lines)[:2] == [1, 1]


@pytest.mark.parametrize(("width", "columns"), [(390, 1), (768, 1), (1440, 3)])
def test_no_quotation_stands_alone_beside_a_gap(browse: Browse, width: int, columns: int) -> None:
    page = opened(browse(viewport={"width": width, "height": 800}))
    lefts = "all => new Set(all.map(one => one.getBoundingClientRect().left)).size"
    assert page.locator("#side-by-side article").evaluate_all(lefts) == columns


def test_the_code_is_for_this_service_and_the_merchant_chosen(landing: Page, site: str) -> None:
    landing.get_by_label("Search in").select_option("La Boutique")
    expect(landing.locator("#chosen")).to_have_text("La Boutique")
    element, command, assistant = landing.locator(".code code").all_text_contents()
    assert element.splitlines() == [
        f'<script type="module" src="{site}/static/faq-search.js"></script>',
        '<faq-search merchant="boutique" lang="auto"></faq-search>',
    ]
    assert command.startswith(f"curl {site}/v1/search ")
    assert json.loads(command.split("'")[-2])["merchant"] == "boutique"
    assert assistant == f"{site}/mcp"


def test_the_code_is_copied(browse: Browse) -> None:
    page = opened(browse(permissions=["clipboard-read", "clipboard-write"]))
    page.get_by_role("button", name="Copy").first.click()
    expect(page.locator("#toast")).to_have_text("Copied.")
    assert page.evaluate("navigator.clipboard.readText()") == page.locator(".code code").first.text_content()


def test_the_code_is_a_search_box_on_another_website(landing: Page) -> None:
    code = landing.locator("[data-snippet=element] code").text_content()
    landing.context.grant_permissions(["local-network-access"])  # a page of the internet asks this machine
    landing.route(f"{SHOP}/", lambda route: route.fulfill(body=f"<!doctype html>{code}", content_type="text/html"))
    landing.goto(f"{SHOP}/")
    landing.get_by_role("button", name="Ask a question").click()
    landing.get_by_role("combobox").fill("How long does shipping take?")
    landing.keyboard.press("Enter")
    expect(landing.locator("faq-search [part~=result]").first).to_be_visible()


def test_every_link_leads_to_something(landing: Page) -> None:
    addresses = landing.locator("a[href]:not([href^='#'])").evaluate_all("(links) => links.map((link) => link.href)")
    assert {address: landing.request.get(address).status for address in addresses} == dict.fromkeys(addresses, 200)


def test_every_link_on_the_page_itself_leads_to_a_part_of_it(landing: Page) -> None:
    parts = landing.locator("a[href^='#']").evaluate_all("(links) => links.map((link) => link.hash)")
    assert {part: landing.locator(part).count() for part in parts} == dict.fromkeys(parts, 1)


def test_merchants_stand_side_by_side_as_the_console_compares_them(landing: Page) -> None:
    merchants = landing.locator("#side-by-side h3").all_text_contents()
    assert len(set(merchants)) == 3
    landing.get_by_role("link", name="Compare them all").click()
    expect(landing).to_have_title("Agent console")
    asked = parse_qs(urlsplit(landing.url).query)
    assert asked == {"q": ["Kann ich meine Bestellung noch stornieren?"], "view": ["compare"]}


def test_a_quotation_leads_to_its_source(landing: Page) -> None:
    landing.locator("#side-by-side article a").first.click()
    landing.wait_for_url("**/source/*")
    expect(landing.locator(".marked").first).to_be_visible()


def test_a_service_that_is_starting_is_told_and_waited_for(page: Page, page_errors: list[str]) -> None:
    problem = {"code": "not_ready", "detail": "The index is being loaded."}
    starting = {"status": 503, "json": problem, "headers": {"Retry-After": "1"}}
    page.route("**/v1/merchants", lambda route: refuse(route, starting), times=1)
    page.goto("/")
    expect(page.get_by_role("heading", name="The service is starting")).to_be_visible()
    expect(page.locator("#figures dd")).to_have_count(3)
    expect(page.get_by_role("heading", name="The service is starting")).to_be_hidden()
    page_errors.clear()  # the browser reports each 503


def refuse(route: Route, reply: dict[str, object]) -> None:
    route.fulfill(**reply)  # type: ignore[arg-type]  # as Playwright takes them


def test_a_theme_chosen_here_is_kept(landing: Page) -> None:
    landing.get_by_label("Theme").select_option("Dark")
    landing.reload()
    expect(landing.locator("html")).to_have_attribute("data-theme", "dark")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1440])
def test_axe_finds_nothing(browse: Browse, axe: Axe, scheme: str, width: int) -> None:
    page = opened(browse(color_scheme=scheme, viewport={"width": width, "height": 800}))
    assert axe(page) == []


@pytest.mark.parametrize("width", [320, 360, 390, 768, 1024, 1440])
def test_nothing_scrolls_sideways(browse: Browse, width: int) -> None:
    page = opened(browse(viewport={"width": width, "height": 800}))
    assert page.evaluate("document.documentElement.scrollWidth") == width
