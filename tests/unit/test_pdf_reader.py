"""PDF files to titles, sections, pairs and prose; every expected value is what the fixture writes on its pages."""

from itertools import chain

import pytest

from app.corpus.elements import Dropped, Pair, Prose, Reading, Section, Title
from app.corpus.layout import lay_out
from app.corpus.pdf_worker import pdf_text
from app.corpus.readers.pdf import reading_of
from app.domain import Place
from app.errors import DocumentError
from tests.unit.pdf_files import Written, lines, pdf_file

FULL = "This line is as wide as the others of its paragraph, to the very"
"""A line of running text; all lines of the fixtures that are to be full have about its width."""

FULL_WIDTH = "columns stands a line of full width"
LEFT = ["The first on the left is", "and the second, and the", "third on the left, end."]
RIGHT = ["The first on the right is", "and the second, and the", "third on the right, end."]


def _read(content: bytes) -> Reading:
    return reading_of(pdf_text(content), "faq.pdf")


def _texts(content: bytes) -> list[str]:
    return [element.text for element in _read(content).elements if isinstance(element, Prose)]


def _paragraphs(*texts: str) -> list[str]:
    return "".join(_texts(pdf_file(lines(texts)))).split("\n")


def test_wrapped_lines_become_one_paragraph_with_its_page() -> None:
    written = lines([FULL, "end of it. " + FULL[:50], "and here it stops."])
    assert _read(pdf_file([], written)).elements == (
        Prose(text=f"{FULL} end of it. {FULL[:50]} and here it stops.", place=Place(page=2)),
    )


def test_a_wider_gap_parts_paragraphs() -> None:
    written = [*lines([FULL, FULL, "One."]), *lines([FULL, FULL, "Two."], top=640)]
    assert _texts(pdf_file(written)) == [f"{FULL} {FULL} One.\n\n{FULL} {FULL} Two."]


def test_a_line_that_ends_early_ends_its_paragraph() -> None:
    assert _paragraphs(FULL, "Ends early.", FULL, "Hauptstrasse 1", "1010 Wien") == [
        f"{FULL} Ends early.",
        f"{FULL} Hauptstrasse 1",
        "1010 Wien",
    ]


def test_an_indented_line_begins_a_paragraph() -> None:
    end = FULL[:-9] + " an end."
    written = [*lines([FULL, end]), Written(FULL, 62, 676), Written(FULL, 50, 664)]
    assert _texts(pdf_file(written)) == [f"{FULL} {end}\n\n{FULL} {FULL}"]


def test_items_of_a_list_keep_a_line_each() -> None:
    bullets = ["• " + FULL, "goes on", "• Two"]
    assert _paragraphs(*bullets) == [f"• {FULL} goes on", "• Two"]


def test_a_number_opens_an_item_only_where_a_sentence_may_end() -> None:
    told = FULL[:-9] + " an end."
    assert _paragraphs(FULL, "3. " + told, "1. " + told, "2. " + told) == [
        f"{FULL} 3. {told}",
        f"1. {told}",
        f"2. {told}",
    ]


@pytest.mark.parametrize(
    ("above", "below", "joined"),
    [
        ("and more of the guaran-", "tee.", "and more of the guarantee."),
        ("and the well-", "known shop, a well.", "and the well-known shop, a well."),
        ("and the Baden-", "Baden shop.", "and the Baden-Baden shop."),
        ("and pay by e-", "mail.", "and pay by e-mail."),
        (
            "and the cooper-",
            "ation. It is a cooper, for cooperation.",
            "and the cooperation. It is a cooper, for cooperation.",
        ),
    ],
)
def test_a_hyphen_at_the_end_of_a_line_is_dropped_where_it_parts_a_word(above: str, below: str, joined: str) -> None:
    start = "W" * (50 - len(above))
    assert _paragraphs(f"{start} {above}", below) == [f"{start} {joined}"]


