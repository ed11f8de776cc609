"""How the agent console looks: for everyone, in every light, at every width, whatever a text tries."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Browse
from tests.browser.console_page import current, field, found, hits, open_console, pane, results

pytestmark = pytest.mark.browser

STATES: list[dict[str, object]] = [
    {},
    {"q": "refund"},
    {"q": "refund", "view": "compare"},
    {"q": "zebra", "merchant": "unnamed"},
]


Axe = Callable[[Page], list[str]]


@pytest.mark.parametrize("state", STATES, ids=["empty", "ranked", "compare", "none"])
def test_axe_finds_nothing_and_nothing_is_wider_than_a_small_phone(
    page: Page, axe: Axe, state: dict[str, object]
) -> None:
    open_console(page, **state)
    assert axe(page) == []
    page.emulate_media(color_scheme="dark")
    assert axe(page) == []
    page.set_viewport_size({"width": 360, "height": 740})
    assert page.evaluate("document.documentElement.scrollWidth") == 360


def test_axe_finds_nothing_with_a_source_open_beside_or_above(page: Page, axe: Axe) -> None:
    passage_id = found(page, "refund")["hits"][0]["id"]  # type: ignore[index]  # as the contract has it
    open_console(page, q="refund", passage=passage_id)
    expect(pane(page).locator(".marked").first).to_be_visible()
    assert axe(page) == []
    page.emulate_media(color_scheme="dark")
    page.set_viewport_size({"width": 360, "height": 740})
    assert axe(page) == []


def test_filters_fold_on_a_phone(browse: Browse) -> None:
    page = browse(viewport={"width": 360, "height": 740})
    open_console(page, q="refund", merchant="alpine")
    expect(page.locator("#facets")).to_be_hidden()
    page.get_by_role("button", name="Filters (1)").click()
    expect(page.locator("#facets")).to_be_visible()


def test_a_chosen_theme_stays_chosen(page: Page) -> None:
    open_console(page)
    light = page.locator("body").evaluate("body => getComputedStyle(body).backgroundColor")
    page.get_by_label("Theme").select_option("dark")
    expect(page.locator("body")).not_to_have_css("background-color", light)
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    expect(page.get_by_label("Theme")).to_have_value("dark")
    page.get_by_label("Theme").select_option("system")
    expect(page.locator("body")).to_have_css("background-color", light)


def test_the_hit_in_hand_is_seen_where_the_system_chooses_the_colours(browse: Browse) -> None:
    page = browse(forced_colors="active")
    open_console(page, q="refund")
    border = "hit => getComputedStyle(hit).borderInlineStartColor"
    other = hits(page).nth(1)
    assert current(page).evaluate(border) != other.evaluate(border)
    assert other.evaluate(border) == page.locator("body").evaluate("body => getComputedStyle(body).backgroundColor")
    field(page).focus()
    expect(field(page)).to_have_css("outline-style", "solid")


def test_the_first_result_leaves_room_for_the_next_until_it_is_taken(page: Page) -> None:
    open_console(page, q="refund")
    expect(current(page)).not_to_have_class(re.compile("whole"))
    current(page).focus()
    expect(current(page)).to_have_class(re.compile("whole"))


def test_the_actions_of_a_hit_stand_in_one_row_in_every_column(browse: Browse) -> None:
    page = browse(viewport={"width": 1440, "height": 900})
    open_console(page, q="refund", view="compare")
    tops = "all => [...new Set(all.map(one => one.offsetTop))].length"
    assert current(page).locator(".actions > *").evaluate_all(tops) == 1
    expect(current(page).get_by_role("button", name="Copy Markdown", exact=True)).to_be_visible()
    figures = "list => [...list.querySelectorAll('*')].every(one => one.scrollWidth <= one.clientWidth + 1)"
    assert current(page).locator(".why").evaluate(figures)


def test_texts_that_attack_stay_texts(page: Page) -> None:
    alerts: list[str] = []
    page.on("dialog", lambda dialog: alerts.append(dialog.message))
    open_console(page, q="refund allowed", merchant="hostile", view="compare")
    expect(hits(page).first).to_contain_text("<img src=x onerror=alert(7)> and <script>alert(8)</script>")
    hits(page).first.get_by_role("button", name="Source").click()
    expect(pane(page)).to_contain_text("<script>alert(4)</script>")
    expect(pane(page).locator(".marked").first).to_be_visible()
    assert page.locator("img, iframe, svg, [onerror], [onload], a[href^=javascript]").count() == 0
    assert alerts == []


def test_why_a_passage_matched_is_shown_in_figures(page: Page) -> None:
    open_console(page, q="refund window", merchant="alpine")
    hit = found(page, "refund window", merchant="alpine")["hits"][0]  # type: ignore[index]  # as the contract has it
    why = hits(page).first.locator(".why")
    expect(why).to_contain_text(f"Score{hit['score']:.2f}")
    expect(why).to_contain_text(f"Words in common{round(hit['match']['lexical'] * 100)}%")
    expect(why).to_contain_text(f"Meaning{round(hit['match']['semantic'] * 100)}%")


def test_an_answer_in_another_language_says_so(page: Page) -> None:
    open_console(page, q="livraison", merchant="alpine")
    expect(hits(page).first).to_contain_text("French → English")


def test_words_in_common_are_marked_in_question_and_text(page: Page) -> None:
    open_console(page, q="refund window", merchant="alpine")
    hit = found(page, "refund window", merchant="alpine")["hits"][0]  # type: ignore[index]  # as the contract has it
    marked = [hit[place["field"]][place["start"] : place["end"]] for place in hit["highlights"]]
    assert hits(page).first.locator("mark").all_inner_texts() == marked
    expect(results(page).locator("mark").first).to_be_visible()
