"""The search box in other people's pages: their style, their policies, their languages, and texts that attack."""

import pytest
from playwright.sync_api import Dialog, Page, expect

from tests.browser.conftest import Browse
from tests.browser.search_box import (
    BOX,
    answer,
    ask,
    field,
    open_box,
    open_shop,
    options,
    panel,
    recorded,
    results,
    searched,
    suggested,
    trigger,
)

pytestmark = pytest.mark.browser

HOSTILE = '<faq-search merchant="hostile"></faq-search>'


def test_a_pages_style_does_not_reach_in_and_its_policy_does_not_stand_in_the_way(page: Page, site: str) -> None:
    policy = f"default-src 'none'; style-src 'self'; script-src {site}; connect-src {site}; trusted-types 'none'"
    open_shop(page, site, name="hostile.html", policy=policy + "; require-trusted-types-for 'script'")
    trigger(page).click()
    ask(page, "refund")
    expect(field(page)).to_have_css("font-size", "18px")
    expect(results(page).first.locator("[part=text]")).to_have_css("font-size", "16px")
    expect(results(page).first.locator("[part=text]")).to_have_css("font-style", "normal")
    expect(results(page).first.locator("[part=text]")).to_have_css("letter-spacing", "normal")
    expect(results(page).first.locator("[part=text]")).to_have_css("color", "rgb(27, 29, 31)")
    expect(panel(page)).to_have_css("direction", "ltr")
    expect(page.locator("[part=notice]")).to_be_hidden()


def test_custom_properties_and_parts_change_its_looks(page: Page, site: str) -> None:
    open_box(page, site, BOX)
    page.add_style_tag(content="faq-search { --faq-accent: rgb(1, 2, 3); } faq-search::part(panel) { padding: 7px; }")
    expect(page.get_by_role("button", name="Close")).to_have_css("color", "rgb(1, 2, 3)")
    expect(panel(page)).to_have_css("padding", "7px")


_NOTE_SIGNALS = """
  window.signals = [];
  for (const place of [document, window]) {
    const listen = place.addEventListener;
    place.addEventListener = function (type, heard, options) {
      if (options?.signal) window.signals.push(options.signal);
      listen.call(this, type, heard, options);
    };
  }
"""


def _alerts(page: Page) -> list[str]:
    """What scripts in texts would say, from now on."""
    said: list[str] = []

    def note(dialog: Dialog) -> None:
        said.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", note)
    return said


def test_texts_that_attack_stay_texts(page: Page, site: str) -> None:
    alerts, images = _alerts(page), recorded(page, "/x")
    box = open_box(page, site, HOSTILE)
    box.fill("<img")
    expect(options(page)).not_to_have_count(0)
    ask(page, "refund <img src=x onerror=alert(1)> <script>")
    first = results(page).first
    expect(first).to_contain_text("Refund <img src=x onerror=alert(7)> and <script>alert(8)</script>")
    expect(first.locator("[part=merchant]")).to_have_text("<img src=x onerror=alert(1)>")
    assert (
        page.locator("faq-search").evaluate("box => box.shadowRoot.querySelectorAll('img, script, iframe').length") == 0
    )
    assert alerts == []
    assert images == []


def test_an_address_that_is_none_of_the_web_never_becomes_a_link(page: Page, site: str) -> None:
    open_box(page, site, HOSTILE)
    ask(page, "zebra elephants")
    expect(page.get_by_role("heading", name="No clear answer")).to_be_visible()
    expect(page.locator("[part=contact]")).to_contain_text("javascript:alert(2)")
    hit = searched(page, site, "zebra elephants", "hostile")["hits"][0]
    addresses = page.locator("faq-search").evaluate("box => [...box.shadowRoot.querySelectorAll('a')].map(a => a.href)")
    assert addresses[0] == f"{site}/source/{hit['id'].replace(':', '%3A')}"
    assert {address.startswith(f"{site}/source/hostile%3A") for address in addresses} == {True}


def test_the_token_goes_with_every_request(page: Page, site: str) -> None:
    suggestions, searches = recorded(page, "/v1/suggest"), recorded(page, "/v1/search")
    open_box(page, site, '<faq-search token="secret-key"></faq-search>').fill("refund")
    expect(options(page)).not_to_have_count(0)
    ask(page, "refund")
    assert suggestions[-1].all_headers()["authorization"] == "Bearer secret-key"
    assert searches[-1].all_headers()["authorization"] == "Bearer secret-key"


def test_without_a_token_browsers_ask_nobody_before_they_ask_for_suggestions(page: Page, site: str) -> None:
    suggestions = recorded(page, "/v1/suggest")
    open_box(page, site).fill("refund")
    expect(options(page)).not_to_have_count(0)
    [request] = suggestions
    assert request.method == "GET"
    assert request.all_headers().keys().isdisjoint({"authorization", "content-type"})


