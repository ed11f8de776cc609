"""Markdown: which questions its markup tells, on which lines, and that nothing readers see is lost."""

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.corpus.elements import Dropped, Element, Pair, Prose, Reading, Section, Title
from app.corpus.layout import lay_out
from app.corpus.passages import chunk
from app.corpus.raw_file import RawFile
from app.corpus.readers import markdown
from app.corpus.registry import DocumentEntry
from app.domain import Document, Place
from app.errors import DocumentError
from app.languages import Detection

FORMATS = Path(__file__).parent.parent / "formats"


def _read(text: str) -> Reading:
    return markdown.read(RawFile(text.encode(), DocumentEntry("help.md", "fernwood", 1), "help.md"))


def _elements(text: str) -> list[Element]:
    return list(_read(text).elements)


def _asked(text: str) -> list[tuple[str, str]]:
    return [(pair.question, pair.answer) for pair in _elements(text) if isinstance(pair, Pair)]


@pytest.fixture(scope="module")
def help_page() -> Reading:
    return _read((FORMATS / "help.md").read_text(encoding="utf-8"))


def test_a_help_page_is_read_into_exactly_these_elements(help_page: Reading) -> None:
    assert list(help_page.elements) == [
        Title(text="Help centre", line=9),
        Prose(text="Answers to what people ask most often.", line=11),
        Section(text="Ordering", line=13),
        Pair(
            question="How do I place an order?",
            answer="1. Put what you like into the basket.\n2. Pay.\n   - by card\n"
            "   - by invoice (https://fernwood.example/invoice)",
            line=16,
            answer_line=18,
        ),
        Pair(
            question="Can I change it later?",
            answer="Write to us (help@fernwood.example) within\ntwo hours; see returns.",
            place=Place(anchor="change"),
            line=25,
            answer_line=27,
        ),
        Section(text=""),
        Pair(question="Delivery", answer="Country | Days\n\nAustria | 2\nSpain | 4–6", line=30, answer_line=32),
        Section(text="Returns", line=37),
        Pair(
            question="How long may I keep it?",
            answer="30 days — unworn.\n\nSale items\n\n14 days.",
            line=40,
            answer_line=42,
        ),
        Pair(question="Who pays?", answer="We do.", line=49, answer_line=49),
        Pair(question="What about gifts?", answer="Vouchers only.", line=51, answer_line=53),
        Pair(question="And engraved items?", answer="No returns.", line=55, answer_line=56),
        Pair(question="Is there a form?", answer="Yes, a sheet of paper in the parcel.", line=58, answer_line=59),
        Section(text=""),
        Pair(question="Washing", answer="40 °C\n\n\nNot in the dryer.", line=61, answer_line=64),
    ]


def test_what_front_matter_tells_is_of_the_document_and_comments_are_reported(help_page: Reading) -> None:
    told = (help_page.title, help_page.merchant, help_page.language, help_page.url, help_page.updated)
    assert told == ("Fernwood help centre", "fernwood", "en", "https://fernwood.example/help", "2024-03-01")
    assert help_page.dropped == (Dropped("TODO: mention vouchers", "hidden"),)


def test_the_lines_of_a_passage_are_those_of_the_file(help_page: Reading) -> None:
    source = (FORMATS / "help.md").read_text(encoding="utf-8").splitlines()
    layout = lay_out(help_page.elements)
    chunked = chunk(Document("d", "m", layout.text), lambda _: Detection("en", 1.0), layout=layout)
    asked = {source[p.lines[0] - 1] for p in chunked.passages if p.question}
    assert {"### How do I place an order?", "<summary>How long may I keep it?</summary>", "## Washing"} <= asked
    assert chunked.lost == ()


def test_a_file_without_structure_is_prose_on_its_own_lines() -> None:
    assert _elements("\nWe ship\n*daily*.\n\nBye.") == [Prose(text="We ship\ndaily.\n\nBye.", line=2)]


def test_an_empty_file_has_no_elements() -> None:
    assert _elements("") == []