def test_the_only_largest_line_is_the_title_and_headings_above_text_are_questions() -> None:
    page = [
        Written("Returns policy", 50, 760, size=20),
        *lines([FULL, "An introduction."], top=730),
        Written("How do I return it?", 50, 690, size=14),
        *lines([FULL, "With the label."], top=670),
        Written("Costs", 50, 620, size=14),
        Written("Sale items", 50, 600, bold=True),
        *lines([FULL, "Exchange only."], top=580),
    ]
    assert _read(pdf_file(page)).elements == (
        Title(text="Returns policy"),
        Prose(text=f"{FULL} An introduction.", place=Place(page=1)),
        Pair(question="How do I return it?", answer=f"{FULL} With the label.", place=Place(page=1)),
        Section(text="Costs"),
        Pair(question="Sale items", answer=f"{FULL} Exchange only.", place=Place(page=1)),
    )


def test_bold_tells_no_heading_where_most_is_bold() -> None:
    assert _texts(pdf_file([*lines([FULL, FULL, "Bold."], bold=True), *lines(["Plain."], top=600)])) == [
        f"{FULL} {FULL} Bold.\n\nPlain."
    ]


def test_a_bold_line_within_a_paragraph_is_no_heading() -> None:
    page = [
        Written(FULL, 50, 700),
        Written(FULL.lower(), 50, 688, bold=True),
        Written("and an end.", 50, 676),
        *lines([FULL], top=600),
    ]
    assert _texts(pdf_file(page)) == [f"{FULL} {FULL.lower()} and an end.\n\n{FULL}"]


def test_columns_are_read_one_after_the_other() -> None:
    left, right = LEFT, RIGHT
    page = [
        Written(f"Above both {FULL_WIDTH}", 50, 730),
        *chain.from_iterable(zip(lines(left, top=700), lines(right, x=220, top=699), strict=True)),
        Written(f"Below both {FULL_WIDTH}", 50, 640),
    ]
    assert _texts(pdf_file(page)) == [
        f"Above both {FULL_WIDTH}\n\n{' '.join(LEFT)}\n\n{' '.join(RIGHT)}\n\nBelow both {FULL_WIDTH}"
    ]


def test_a_paragraph_goes_on_in_the_next_column() -> None:
    left, right = [*LEFT[:2], "third on the left goes"], ["on at the right, where", *RIGHT[1:]]
    assert _texts(pdf_file([*lines(left), *lines(right, x=220)])) == [f"{' '.join(left)} {' '.join(right)}"]


def test_a_paragraph_goes_on_below_on_the_next_page() -> None:
    elements = _read(pdf_file(lines([FULL, FULL]), lines([FULL.lower(), "and ends."]))).elements
    assert elements == (
        Prose(text=f"{FULL} {FULL}", place=Place(page=1)),
        Prose(text=f"{FULL.lower()} and ends.", place=Place(page=2)),
    )
    assert lay_out(elements).text == f"{FULL} {FULL}\n{FULL.lower()} and ends.\n"


def test_cells_of_a_row_stand_on_one_line() -> None:
    rows = [["Country", "Cost", "Days"], ["Spain", "4.90 €", "5"], ["Italy", "12 €", "14"]]
    table = [Written(cell, 50 + 90 * c, 660 - 14 * r) for r, row in enumerate(rows) for c, cell in enumerate(row)]
    assert _texts(pdf_file([*lines([FULL, "Prices:"]), *table, *lines(["No others."], top=600)])) == [
        f"{FULL} Prices:\n\nCountry | Cost | Days\nSpain | 4.90 € | 5\nItaly | 12 € | 14\n\nNo others."
    ]


def test_a_wide_gap_in_one_line_alone_is_no_table() -> None:
    assert _texts(pdf_file([Written("Total", 50, 700), Written("4 €", 200, 700)])) == ["Total 4 €"]


def test_what_repeats_over_pages_is_a_running_title() -> None:
    pages = [
        [
            Written("Fieldstone", 50, 770, size=8),
            *lines([f"Only page {n} says {word}."]),
            Written(f"Page {n}", 50, 30, size=8),
        ]
        for n, word in ((1, "one"), (2, "two"), (3, "three"))
    ]
    reading = _read(pdf_file(*pages))
    assert [element.text.strip() for element in reading.elements if isinstance(element, Prose)] == [
        "Only page 1 says one.",
        "Only page 2 says two.",
        "Only page 3 says three.",
    ]
    assert reading.dropped[:2] == (
        Dropped("Fieldstone", "running title", Place(page=1)),
        Dropped("Page 1", "running title", Place(page=1)),
    )
    assert len(reading.dropped) == 6