def test_without_a_merchant_it_searches_them_all_and_says_whose_each_suggestion_is(page: Page, site: str) -> None:
    open_box(page, site, "<faq-search></faq-search>").fill("refund window")
    expect(options(page)).to_have_text(
        ["What is the refund window?Alpine Cases", "What is the refund window?Unnamed case shop"]
    )


def test_attributes_may_change_at_any_time(page: Page, site: str) -> None:
    box = open_box(page, site)
    page.locator("faq-search").evaluate("box => { box.merchant = 'kyoto'; box.placeholder = 'Hello'; }")
    expect(field(page)).to_have_attribute("placeholder", "Hello")
    box.fill("配送")
    expect(options(page)).to_have_text(suggested(page, site, "配送", "kyoto"))
    page.locator("faq-search").evaluate("box => { box.lang = 'de'; box.placeholder = null; }")
    expect(field(page)).to_have_attribute("placeholder", "Stellen Sie eine Frage")


def test_another_merchant_answers_what_is_in_the_open_box(page: Page, site: str) -> None:
    open_box(page, site)
    ask(page, "refund")
    page.locator("faq-search").evaluate("box => { box.merchant = 'unnamed'; }")
    expect(options(page)).to_have_text(suggested(page, site, "refund", "unnamed"))
    expect(results(page).first.locator("[part=merchant]")).to_have_text("Unnamed case shop")


def test_other_words_leave_the_results_alone(page: Page, site: str) -> None:
    open_box(page, site)
    ask(page, "refund")
    results(page).first.evaluate("result => { result.id = 'same'; }")
    page.locator("faq-search").evaluate("box => { box.placeholder = 'Hello'; box.hotkeys = 'off'; }")
    expect(results(page).first).to_have_id("same")


def test_another_language_names_the_list_too(page: Page, site: str) -> None:
    open_box(page, site).fill("refund")
    expect(options(page)).not_to_have_count(0)
    page.locator("faq-search").evaluate("box => { box.lang = 'de'; }")
    expect(page.get_by_role("listbox", name="Vorschläge")).to_be_visible()


def test_a_box_without_its_own_button_can_be_opened_by_the_page(page: Page, site: str) -> None:
    open_shop(page, site, "<faq-search hidden></faq-search><faq-search></faq-search>")
    expect(trigger(page).first).to_be_hidden()
    page.locator("faq-search").first.evaluate("box => box.open()")
    expect(panel(page)).to_be_visible()


def test_a_box_that_the_page_does_not_show_does_not_block_it(page: Page, site: str) -> None:
    open_shop(page, site, f"<div hidden>{BOX}</div>")
    page.locator("faq-search").evaluate("box => box.open()")
    page.get_by_label("Name").click()
    expect(page.get_by_label("Name")).to_be_focused()


def test_another_endpoint_can_be_named(page: Page, site: str) -> None:
    answer(page, "/elsewhere/v1/search", searched(page, site, "refund"))
    open_box(page, site, f'<faq-search endpoint="{site}/elsewhere/"></faq-search>')
    ask(page, "refund")
    expect(results(page).first).to_be_visible()


def test_properties_set_before_the_file_is_loaded_count(page: Page, site: str) -> None:
    early = "<script>document.querySelector('faq-search').placeholder = 'Early';</script>"
    open_shop(page, site, BOX + early)
    expect(trigger(page)).to_contain_text("Early")


def test_loading_the_file_twice_and_two_boxes_are_fine(page: Page, site: str) -> None:
    again = f'<script type="module" src="{site}/static/faq-search.js?again"></script>'
    open_shop(page, site, BOX + '<faq-search merchant="kyoto" lang="ja"></faq-search>' + again)
    trigger(page).last.click()
    field(page).fill("配送")
    expect(options(page)).to_have_text(suggested(page, site, "配送", "kyoto"))


def test_a_box_that_is_taken_out_lets_go_of_the_page_and_one_put_back_works(page: Page, site: str) -> None:
    page.add_init_script(_NOTE_SIGNALS)
    open_box(page, site).fill("refund")
    page.evaluate("window.box = document.querySelector('faq-search'); window.box.remove();")
    assert page.evaluate("window.signals.map((signal) => signal.aborted)") == [True, True]
    assert page.evaluate("window.box.shadowRoot.querySelector('dialog').open") is False
    page.evaluate("document.body.append(window.box)")
    page.keyboard.press("/")
    expect(field(page)).to_be_focused()
    expect(options(page)).to_have_text(suggested(page, site, "refund"))


def test_it_can_be_opened_and_asked_by_the_page(page: Page, site: str) -> None:
    open_shop(page, site)
    page.locator("faq-search").evaluate("box => box.search('refund window')")
    expect(field(page)).to_have_value("refund window")
    expect(results(page)).not_to_have_count(0)
    page.locator("faq-search").evaluate("box => box.close()")
    expect(panel(page)).to_be_hidden()


