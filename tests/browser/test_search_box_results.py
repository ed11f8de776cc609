"""What the search box shows of a reply, where its links lead, and feedback."""

import pytest
from playwright.sync_api import Locator, Page, expect

from app.feedback import FeedbackFile
from tests.browser.conftest import Browse
from tests.browser.search_box import (
    Json,
    answer,
    ask,
    open_box,
    recorded,
    results,
    searched,
    status,
    trigger,
)

pytestmark = pytest.mark.browser

LONG = " ".join(f"Sentence number {number} of this long passage is here." for number in range(1, 31))
WHOLE_LONG = f"{LONG} 🎁🎁 The refund is paid within fourteen days. {LONG}"


@pytest.fixture
def reply(page: Page, site: str) -> Json:
    """The service's reply about refunds, for tests to change and to answer with."""
    return searched(page, site, "refund", limit=1)


@pytest.fixture
def hit(reply: Json) -> Json:
    """The only hit of `reply`."""
    hit: Json = reply["hits"][0]
    return hit


def test_a_result_says_what_whose_and_where(page: Page, site: str) -> None:
    open_box(page, site)
    ask(page, "what is the refund window")
    first = results(page).first
    expect(first.get_by_role("heading")).to_have_text("What is the refund window?")
    expect(first.locator("[part=text]")).to_have_text(
        "You may return an item within thirty days after delivery. The refund is paid within fourteen working days. "
        "Gift cards are not refunded."
    )
    expect(first.locator("[part=text]")).to_have_attribute("lang", "en")
    expect(first.locator("[part=text]")).to_have_attribute("dir", "auto")
    expect(first.locator("[part=merchant]")).to_have_text("Alpine Cases")
    expect(first.get_by_role("link")).to_contain_text("Alpine FAQ · lines 14–15")


def test_the_sentence_of_the_highlight_is_marked_counting_code_points(
    page: Page, site: str, reply: Json, hit: Json
) -> None:
    text = "🎁🎁 Gifts are wrapped. The refund 💶 is paid soon. That is all."
    start = text.index("refund")  # Python counts code points
    hit |= {"text": text, "highlights": [{"field": "text", "start": start, "end": start + len("refund")}]}
    answer(page, "/v1/search", reply)
    open_box(page, site)
    ask(page, "refund")
    expect(page.locator("mark")).to_have_text("The refund 💶 is paid soon.")
    expect(page.locator("mark").locator("b")).to_have_text("refund")
    expect(page.locator("[part=text]")).to_have_text(text)


def test_a_long_text_is_folded_around_what_matters_until_all_is_asked_for(
    page: Page, site: str, reply: Json, hit: Json
) -> None:
    start = WHOLE_LONG.index("refund")
    hit |= {"text": WHOLE_LONG, "highlights": [{"field": "text", "start": start, "end": start + 6}]}
    answer(page, "/v1/search", reply)
    open_box(page, site)
    ask(page, "refund")
    text = page.locator("[part=text]")
    expect(text).to_contain_text("… Sentence number 30 of this long passage is here. 🎁🎁 The refund is paid within")
    expect(text).not_to_contain_text("Sentence number 12 ")
    page.get_by_role("button", name="Show all").click()
    expect(text).to_have_text(WHOLE_LONG)
    page.get_by_role("button", name="Show less").click()
    expect(text).not_to_contain_text("Sentence number 12 ")


def test_a_long_text_that_begins_with_spaces_is_not_folded_to_nothing(
    page: Page, site: str, reply: Json, hit: Json
) -> None:
    text = "  Refunds " + LONG
    hit |= {"text": text, "highlights": [{"field": "text", "start": 2, "end": 9}]}
    answer(page, "/v1/search", reply)
    open_box(page, site)
    ask(page, "refund")
    expect(page.locator("[part=text]")).to_contain_text("Refunds Sentence number 1")


