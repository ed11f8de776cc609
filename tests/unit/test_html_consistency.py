"""What makes pairs in one place of a page makes them in all of it; what most of its pairs share is none of theirs."""

import pytest

from app.corpus.elements import Pair, Prose, Section
from app.corpus.page.reading import read_page

FIRST = ("Delivery", "Two days, by post and with a number.")
SECOND = ("Is it free?", "It is, from thirty euros on.")
THIRD = ("Returns", "Send it back within a month, unworn.")


def _page(pattern: str, around: str = "{}") -> str:
    return around.format("".join(pattern.format(q=q, a=a, n=n) for n, (q, a) in enumerate((FIRST, SECOND, THIRD))))


def _pairs(page: str) -> list[tuple[str, str]]:
    return [(each.question, each.answer) for each in read_page(page).elements if isinstance(each, Pair)]


def _dropped(page: str) -> list[tuple[str, str]]:
    return [(each.text, each.reason) for each in read_page(page).dropped]


@pytest.mark.parametrize(
    "pattern",
    [
        "<fieldset><legend>{q}</legend><p>{a}</p></fieldset>",
        "<p><em>{q}</em></p><p>{a}</p>",
        "<p><i>{q}</i><br>{a}</p>",
        "<p><u>{q}</u></p><p>{a}</p>",
        "<p><font color=red size=4>{q}</font></p><p><font face=Arial>{a}</font></p>",
        "<p style='color: #a00'>{q}</p><p style='color: #000'>{a}</p>",
        "<p><span style='font-size: 20px'>{q}</span></p><p>{a}</p>",
        "<ul><li><a href='#'>{q}</a><div>{a}</div></li></ul>",
        "<p><a href='javascript:open({n})'>{q}</a></p><div>{a}</div>",
        "<a href='#p{n}'>{q}</a><div id=p{n}>{a}</div>",
        "<div role=button tabindex=0>{q}</div><div>{a}</div>",
        "<div><span onclick='open({n})'>{q}</span></div><div>{a}</div>",
        "<button aria-controls=p{n}>{q}</button><hr><dialog id=p{n}>{a}</dialog>",
        "<p><a href='#p{n}' data-target='#p{n}'>{q}</a></p><div class=modal role=dialog id=p{n}>{a}</div>",
        "<p><button popovertarget=p{n}>{q}</button></p><hr><div popover id=p{n}>{a}</div>",
        "<h3>{q}</h3><nav><p>{a}</p></nav>",
        "<p class=a><b>{q}</b></p><p>{a}</p><p>&nbsp;</p>",
    ],
)
def test_a_question_among_others_is_told_by(pattern: str) -> None:
    assert _pairs(f"<p>Welcome.</p>{_page(pattern)}") == [FIRST, SECOND, THIRD]


def test_wrappers_of_two_are_pairs_where_half_of_them_ask() -> None:
    page = "<div class=row><div><p>{}</p></div><div><p>{}</p></div></div>"
    assert _pairs(page.format(*FIRST) + page.format(*SECOND)) == [FIRST, SECOND]
    assert _pairs(page.format(*FIRST) + page.format(*THIRD)) == []


@pytest.mark.parametrize(
    "page",
    [
        "<p><em>Delivery</em></p><p>Two days.</p>",
        "<p><em>One.</em></p><p><em>Two</em></p><p>Three.</p><p><em>Four</em></p><p>Five.</p><p><em>Six.</em></p>",
        "<p><a href='#p1'>Delivery</a></p><p><a href='#p2'>Returns</a></p><p id=p1>Delivery: two days.</p>",
        "<p>See <a href='#p1'>one</a>.</p><p>See <a href='#p2'>two</a>.</p><hr><p id=p1>One.</p><p id=p2>Two.</p>",
        "<p>One.</p><a href='#'>More</a><div>Two.</div><a href='#'>More</a><div>Three.</div><a href='#'>More</a><div>",
        "<footer><a href='#'>Shop</a><div>Tea.</div><a href='#'>Help</a><div>Text.</div></footer>",
        "<a href='#'>Buy</a><div>Blue tea cup.</div>",
        "<a id=mark>Buy</a><div>Blue.</div><a id=other>Sell</a><div>Red.</div>",
        "<a href='#a'>One</a><a href='#b'>Two</a>",
        "<fieldset><legend>Your address</legend><p>Street <input></p></fieldset>",
    ],
    ids=[
        "alone",
        "a style of text",
        "an index",
        "in a sentence",
        "calls",
        "a footer",
        "a button",
        "marks",
        "row",
        "form",
    ],
)
def test_what_only_looks_like_a_question_is_none(page: str) -> None:
    assert _pairs(page) == []


@pytest.mark.parametrize(
    "control",
    [
        "<a href=/e>edit</a>",
        "<span>[<a href=/e>edit</a>]</span>",
        "<button>Copy link</button>",
        "<i>expand_more</i>",
        "<b>+</b>",
    ],
)
def test_controls_in_nearly_all_headings_are_no_part_of_them(control: str) -> None:
    page = _page("<h3>{q} " + control + "</h3><p>{a}</p>")
    assert _pairs(page) == [FIRST, SECOND, THIRD]
    assert [reason for _, reason in _dropped(page)] == ["navigation"] * 3


