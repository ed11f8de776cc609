"""The console's page of gaps: what it tells, what it makes of them, and what it says where there is nothing to tell."""

import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Locator, Page, expect

from app.access import Access
from app.api import examples
from app.api.application import create_app
from app.api.engines import Index
from app.corpus.overrides_file import parse_overrides
from app.feedback import FeedbackFile
from app.gap_finder import GapFinder
from app.grants import Grant
from app.key_file import KeyFile
from app.key_watch import KeyWatch
from app.query_log import QueryLogFile
from app.search import Searcher
from tests.browser.conftest import Browse, serving
from tests.browser.search_box import hold

pytestmark = pytest.mark.browser

Axe = Callable[[Page], list[str]]


@pytest.fixture
def page(browse: Browse) -> Page:
    """A page that may use the clipboard."""
    return browse(permissions=["clipboard-read", "clipboard-write"])


def open_gaps(page: Page, query: str = "", **changes: object) -> None:
    """Goes to the page of a service that tells one gap."""
    page.route("**/v1/gaps*", lambda route: route.fulfill(json={**examples.GAPS, **changes}))
    page.goto(f"/console/gaps{query}")
    expect(page.locator("#results")).to_have_attribute("aria-busy", "false")


def entry(page: Page) -> Locator:
    return page.get_by_role("dialog")


def copied(page: Page) -> str:
    entry(page).get_by_role("button", name="Copy").click()
    expect(entry(page).get_by_role("status")).to_have_text("Copied.")
    return str(page.evaluate("navigator.clipboard.readText()"))


def test_a_gap_is_told_with_its_trend_its_state_and_what_was_asked(page: Page) -> None:
    open_gaps(page)
    gap = page.get_by_role("article", name="faites-vous des cartes cadeaux")
    expect(gap.locator(".figures")).to_have_text("17 timesrising")
    expect(gap.get_by_role("img")).to_have_accessible_name("Asked by 7 days, oldest first: 0, 1, 3, 5, 8")
    expect(gap.locator(".facts-line")).to_contain_text("Unanswered")
    expect(gap.get_by_role("listitem")).to_have_text(
        ["faites-vous des cartes cadeaux ×\u00a011", "carte cadeau ×\u00a06"]
    )
    expect(gap.locator(".nearest a")).to_have_attribute("href", f"/source/{examples.PASSAGE['id']}")
    expect(gap.get_by_role("button", name="Add as phrasing")).to_have_count(0)  # none is suggested


def test_filters_are_in_the_address_and_back_undoes_them(page: Page) -> None:
    open_gaps(page, "?language=fr")
    expect(page.get_by_label("Language")).to_have_value("fr")
    with page.expect_request("**/v1/gaps*") as asked:
        page.get_by_label("Merchant").select_option("alpine")
    assert parse_qs(urlsplit(asked.value.url).query) == {"merchant": ["alpine"], "language": ["fr"]}
    assert page.url.endswith("/console/gaps?merchant=alpine&language=fr")
    page.go_back()
    expect(page.get_by_label("Merchant")).to_have_value("")


def test_the_file_is_asked_for_with_the_key(page: Page) -> None:
    page.add_init_script("sessionStorage.setItem('faq-access-key', 'a key')")
    open_gaps(page)
    with page.expect_request("**/v1/gaps*") as asked, page.expect_download() as saved:
        page.get_by_role("button", name="Export CSV").click()
    assert asked.value.headers["authorization"] == "Bearer a key"
    assert "format=csv" in asked.value.url
    assert saved.value.suggested_filename == "gaps.csv"


def test_without_keys_it_says_why_nothing_is_told(page: Page, page_errors: list[str]) -> None:
    page.goto("/console/gaps")
    expect(page.locator("#results")).to_contain_text("Gaps need access keys")
    page_errors.clear()  # the browser's own words about a 404


def test_without_a_query_log_it_says_how_to_have_one(page: Page) -> None:
    open_gaps(page, query_log=False, since=None, gaps=[], total_gaps=0)
    expect(page.locator("#results")).to_contain_text("FAQ_QUERY_LOG")


def test_a_slow_report_says_so_and_can_be_cancelled(page: Page) -> None:
    hold(page, "**/v1/gaps*")
    page.goto("/console/gaps")
    expect(page.locator("#results")).to_contain_text("may take 20 seconds")
    page.get_by_role("button", name="Cancel").click()
    expect(page.get_by_role("button", name="Start again")).to_be_visible()


def test_an_answer_becomes_an_entry_whatever_is_typed(page: Page) -> None:
    typed = 'From 10 € on.\nSay "hello\\" \x7f $& 🎁'
    open_gaps(page)
    page.get_by_role("button", name="Write an answer").click()
    entry(page).get_by_label("Answer").fill(typed)
    entry(page).get_by_label("Author").fill('"An" editor')
    [made] = tomllib.loads(copied(page))["answers"]
    assert (made["answer"], made["author"]) == (typed, '"An" editor')
    assert made["reason"] == "asked 17 times between 2026-10-29 and 2026-11-21"


def test_axe_finds_nothing_and_nothing_is_wider_than_a_small_phone(page: Page, axe: Axe) -> None:
    open_gaps(page)
    page.emulate_media(color_scheme="dark")
    assert axe(page) == []
    page.get_by_role("button", name="Write an answer").click()
    page.set_viewport_size({"width": 360, "height": 740})
    page.emulate_media(color_scheme="light")
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == 360


@pytest.fixture
def logging_site(searcher: Searcher, tmp_path: Path) -> Iterator[tuple[str, str]]:
    """The address of a service that logs what it is asked, and an agent's key."""
    keys, log, feedback = KeyFile(tmp_path), QueryLogFile(tmp_path, days=90), FeedbackFile(tmp_path)
    shown = keys.add(Grant(role="agent")).shown
    app = create_app(Index(lambda: searcher), queries=log, gaps=GapFinder(log, feedback), access=Access(KeyWatch(keys)))
    with serving(app) as address:
        yield address, shown.text


def test_what_nobody_answers_becomes_a_phrasing_that_overrides_take(
    page: Page, logging_site: tuple[str, str], page_errors: list[str]
) -> None:
    address, key = logging_site
    headers = {"Authorization": f"Bearer {key}"}
    asked = "warranty zebra"
    reply = page.request.post(f"{address}/v1/search", data={"q": asked, "merchant": "alpine"}, headers=headers)
    assert reply.json()["answerability"]["verdict"] == "weak"
    page.wait_for_timeout(100)  # until it is kept
    page.goto(f"{address}/console/gaps")
    page.get_by_label("Access key", exact=True).fill(key)
    page.get_by_role("button", name="Use this key").click()
    page.get_by_role("article", name=asked).get_by_role("button", name="Add as phrasing").click()
    entry(page).get_by_label("Author").fill("Editor")
    [phrasings] = parse_overrides(Path("overrides.toml"), copied(page).encode()).phrasings
    assert (phrasings.merchant, phrasings.phrasings, phrasings.author) == ("alpine", (asked,), "Editor")
    page_errors.clear()  # the browser's own words about a 401