def test_unfolding_and_folding_keep_the_readers_place(page: Page, site: str, reply: Json, hit: Json) -> None:
    start = WHOLE_LONG.index("refund")
    hit |= {"text": WHOLE_LONG, "highlights": [{"field": "text", "start": start, "end": start + 6}]}
    answer(page, "/v1/search", {**reply, "hits": [hit] * 3})
    open_box(page, site)
    ask(page, "refund")
    mark = results(page).nth(1).locator("mark")
    unfold = results(page).nth(1).get_by_role("button", name="Show")
    unfold.scroll_into_view_if_needed()
    before = _top(mark)
    unfold.click()
    expect(unfold).to_have_text("Show less")
    assert _top(mark) == pytest.approx(before, abs=2)
    unfold.scroll_into_view_if_needed()
    before = _top(unfold)
    unfold.click()
    expect(unfold).to_have_text("Show all")
    assert _top(unfold) == pytest.approx(before, abs=2)


def _top(locator: Locator) -> float:
    return float(locator.evaluate("element => element.getBoundingClientRect().top"))


def test_the_link_leads_to_the_sentence_on_the_merchants_page(page: Page, site: str) -> None:
    open_box(page, site)
    ask(page, "what is the refund window")
    link = results(page).first.get_by_role("link")
    marked = results(page).first.locator("mark").inner_text()
    expect(link).to_have_attribute("href", f"https://alpine.example/faq#:~:text={marked.replace(' ', '%20')}")
    expect(link).to_have_attribute("rel", "noopener")
    expect(link).to_have_attribute("target", "_blank")


def test_a_link_to_a_long_sentence_names_its_ends(page: Page, site: str, reply: Json, hit: Json) -> None:
    text = "Well-known customers, " + "and many others, " * 8 + "are paid back."
    hit |= {"text": text, "highlights": [{"field": "text", "start": 0, "end": len(text)}]}
    answer(page, "/v1/search", reply)
    open_box(page, site)
    ask(page, "refund")
    expect(page.locator("[part=source]")).to_have_attribute(
        "href",
        "https://alpine.example/faq#:~:text="
        "Well%2Dknown%20customers%2C%20and%20many%20others%2C,others%2C%20and%20many%20others%2C%20are%20paid%20back.",
    )


WORD = "x" * 120


@pytest.mark.parametrize(
    ("text", "fragment"),
    [
        (f"{WORD} y", f"#:~:text={WORD}%20y"),
        ("You may return it:\n• within 30 days\n• unworn", "#:~:text=You%20may%20return%20it%3A,unworn"),
    ],
)
def test_a_text_fragment_names_ends_that_can_be_found(
    page: Page, site: str, reply: Json, hit: Json, text: str, fragment: str
) -> None:
    hit |= {"text": text, "highlights": [{"field": "text", "start": 0, "end": len(text)}]}
    answer(page, "/v1/search", reply)
    open_box(page, site)
    ask(page, "refund")
    expect(page.locator("[part=source]")).to_have_attribute("href", f"https://alpine.example/faq{fragment}")


def test_an_address_that_has_a_text_fragment_keeps_it(page: Page, site: str, reply: Json, hit: Json) -> None:
    address = "https://alpine.example/faq#:~:text=refunds"
    hit["source"]["url"] = address
    answer(page, "/v1/search", reply)
    open_box(page, site)
    ask(page, "refund")
    expect(page.locator("[part=source]")).to_have_attribute("href", address)


def test_without_an_address_the_link_leads_to_the_services_source_page(page: Page, site: str) -> None:
    open_box(page, site, '<faq-search merchant="unnamed"></faq-search>')
    ask(page, "refund window")
    hit = searched(page, site, "refund window", "unnamed")["hits"][0]
    link = results(page).first.get_by_role("link")
    expect(link).to_have_attribute("href", f"{site}/source/{hit['id'].replace(':', '%3A')}")
    expect(link).to_contain_text("unnamed/returns.txt · lines")


def test_an_unattributed_merchant_is_said_to_be_one(page: Page, site: str) -> None:
    open_box(page, site, '<faq-search merchant="unnamed"></faq-search>')
    ask(page, "refund window")
    expect(results(page).first).to_contain_text("Unnamed case shop(the source does not name the merchant)")


