"""Every way in which a page's markup points from a question to its answer."""

import pytest

from app.corpus.elements import Pair
from app.corpus.page.reading import read_page


def _pairs(page: str) -> list[tuple[str, str, str]]:
    elements = read_page(page).elements
    return [(each.section, each.question, each.answer) for each in elements if isinstance(each, Pair)]


@pytest.mark.parametrize(
    "page",
    [
        "<div aria-expanded=false role=button>Why so?</div><div>So.</div>",
        "<b id=t role=button aria-expanded=false>Why so?</b><i>x</i><div aria-labelledby=t>So.</div>",
        "<a data-toggle=collapse href='#p'>Why so?</a><hr><p>x</p><div id=p class=collapse>So.</div>",
        "<a data-bs-toggle=collapse data-bs-target='#p'>Why so?</a><div id=p>So.</div>",
        "<div><input type=checkbox id=c><label for=c>Why so?</label><div>So.</div></div>",
        "<p>Why so?</p><div hidden>So.</div>",
        "<p class=accordion-title>Why so</p><div style='display: none'>So.</div>",
        "<button>Why so</button><div aria-hidden=true>So.</div>",
        "<div itemscope itemtype=//schema.org/Question><b itemprop=name>Why so?</b><p itemprop=acceptedAnswer>So.",
        "<div typeof=schema:Question><b property=name>Why so?</b><div property=acceptedAnswer><p property=text>So.",
        "<table><tr><th>Question</th><th>Answer</th></tr><tr><td>Why so</td><td>So.</td></tr></table>",
        "<div role=heading aria-level=3>Why so</div><p>So.</p>",
        "<div role=heading>Why so</div><p>So.</p>",
        "<p class=question>Why so</p><p>So.</p>",
        "<p><b>Why so?</b> So.</p>",
    ],
)
def test_a_question_is_told_by(page: str) -> None:
    assert [(question.rstrip("?"), answer) for _, question, answer in _pairs(page)] == [("Why so", "So.")]


def test_a_tab_without_a_panel_tells_nothing() -> None:
    assert _pairs("<div role=tab>One</div><p>Text.</p>") == []


def test_a_toggle_directly_above_another_one_opens_nothing() -> None:
    page = "<p aria-expanded=false>One</p><p aria-expanded=false>Two</p><div>Answer.</div>"
    assert _pairs(page) == [("", "Two", "Answer.")]


def test_a_toggle_in_running_text_opens_nothing() -> None:
    assert _pairs("<p><span aria-expanded=false>Some</span> words.</p><p>More.</p>") == []


def test_a_label_of_a_text_field_is_no_question() -> None:
    assert _pairs("<label for=n>Name</label><input id=n type=text><p>Text.</p>") == []


def test_a_question_without_an_answer_in_microdata_is_none() -> None:
    assert _pairs("<div itemscope itemtype=Question>x <b itemprop=name>Why?</b></div>") == []
    assert _pairs("<div itemscope itemtype=Question><p itemprop=text>Because.</p></div>") == []


def test_menus_that_open_are_no_questions() -> None:
    assert _pairs("<details><summary>Shop</summary><ul><li><a>Tea</a></li></ul></details><p>Text.</p>") == []


def test_a_small_list_of_terms_stays_in_its_answer() -> None:
    page = "<details><summary>How long?</summary><p>Well:</p><dl><dt>Home</dt><dd>2 days</dd></dl></details>"
    assert _pairs(page) == [("", "How long?", "Well:\n\nHome\n\n2 days")]


def test_headings_in_an_answer_stay_in_it_unless_they_ask() -> None:
    page = "<details><summary>{}</summary><h4>{}</h4><p>One.</p><h4>{}</h4><p>Two.</p></details>"
    assert _pairs(page.format("How long?", "Home", "Abroad")) == [("", "How long?", "Home\n\nOne.\n\nAbroad\n\nTwo.")]
    assert _pairs(page.format("Delivery", "How long?", "How much?")) == [
        ("Delivery", "How long?", "One."),
        ("Delivery", "How much?", "Two."),
    ]


def test_bold_questions_in_an_answer_are_pairs_where_there_are_two() -> None:
    page = "<details><summary>Delivery</summary><p><b>How long?</b></p><p>One.</p><p><b>How much?</b></p><p>Two.</p>"
    assert _pairs(page) == [("Delivery", "How long?", "One."), ("Delivery", "How much?", "Two.")]
    assert _pairs("<details><summary>Why?</summary><p><b>Really?</b></p><p>Yes.</p>") == [
        ("", "Why?", "Really?\n\nYes.")
    ]