def test_a_query_of_the_page_is_tidied_up(page: Page, site: str) -> None:
    searches = recorded(page, "/v1/search")
    open_shop(page, site)
    box = page.locator("faq-search")
    box.evaluate("box => box.search()")
    expect(field(page)).to_have_value("")
    box.evaluate("box => box.search('  refund \\n window ')")
    expect(field(page)).to_have_value("refund window")
    expect(results(page)).not_to_have_count(0)
    bodies = [request.post_data_json for request in searches]
    assert bodies == [{"q": "refund window", "merchant": "alpine", "limit": 5}]


def test_a_box_outside_the_page_does_nothing(page: Page, site: str) -> None:
    open_shop(page, site)
    page.evaluate(
        "const box = document.createElement('faq-search'); box.open(); box.search('x'); box.focus(); box.close();"
    )
    expect(panel(page)).to_be_hidden()


def test_asking_puts_a_phones_keyboard_away(browse: Browse, site: str) -> None:
    page = browse(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    open_box(page, site)
    ask(page, "refund")
    expect(field(page)).not_to_be_focused()


def test_it_works_where_the_page_may_store_nothing(page: Page, site: str) -> None:
    page.add_init_script("Object.defineProperty(window, 'localStorage', { get() { throw new Error('blocked'); } });")
    open_box(page, site)
    ask(page, "refund")
    expect(results(page).first).to_be_visible()


def test_the_interface_speaks_its_own_language_or_the_pages(page: Page, site: str) -> None:
    boxes = """<faq-search></faq-search><faq-search lang="auto"></faq-search><faq-search lang="de"></faq-search>
      <p lang="es"><faq-search lang="auto"></faq-search></p><faq-search lang="xx"></faq-search>"""
    open_shop(page, site, boxes, lang="fr-CA")
    french, german, spanish = "Posez une question", "Stellen Sie eine Frage", "Haga una pregunta"
    prompts = page.locator(".prompt")
    expect(prompts).to_have_text([french, french, german, spanish, "Ask a question"])


def test_it_speaks_the_browsers_language_where_the_page_has_none_that_it_knows(browse: Browse, site: str) -> None:
    page = browse(locale="pt-BR")
    open_shop(page, site, lang="sv")
    expect(trigger(page)).to_contain_text("Faça uma pergunta")


def test_arabic_runs_from_right_to_left(browse: Browse, site: str) -> None:
    page = browse(locale="ar")
    box = open_box(page, site, '<faq-search merchant="sahara"></faq-search>', lang="ar")
    expect(panel(page)).to_have_css("direction", "rtl")
    box.fill("شحن")
    ask(page, "شحن")
    close = page.get_by_role("button", name="إغلاق").bounding_box()
    typed = box.bounding_box()
    assert close
    assert typed
    assert close["x"] < typed["x"]
    expect(results(page).first.locator("[part=text]")).to_have_css("direction", "rtl")
    expect(results(page).first.locator("[part=text]")).to_have_attribute("lang", "ar")


def test_an_english_text_in_an_arabic_box_runs_from_left_to_right(browse: Browse, site: str) -> None:
    page = browse(locale="ar")
    open_box(page, site, lang="ar")
    ask(page, "refund")
    expect(results(page).first.locator("[part=text]")).to_have_css("direction", "ltr")


def test_on_a_small_phone_it_fills_the_screen_and_nothing_runs_over_the_edge(browse: Browse, site: str) -> None:
    page = browse(viewport={"width": 320, "height": 568}, has_touch=True, is_mobile=True)
    open_box(page, site, '<faq-search lang="de"></faq-search>')
    ask(page, "refund window")
    assert panel(page).bounding_box() == {"x": 0, "y": 0, "width": 320, "height": 568}
    widest = (
        "box => Math.max(...[...box.shadowRoot.querySelectorAll('.body *')].map(e => e.getBoundingClientRect().right))"
    )
    assert page.locator("faq-search").evaluate(widest) <= 320
    assert page.locator(".body").evaluate("body => body.scrollWidth - body.clientWidth") == 0
    assert page.evaluate("document.documentElement.scrollWidth") == 320


def test_what_can_be_tapped_is_large_enough(browse: Browse, site: str) -> None:
    page = browse(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    box = open_box(page, site)
    ask(page, "zebra elephants")
    box.fill("ship")
    expect(options(page)).not_to_have_count(0)
    heights = page.locator("faq-search").evaluate(
        """box => [...box.shadowRoot.querySelectorAll('button, a, input, [role=option]')]
          .filter((element) => element.checkVisibility()).map((element) => element.getBoundingClientRect().height)"""
    )
    assert min(heights) >= 44


def test_where_the_system_chooses_the_colours_focus_and_choice_can_be_seen(browse: Browse, site: str) -> None:
    page = browse(forced_colors="active")
    box = open_box(page, site)
    expect(page.get_by_role("search")).to_have_css("outline-style", "solid")
    box.fill("ship")
    expect(options(page)).not_to_have_count(0)
    box.press("ArrowDown")
    expect(options(page).first).to_have_css("outline-style", "solid")