def test_another_language_than_the_querys_is_named_in_the_interfaces(
    page: Page, site: str, reply: Json, hit: Json
) -> None:
    hit |= {"language": "ja", "match": {"cross_lingual": True}}
    answer(page, "/v1/search", reply)
    open_box(page, site, lang="fr")
    ask(page, "remboursement")
    expect(page.locator("[part=badge]")).to_have_text("japonais")
    expect(page.locator("[part=text]")).to_have_attribute("lang", "ja")


def test_a_weak_verdict_is_said(page: Page, site: str, reply: Json) -> None:
    answer(page, "/v1/search", {**reply, "answerability": {"verdict": "weak", "confidence": 0.5}})
    open_box(page, site)
    ask(page, "refund")
    expect(page.get_by_role("heading", name="This may help")).to_be_visible()
    expect(status(page)).to_have_text("This may help. Results: 1")


def test_without_a_clear_answer_merchants_can_be_reached(page: Page, site: str, reply: Json, hit: Json) -> None:
    alpine = hit["merchant"]
    phone = {**alpine, "id": "b", "label": "B", "contact": "+971 4 555 0100", "url": None}
    website = {**alpine, "id": "c", "label": "C", "contact": "https://c.example/contact", "url": "javascript:alert(1)"}
    hits = [hit, hit, {**hit, "merchant": phone}, {**hit, "merchant": website}]
    answer(page, "/v1/search", {**reply, "hits": hits, "answerability": {"verdict": "none", "confidence": 0.1}})
    open_box(page, site)
    ask(page, "do you sell shoes")
    card = page.locator("[part=contact]")
    expect(card.locator("strong")).to_have_text(["Ask Alpine Cases", "Ask B", "Ask C"])
    assert card.get_by_role("link").evaluate_all("links => links.map((link) => link.href)") == [
        "mailto:help@alpine.example",
        "https://alpine.example/",
        "tel:+97145550100",
        "https://c.example/contact",
    ]
    expect(results(page)).to_have_count(4)
    expect(status(page)).to_have_text("No clear answer. Results: 4")


@pytest.mark.parametrize("contact", ["......", "1 2 3 4", "help@alpine.example?subject=Hi"])
def test_a_contact_that_is_no_plain_address_or_number_stays_text(
    page: Page, site: str, reply: Json, hit: Json, contact: str
) -> None:
    hit["merchant"] |= {"contact": contact, "url": None}
    answer(page, "/v1/search", {**reply, "answerability": {"verdict": "none", "confidence": 0.1}})
    open_box(page, site)
    ask(page, "do you sell shoes")
    card = page.locator("[part=contact]")
    expect(card).to_contain_text(contact)
    expect(card.get_by_role("link")).to_have_count(0)


def test_nothing_at_all_is_said_too_and_whom_to_ask(page: Page, site: str, reply: Json) -> None:
    answer(page, "/v1/search", {**reply, "hits": [], "answerability": {"verdict": "none", "confidence": 0.0}})
    box = open_box(page, site)
    box.fill("refund")
    box.press("Enter")
    expect(page.get_by_text("There is nothing here about that.")).to_be_visible()
    expect(page.locator("[part=contact] strong")).to_have_text(["Ask Alpine Cases"])
    expect(page.get_by_role("link", name="help@alpine.example")).to_be_visible()


def test_without_one_merchant_there_is_nobody_to_ask_about_nothing(page: Page, site: str, reply: Json) -> None:
    answer(page, "/v1/search", {**reply, "hits": [], "answerability": {"verdict": "none", "confidence": 0.0}})
    box = open_box(page, site, "<faq-search></faq-search>")
    box.fill("refund")
    box.press("Enter")
    expect(page.get_by_text("There is nothing here about that.")).to_be_visible()
    expect(page.locator("[part=contact]")).to_have_count(0)


def test_a_long_name_does_not_make_the_panel_scroll_sideways(page: Page, site: str, reply: Json, hit: Json) -> None:
    hit["merchant"] |= {"label": "x" * 600}
    answer(page, "/v1/search", reply)
    open_box(page, site)
    ask(page, "refund")
    assert page.locator(".body").evaluate("body => body.scrollWidth - body.clientWidth") == 0