def test_what_few_headings_say_is_part_of_them() -> None:
    page = "<h3>{} <a href=/x>here</a></h3><p>{}</p>"
    assert _pairs(page.format(*FIRST) + page.format(*THIRD))[0] == ("Delivery here", FIRST[1])


def test_long_links_in_headings_are_part_of_them() -> None:
    page = _page("<h3><b>So:</b> <a href=/x>What everybody wants to know</a> {q}</h3><p>{a}</p>")
    assert _pairs(page)[0][0] == "So: What everybody wants to know Delivery"


def test_a_pair_shown_twice_is_one_and_its_section_goes_with_it() -> None:
    wide = _page("<h3>{q}</h3><p>{a}</p>", "<div><h2>All</h2>{}</div>")
    page = f"<h1>Help</h1>{wide}{wide}<h2>More</h2><h3>Why?</h3><p>So.</p>"
    assert _pairs(page) == [FIRST, SECOND, THIRD, ("Why?", "So.")]
    assert [each.text for each in read_page(page).elements if isinstance(each, Section)] == ["All", "More"]
    assert [reason for _, reason in _dropped(page)] == ["repeat"] * 4


def test_a_section_of_which_a_part_is_told_before_stays() -> None:
    page = "<h1>Help</h1><h2>All</h2><h3>Why?</h3><p>So.</p><h2>Top</h2><h3>Why?</h3><p>So.</p><h3>Who?</h3><p>You.</p>"
    assert [each.text for each in read_page(page).elements if isinstance(each, Section)] == ["All", "Top"]


def test_the_same_question_with_another_answer_stays() -> None:
    assert len(_pairs("<h3>Why?</h3><p>So.</p><h3>Why?</h3><p>Because.</p>")) == 2


def test_what_stands_below_most_answers_is_none_of_theirs() -> None:
    call = "<div>Was this helpful?</div><button>Yes</button> <button>No</button>"
    page = _page("<details><summary>{q}</summary><p>{a}</p>" + call + "</details>")
    assert _pairs(page) == [FIRST, SECOND, THIRD]
    assert _dropped(page) == [("Was this helpful?", "navigation"), ("Yes No", "navigation")] * 3


def test_the_same_short_answer_of_all_questions_stays() -> None:
    page = "<h3>Tea?</h3><p>Yes</p><h3>Milk?</h3><p>Yes</p><h3>Ice?</h3><p>Yes</p>"
    assert _pairs(page) == [("Tea?", "Yes"), ("Milk?", "Yes"), ("Ice?", "Yes")]


def test_an_answer_ends_with_the_list_of_questions() -> None:
    page = _page("<h3>{q}</h3><p>{a}</p>", "<h1>Help</h1><div>{}</div><div><p>Our team is glad to help.</p></div>")
    assert _pairs(page) == [FIRST, SECOND, THIRD]
    assert read_page(page).elements[-1] == Prose(text="Our team is glad to help.")


LINKS = "<ul><li><a href=/s>Shop</a></li><li><a href=/b>Blog</a></li></ul>"


@pytest.mark.parametrize("above", ["", "<h3>Related</h3>"], ids=["plain", "under a heading"])
def test_links_at_the_end_of_a_page_are_no_answer(above: str) -> None:
    page = _page("<h3>{q}</h3><p>{a}</p>") + above + LINKS
    assert _pairs(page) == [FIRST, SECOND, THIRD]
    assert _dropped(page)[-2:] == [("Shop", "navigation"), ("Blog", "navigation")]


@pytest.mark.parametrize(
    "page",
    [
        f"<h3>Where are you?</h3><p>You find us here:</p>{LINKS}",
        f"<h3>Where are you?</h3>{LINKS}",
        f"<h3>One</h3>{LINKS}<h3>Two</h3>{LINKS}",
        f"<details><summary>Where are you?</summary>{LINKS}</details>",
    ],
    ids=["announced", "asked for", "a list under each heading", "told"],
)
def test_links_that_answer_stay(page: str) -> None:
    assert "- Blog" in _pairs(page)[-1][1]


@pytest.mark.parametrize("attribute", ["role=status", "role=log", "role=alert", "aria-live=polite"])
def test_what_a_page_announces_is_dropped(attribute: str) -> None:
    page = f"<p>Text.</p><div {attribute}>4 results</div>"
    assert _dropped(page) == [("4 results", "banner")]


def test_questions_beside_the_content_stay_where_they_are_more_than_in_it() -> None:
    about = "<main><h1>About us</h1><p>" + "All about us and our tea. " * 30 + "</p></main>"
    page = about + "<section><h2>Help</h2><h3>Delivery</h3><p>Two days.</p><h3>Returns</h3><p>A month.</p></section>"
    assert _pairs(page)[1:] == [("Delivery", "Two days."), ("Returns", "A month.")]


def test_a_dialog_that_only_one_button_opens_is_none_of_the_content() -> None:
    page = "<p>Text of the page.</p><button aria-controls=d>Subscribe</button><hr><dialog id=d>Our letter.</dialog>"
    assert _dropped(page) == [("Our letter.", "banner")]