@pytest.mark.parametrize(
    ("markup", "seen"),
    [
        ("*a* **b** ~~c~~ `d` \\* &amp;", "a b c d * &"),
        ("[form](https://a.example/x)", "form (https://a.example/x)"),
        ("[form](/x) [top](#top) [rel](x.html)", "form top rel"),
        ("[https://a.example](https://a.example/) <https://b.example>", "https://a.example https://b.example"),
        ("[call](tel:+43123) [+43 123](tel:+43123)", "call (+43123) +43 123"),
        ('<a href="https://a.example">here</a> <b>b</b>', "here (https://a.example) b"),
        ("a<br>b<!-- c -->", "a b"),
        ("![alt *text*](x.png)", "alt text"),
        ("one  \ntwo\\\nthree", "one\ntwo\nthree"),
        ("    code *as it is*", "code *as it is*"),
        ("> quoted\n> more", "quoted\nmore"),
        ("a\n\n---\n\nb", "a\n\n\n\nb"),
        ("* a\n\n  b\n* c", "* a\n\n  b\n* c"),
        ("-\n\ntext", "text"),
    ],
)
def test_markup_is_shown_as_readers_see_it(markup: str, seen: str) -> None:
    (prose,) = _elements(markup)
    assert isinstance(prose, Prose)
    assert prose.text == seen


@pytest.mark.parametrize(
    ("html", "seen"),
    [
        ("<div>a</div>\n<p>b <i>c</i></p>", "a\nb c"),
        ('<p>see <a href="https://a.example">this</a></p>', "see this (https://a.example)"),
        ("<ul><li>a</li><li>b</li></ul>", "- a\n- b"),
        ("<table><tr><td>a</td>\n<td>b</td></tr></table>", "a | b"),
        ('<p><img src="x" alt="a map"></p>', "a map"),
        ("<div>\n\n<!DOCTYPE x><script>x()</script>\n<!-- y -->\nz</div></a>", "z"),
    ],
)
def test_blocks_of_html_are_shown_as_readers_see_them(html: str, seen: str) -> None:
    (prose,) = _elements(html)
    assert isinstance(prose, Prose)
    assert prose.text == seen


@pytest.mark.parametrize(
    ("markup", "asked"),
    [
        ("# A?\nB.\n\n# C?\nD.", [("A?", "B."), ("C?", "D.")]),
        ("# Why?\n\nBecause.", [("Why?", "Because.")]),
        ("**A?** B.\n\n**C?**\nD.", [("A?", "B."), ("C?", "D.")]),
        ("- **A?** B.\n- **C?**\n\n  D.\n\nE.", [("A?", "B."), ("C?", "D.")]),
        ("<h2 id='a'>A?</h2>\n<p>B.</p>", [("A?", "B.")]),
        ("<dl><dt>A</dt><dd>B.</dd></dl>", [("A", "B.")]),
        ("A\n: B.\n\nC\n: D.", [("A", "B."), ("C", "D.")]),
        ("| Frage | Antwort |\n|--|--|\n| A | B |\n| C | D |", [("A", "B"), ("C", "D")]),
        ("## A?\n\n## B?\n\nC.", [("A?", ""), ("B?", "C.")]),
        ("## A?\nB.\n### Not asked\nC.\n### D?\nE.", [("A?", "B.\nNot asked\nC."), ("D?", "E.")]),
        ("<details><summary>A?</summary>\n\nB.\n", [("A?", "B.")]),
        ("### A:\n\nB.", [("A:", "B.")]),
    ],
)
def test_questions_are_told_by_the_markup(markup: str, asked: list[tuple[str, str]]) -> None:
    assert _asked(markup) == asked


@pytest.mark.parametrize(
    "markup",
    [
        "**Orders placed before noon ship today.**\n\nText.",
        "**Note:** text",
        "**Shipping:**\n\nText.",
        "**Bold** and more.\n\nText.",
        "- **Item**\n- text",
        "**Q:** Why?\n**A:** Because.",
        "****\n\nText.",
    ],
)
def test_other_bold_text_asks_nothing(markup: str) -> None:
    assert _asked(markup) == []


def test_text_in_which_several_questions_stand_is_left_to_the_chunker() -> None:
    elements = _elements("# Shop\n\n## Returns\n\nHow long?\n\n30 days.\n\nWho pays?\n\nYou do.")
    assert elements == [
        Title(text="Shop", line=1),
        Section(text="Returns", line=3),
        Prose(text="How long?\n\n30 days.\n\nWho pays?\n\nYou do.", line=5),
    ]


def test_a_question_below_a_section_within_a_section_says_its_own() -> None:
    elements = _elements("## Orders\n### Gifts\n#### A?\nB.\n### C?\nD.\n")
    assert [(pair.question, pair.section) for pair in elements if isinstance(pair, Pair)] == [
        ("A?", ""),
        ("C?", "Orders"),
    ]