def test_on_one_page_nothing_repeats() -> None:
    assert _texts(pdf_file([Written("1", 50, 30), Written("Words.", 50, 700)])) == ["Words.\n\n1"]


@pytest.mark.parametrize(
    ("drawn", "read"),
    [
        ("؟نحشلا قرغتسي مك", "كم يستغرق الشحن؟"),
        (".(17 ىلإ 9 نم) 920001234 مقرلاب لصتا", "اتصل بالرقم 920001234 (من 9 إلى 17)."),
        ("?חולשמה הלוע המכ", "כמה עולה המשלוח?"),
        ("Write in עברית here", "Write in תירבע here"),
        ("返品はできますか？", "返品はできますか？"),
        ("คืนสินค้าได้ไหม", "คืนสินค้าได้ไหม"),
        ("क्या मैं लौटा सकता हूँ?", "क्या मैं लौटा सकता हूँ?"),
        ("배송은 얼마나 걸리나요?", "배송은 얼마나 걸리나요?"),
        ("Как вернуть товар?", "Как вернуть товар?"),
    ],
)
def test_text_of_any_script_is_read_in_its_own_order(drawn: str, read: str) -> None:
    assert _texts(pdf_file([Written(drawn, 50, 700, any_script=True)])) == [read]


def test_lines_without_spaces_between_words_are_joined_without_one() -> None:
    page = [
        Written(text, 50, 700 - 12 * n, any_script=True)
        for n, text in enumerate(["商品到着後七日以内であれば", "返品できます。"])
    ]
    assert _texts(pdf_file(page)) == ["商品到着後七日以内であれば返品できます。"]


def test_text_that_runs_up_the_margin_stands_behind_the_page() -> None:
    assert _texts(pdf_file([Written("Turned words", 20, 300, turned=True), *lines([FULL])])) == [
        f"{FULL}\n\nTurned words"
    ]


def test_columns_of_a_leftward_script_begin_at_the_right() -> None:
    right, left = ["אבגדהוזח טיכלמנ סעפצקרשת", "אבגדהוזח טיכלמנ סעפצקרשת", "אבגדהוזח טיכלמנ סעפצקרש."], "קרשת"
    page = [
        Written(text, x, 700 - 12 * n, any_script=True)
        for x, texts in ((50, [left * 6] * 3), (220, right))
        for n, text in enumerate(texts)
    ]
    assert _texts(pdf_file(page))[0].startswith(right[0][::-1])


def test_an_invisible_text_layer_is_read() -> None:
    assert _texts(pdf_file([Written("Recognised", 50, 700, hidden=True)])) == ["Recognised"]


def test_a_page_without_a_text_layer_is_told() -> None:
    scanned = pdf_file(lines([FULL]), [Written(" ", 50, 700)])
    assert _read(scanned).notes == ("page 2 has no text layer: run text recognition (OCR) over it, or give its text",)
    assert _read(pdf_file(lines([FULL]), [])).notes == ()  # nothing is drawn on it


def test_a_file_without_a_text_layer_is_refused() -> None:
    with pytest.raises(DocumentError, match=r"^faq.pdf: no page has a text layer. Run text recognition"):
        _read(pdf_file([], drawing=b"0 0 600 800 re f\n"))


def test_characters_that_a_font_does_not_tell_are_told() -> None:
    page = [*lines(["Some."]), Written("\ue000" * 9, 50, 600, any_script=True)]
    untold = pdf_file(page).replace(b"<e000> <e0ff> <e000>\n", b"")
    (note,) = _read(untold).notes
    assert note.startswith("page 1: its fonts do not tell what 9 of its characters are: run text recognition (OCR)")


@pytest.mark.parametrize(
    ("told", "title"),
    [
        ("Returns  policy", "Returns policy"),
        ("Microsoft Word - returns.doc", None),
        ("policy_v3.indd", None),
        ("", None),
    ],
)
def test_the_title_is_the_metadata_s_where_that_is_one(told: str, title: str | None) -> None:
    assert _read(pdf_file(lines([FULL]), title=told)).title == title