def test_bold_lines_that_ask_nothing_are_headings_where_there_are_two() -> None:
    page = "<h2>Delivery</h2><p><b>{}</b></p><p>One.</p><p><b>{}</b></p><p>Two.</p><p><b>Thanks!</b></p><p>Bye.</p>"
    assert _pairs(page.format("Home", "Abroad")) == [
        ("Delivery", "Home", "One."),
        ("Delivery", "Abroad", "Two.\n\nThanks!\n\nBye."),
    ]
    assert _pairs(page.format("Home", "Note:")) == [
        ("", "Delivery", "Home\n\nOne.\n\nNote:\n\nTwo.\n\nThanks!\n\nBye.")
    ]


def test_bold_items_of_a_list_head_the_text_in_them() -> None:
    page = "<ul><li><b>Why?</b><p>So.</p></li><li><b>Bold</b></li><li>Plain</li></ul>"
    assert _pairs(page)[0] == ("", "Why?", "So.\n- Bold\n- Plain")


def test_plain_lines_that_ask_below_a_heading_are_questions() -> None:
    page = "<h2>Delivery</h2><p>How long does it take?</p><p>Two days.</p><p>What does it cost?</p><p>Nothing.</p>"
    assert _pairs(page) == []
    assert [type(each).__name__ for each in read_page(page).elements] == ["Section", "Prose"]


def test_text_after_the_last_entry_of_a_list_is_not_its_answer() -> None:
    item = "<div><h3>{}</h3><p>So.</p></div>"
    page = f"<h2>All</h2>{item.format('Why?')}{item.format('How?')}<p>Write to us.</p>"
    assert _pairs(page) == [("All", "Why?", "So."), ("All", "How?", "So.")]
    assert "Write to us." in str(read_page(page).elements[-1])


def test_items_of_a_list_that_ask_and_go_on_are_questions() -> None:
    page = "<ul><li>How long?<br>Two days.</li><li>Is it free?<br>No.</li><li>Is it?</li></ul>"
    assert _pairs(page) == [("", "How long?", "Two days."), ("", "Is it free?", "No.\n- Is it?")]


def test_a_table_of_one_column_only_lays_out() -> None:
    page = "<table><tr><td><b>Why?</b><tr><td>So.<tr><td><b>Where?</b><tr><td>Here.</table>"
    assert _pairs(page) == [("", "Why?", "So."), ("", "Where?", "Here.")]


def test_labels_in_elements_of_their_own_are_on_the_line_of_what_they_label() -> None:
    page = "<div>Q.</div><div>Why so</div><div>A.</div><div>So.</div><div>Q.</div>"
    assert "Q. Why so\nA. So.\nQ." in str(read_page(page).elements[0]).replace("\\n", "\n")


@pytest.mark.parametrize(
    "page",
    [
        "<button aria-expanded=false aria-controls=elsewhere>Why?</button><div>So.</div>",
        "<section>" * 10 + "<i aria-expanded=false>Why?</i>" + "</section>" * 10 + "<p>So.</p>",
    ],
    ids=["a panel that is not there", "ten wrappers"],
)
def test_a_toggle_may_be_told_apart_in_vain(page: str) -> None:
    assert "Why?" in str(read_page(page).elements)
    assert "So." in str(read_page(page).elements)


def test_a_term_that_nothing_is_said_of_is_text() -> None:
    assert _pairs("<dl><dt>Alone</dt></dl>") == []


def test_a_link_leads_to_the_mark_before_a_heading_or_to_what_encloses_it() -> None:
    page = "<p>Long introduction.</p><a name=q></a><h3>Why?</h3><p>So.</p><div id=d><h3>How?</h3><p>So.</p></div>"
    anchors = [each.place.anchor for each in read_page(page).elements if isinstance(each, Pair)]
    assert anchors == ["q", "d"]


def test_a_copyright_above_a_question_is_no_footer() -> None:
    assert _pairs("<p>© 2026</p><details><summary>Why?</summary>So.</details>") == [("", "Why?", "So.")]
    assert _pairs("<details><summary>Why?</summary>So.<p>© 2026</p></details>") == [("", "Why?", "So.")]


def test_a_panel_that_no_browser_shows_answers_nothing() -> None:
    page = "<b aria-expanded=false aria-controls=p>Why?</b><template><div id=p>So.</div></template>"
    assert "Why?" in str(read_page(page).elements)