def test_text_behind_a_closed_question_is_in_the_section_around_it() -> None:
    fold = "<details><summary>A?</summary>B.</details>"
    elements = _elements(f"## Orders\n\n### Gifts\n\n{fold}\n\n## Care\n\n{fold}\n\nC.")
    assert elements[-1] == Prose(text="C.", line=11)
    lone = _elements(f"## Orders\n\n### Gifts\n\n#### D?\nE.\n\n### F?\n\nG.\n\n{fold}\n\nH.\n")
    assert lone[-1] == Pair(question="", answer="H.", section="Orders", answer_line=14)


def test_a_heading_of_html_carries_its_anchor() -> None:
    (pair,) = _elements('<h2 id="fees">Fees</h2>\n\nNone.')
    assert pair == Pair(question="Fees", answer="None.", place=Place(anchor="fees"), line=1, answer_line=3)


def test_more_than_anybody_writes_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(markdown, "LONGEST", 3)
    with pytest.raises(DocumentError, match=r"help.md: over 3 characters of Markdown. Split it."):
        _read("four")


_BLOCKS = st.sampled_from(
    ["# A?", "## B", "text", "**C?**", "- d", "> e", "| f | g |\n|--|--|\n| h | i |", "Term\n: def", "```\nj\n```",
     "k?", "<details><summary>l</summary>m</details>", "</details>", "<p>n</p>", "<!-- o -->", "Q: p?\nA: q",
     "1. **r?** s"]
)  # fmt: skip


@settings(max_examples=40)
@given(st.lists(_BLOCKS, max_size=8).map("\n\n".join))
def test_every_word_that_is_seen_is_in_the_text_once(source: str) -> None:
    text = lay_out(_read(source).elements).text
    seen = re.sub(r"<.*?>|<!--.*?-->", " ", source.replace("<!-- o -->", ""))
    assert sorted(re.findall(r"\w+", text)) == sorted(re.findall(r"(?!1\.)\w+", seen))


@settings(max_examples=40)
@given(st.text(st.sampled_from("#*_`[]()<>!|-:\n ab?&\\/\"'="), max_size=60))
def test_whatever_is_written_can_be_read(source: str) -> None:
    layout = lay_out(_read(source).elements)
    assert chunk(Document("d", "m", layout.text), lambda _: Detection("en", 1.0), layout=layout).lost == ()


def test_braces_in_a_heading_are_text_unless_they_are_attributes() -> None:
    assert [question for question, _ in _asked("# What is {name}\n\nYou.\n\n# Who? {: #who .big}\n\nWe.")] == [
        "What is {name}",
        "Who?",
    ]


@pytest.mark.parametrize("text", [f"{'>' * 30} deep", "".join(f"{'  ' * depth}- item\n" for depth in range(30))])
def test_what_is_nested_deeper_than_it_is_read_is_refused(text: str) -> None:
    with pytest.raises(DocumentError, match=r"help\.md: line \d+: lists or quotes within one another, over 9 deep"):
        _read(text)


def test_a_link_ends_where_another_begins() -> None:
    page = "<p><a href=http://a.example>one<a href=http://b.example>two</a></p>"
    assert lay_out(_elements(page)).text == "one (http://a.example)two (http://b.example)"
    assert lay_out(_elements(f"x {page[3:-4]}")).text == "x one (http://a.example)two (http://b.example)"


@pytest.mark.parametrize("repeated", ["#a", "<a href=http://x.example>y", "{#"])
def test_a_heading_of_a_hundred_thousand_characters_takes_no_longer_than_others(repeated: str) -> None:
    assert _elements(f"# {{{repeated * 4000}")


def test_a_question_and_its_answer_on_one_line_leave_the_lines_below_where_they_are() -> None:
    text = "| Question | Answer |\n|--|--|\n| Why? | So. |\n| Who? | You. |\n\n# When?\n\nNow."
    layout = lay_out(_elements(text))
    document = Document(path="help.md", merchant_id="fernwood", text=layout.text, language="en")
    passages = chunk(document, lambda _: Detection("en", 1.0), layout=layout).passages
    assert [(passage.question, passage.text, passage.lines) for passage in passages] == [
        ("Why?", "So.", (3, 3)),
        ("Who?", "You.", (4, 4)),
        ("When?", "Now.", (6, 8)),
    ]
