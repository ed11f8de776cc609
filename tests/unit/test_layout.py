"""Elements as one text: verbatim, in order, each where it stands."""

import pytest

from app.corpus.chunked import Chunked
from app.corpus.elements import Element, Pair, Prose, Section, Title
from app.corpus.layout import LaidHeading, LaidPair, LaidProse, Layout, lay_out
from app.corpus.outline import Role
from app.corpus.passages import chunk
from app.domain import Document, Place, Span
from app.languages import Detection


def _chunk(*elements: Element) -> Chunked:
    layout = lay_out(elements)
    document = Document("shop/faq.html", "shop", layout.text)
    return chunk(document, lambda _: Detection("en", 0.9), layout=layout)


PAGE: tuple[Element, ...] = (
    Title(text="Help"),
    Section(text="Shipping:"),
    Pair(question="How long?", answer="Two days.\n\nOr three.", place=Place(anchor="long")),
    Prose(text="Who pays?\nYou do.\n"),
)


def test_a_blank_line_parts_elements() -> None:
    assert lay_out(PAGE).text == "Help\n\nShipping:\n\nHow long?\nTwo days.\n\nOr three.\n\nWho pays?\nYou do.\n"


def test_each_element_knows_where_it_stands() -> None:
    layout = lay_out(PAGE)
    assert layout.laid == (
        LaidHeading(Span(0, 5), Role.TITLE, "Help"),
        LaidHeading(Span(6, 16), Role.SECTION, "Shipping:"),
        LaidPair(Span(17, 27), Span(27, 48), "Shipping", Place(anchor="long")),
        LaidProse(Span(49, 67), "Shipping", ((49, Place()),)),
    )
    assert layout.text[27:48] == "Two days.\n\nOr three.\n"


def test_prose_alone_stays_as_it_is() -> None:
    text = "Why?\r\n\r\nBecause.\x0b"
    assert lay_out([Prose(text=text, place=Place(page=2))]) == Layout.plain(text, Place(page=2))


def test_passages_tell_their_section_place_and_lines() -> None:
    chunked = _chunk(*PAGE)
    assert chunked.title == "Help"
    assert [(p.question, p.text, p.section, p.lines, p.place) for p in chunked.passages] == [
        ("How long?", "Two days.\n\nOr three.", "Shipping", (5, 8), Place(anchor="long")),
        ("Who pays?", "You do.", "Shipping", (10, 11), Place()),
    ]
    assert chunked.lost == ()


def test_every_line_has_one_role() -> None:
    assert [(line.number, line.role, line.asks) for line in _chunk(*PAGE).roles] == [
        (1, Role.TITLE, False),
        (3, Role.SECTION, False),
        (5, Role.PASSAGE, True),
        (6, Role.PASSAGE, False),
        (8, Role.PASSAGE, False),
        (10, Role.PASSAGE, True),
        (11, Role.PASSAGE, False),
    ]


def test_elements_stand_on_the_lines_that_they_name() -> None:
    layout = lay_out(
        [
            Title(text="Help", line=2),
            Pair(question="Why?", answer="Because.", line=4, answer_line=7),
            Pair(question="", answer="So.", answer_line=9),
            Prose(text="Else.", line=12),
            Prose(text="And so on.", line=14),
        ]
    )
    assert layout.text.split("\n") == [
        "", "Help", "", "Why?", "", "", "Because.", "", "So.", "", "", "Else.", "", "And so on.", ""
    ]  # fmt: skip


def test_a_passage_of_prose_has_the_place_of_the_part_that_it_begins_in() -> None:
    chunked = _chunk(
        Prose(text="Why?\nBecause of this", place=Place(page=1)),
        Prose(text="and of that.\nWho?\nYou.", place=Place(page=2)),
    )
    assert [(p.question, p.lines, p.place.page) for p in chunked.passages] == [
        ("Why?", (1, 3), 1),
        ("Who?", (4, 5), 2),
    ]


def test_the_title_of_prose_is_the_documents_where_no_element_is() -> None:
    prose = Prose(text="Help\n\nShipping\n\nHow long?\n\nTwo days.\n\nWho pays?\n\nYou do.")
    assert _chunk(prose, Pair(question="Why?", answer="Because.")).title == "Help"


@pytest.mark.parametrize("blank", [Title(text=" "), Prose(text="\n"), Pair(question="", answer=" ")])
def test_what_is_blank_has_no_line(blank: Element) -> None:
    assert lay_out([blank, Pair(question="Why?", answer="Because.")]).text == "Why?\nBecause.\n"


def test_a_blank_section_ends_the_one_above() -> None:
    passages = _chunk(Section(text="Shipping"), Section(text=""), Pair(question="Why?", answer="Because.")).passages
    assert [p.section for p in passages] == [None]


def test_a_heading_as_long_as_a_text_is_one() -> None:
    long = "word " * 51
    passages = _chunk(Section(text=long), Pair(question="Why?", answer="Because.")).passages
    assert [(p.section, p.text) for p in passages] == [(None, long.strip()), (None, "Because.")]


def test_a_pairs_own_section_beats_the_heading_above() -> None:
    pair = Pair(question="Why?", answer="Because.", section=" Re\nturns ")
    (passage,) = _chunk(Section(text="Shipping"), pair).passages
    assert passage.section == "Re turns"