def test_feedback_is_sent_once_kept_and_thanked_for(page: Page, site: str, feedback: FeedbackFile) -> None:
    sent = recorded(page, "/v1/feedback")
    open_box(page, site)
    ask(page, "refund window")
    hit = searched(page, site, "refund window")["hits"][0]
    thumb = results(page).first.get_by_role("button", name="Yes, this helped")
    thumb.click()
    expect(results(page).first.get_by_text("Thank you")).to_be_visible()
    expect(thumb).to_have_attribute("aria-pressed", "true")
    thumb.dispatch_event("click")
    results(page).first.get_by_role("button", name="No, this did not help").dispatch_event("click")
    ask(page, "refund window")
    expect(results(page).first.get_by_text("Thank you")).to_be_visible()
    assert [request.post_data_json for request in sent] == [
        {"query": "refund window", "passage_id": hit["id"], "helpful": True}
    ]
    kept = [(entry.query, entry.passage_id, entry.helpful) for entry in feedback.entries()]
    assert kept == [("refund window", hit["id"], True)]


def test_feedback_that_did_not_arrive_can_be_given_again(page: Page, site: str, page_errors: list[str]) -> None:
    open_box(page, site)
    ask(page, "refund window")
    answer(page, "/v1/feedback", {"status": "kept"}, 202)
    page.route("**/v1/feedback", lambda route: route.abort(), times=1)
    thumb = results(page).first.get_by_role("button", name="No, this did not help")
    thumb.click()
    expect(results(page).first.get_by_text("Not sent. Please try again.")).to_be_visible()
    thumb.click()
    expect(results(page).first.get_by_text("Thank you")).to_be_visible()
    page_errors.clear()


def test_the_page_around_it_hears_of_searches_clicks_and_feedback(page: Page, site: str) -> None:
    answer(page, "/v1/feedback", {"status": "kept"}, 202)
    open_box(page, site)
    page.evaluate(
        """() => {
          window.heard = [];
          for (const type of ["faq-search", "faq-result-click", "faq-feedback"]) {
            document.addEventListener(type, ({ detail }) => window.heard.push([type, detail]));
          }
          document.addEventListener("click", (event) => event.composedPath()[0].closest("a") && event.preventDefault());
        }"""
    )
    ask(page, "refund window")
    body = searched(page, site, "refund window")
    id_ = body["hits"][0]["id"]
    link = results(page).first.get_by_role("link")
    link.click()
    results(page).first.get_by_role("button", name="Yes, this helped").click()
    expect(results(page).first.get_by_text("Thank you")).to_be_visible()
    page.wait_for_function("window.heard.length === 3")
    url = link.get_attribute("href")
    assert page.evaluate("window.heard") == [
        ["faq-search", {"query": "refund window", "verdict": "answer", "total_hits": body["total_hits"]}],
        ["faq-result-click", {"query": "refund window", "passage_id": id_, "rank": 1, "url": url}],
        ["faq-feedback", {"query": "refund window", "passage_id": id_, "helpful": True}],
    ]
    expect(trigger(page)).to_have_attribute("aria-expanded", "true")


def test_the_icon_of_a_link_of_several_lines_stands_behind_its_last_word(
    browse: Browse, site: str, reply: Json, hit: Json
) -> None:
    page = browse(viewport={"width": 320, "height": 568})
    hit["source"]["title"] = "Returns, refunds and everything else that may be asked about them"
    answer(page, "/v1/search", reply)
    open_box(page, site)
    ask(page, "refund")
    text, last, icon = page.locator("[part=source]").evaluate(
        """link => {
          const icon = link.querySelector(".outside");
          const range = document.createRange();
          range.selectNode(icon.previousSibling);
          const last = [...range.getClientRects()].at(-1);
          return [icon.parentElement, last, icon].map((box) => box.getBoundingClientRect?.() ?? box);
        }"""
    )
    assert text["height"] > 2 * last["height"] - 1
    assert icon["x"] == pytest.approx(last["right"] + 5, abs=1)
    assert last["top"] <= icon["top"] <= icon["bottom"] <= last["bottom"]
