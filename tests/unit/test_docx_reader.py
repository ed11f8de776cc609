"""DOCX files to titles, sections, pairs and prose."""

from io import BytesIO
from zipfile import ZipFile

import pytest

from app.corpus.elements import Dropped, Element, Pair, Prose, Reading, Section, Title
from app.corpus.raw_file import RawFile
from app.corpus.readers import reader_of
from app.corpus.registry import DocumentEntry
from app.domain import Place
from app.errors import DocumentError
from tests.unit.docx_files import bold, docx_file, item, paragraph, run, table, zipped


def _read(content: bytes) -> Reading:
    return reader_of("shop/faq.docx")(RawFile(content, DocumentEntry("shop/faq.docx", "shop", 1), "faq.docx"))


def _elements(*body: str) -> tuple[Element, ...]:
    return _read(docx_file("".join(body))).elements


def _text(*body: str) -> str:
    return "".join(element.text for element in _elements(*body) if isinstance(element, Prose))


def test_styles_tell_title_sections_and_questions() -> None:
    assert _elements(
        paragraph("Warranty terms", "Titel"),
        paragraph("Valid from May."),
        paragraph("What is covered", "H1"),
        paragraph("Faults, for two years."),
        paragraph("Claims", "H1"),
        paragraph("How do I make a claim?", "H2"),
        paragraph("Write to us."),
        paragraph("Who pays?", "Own"),
        paragraph("We do."),
        paragraph("And then?", properties='<w:outlineLvl w:val="2"/>'),
        paragraph("Wait."),
    ) == (
        Title(text="Warranty terms"),
        Prose(text="Valid from May."),
        Pair(question="What is covered", answer="Faults, for two years."),
        Section(text="Claims"),
        Pair(question="How do I make a claim?", answer="Write to us."),
        Pair(question="Who pays?", answer="We do."),
        Pair(question="And then?", answer="Wait."),
    )


def test_a_heading_above_questions_of_plain_text_is_their_section() -> None:
    body = [
        paragraph("Shipping", "H1"),
        paragraph("Q: Where to?"),
        paragraph("A: Anywhere."),
        paragraph("Costs", "H1"),
        paragraph("None."),
    ]
    assert _elements(paragraph("Shop", "Titel"), *body) == (
        Title(text="Shop"),
        Section(text="Shipping"),
        Prose(text="Q: Where to?\n\nA: Anywhere."),
        Section(text=""),
        Pair(question="Costs", answer="None."),
    )


def test_a_pair_below_another_section_s_heading_names_its_own() -> None:
    body = [
        paragraph("A", "H1"),
        paragraph("Q?", "H2"),
        paragraph("B", "H1"),
        paragraph("Text."),
        paragraph("R?", "H2"),
    ]
    assert _elements(*body) == (
        Section(text="A"),
        Pair(question="Q?", answer=""),
        Section(text=""),
        Pair(question="B", answer="Text."),
        Pair(question="R?", answer="", section="B"),
    )


def test_a_bold_paragraph_is_a_question_and_a_bold_sentence_is_not() -> None:
    styled = paragraph("", inner=run("Who pays?", '<w:rStyle w:val="Strong"/>'))
    assert _elements(
        paragraph("Hello."), styled, paragraph("We do."), bold("Please note this."), bold("Sale"), paragraph("No.")
    ) == (
        Prose(text="Hello."),
        Pair(question="Who pays?", answer="We do.\n\nPlease note this."),
        Pair(question="Sale", answer="No."),
    )


def test_bold_can_be_switched_off() -> None:
    off = paragraph("", inner=run("Who pays?", '<w:rStyle w:val="Strong"/><w:b w:val="0"/>'))
    assert _text(off, paragraph("We do.")) == "Who pays?\n\nWe do."


def test_lists_keep_their_numbers_and_bullets() -> None:
    items = [
        item("c"),
        item("d"),
        item("in d", 1),
        item("too", 1),
        item("deep", 2),
        item("bare", 3),
        item("e"),
        item("f", 1),
    ]
    assert _text(
        paragraph("Steps:"), *items, paragraph("x", "Items"), paragraph("y", "Items"), item("z", 7), item("z", 0, 9)
    ) == ("Steps:\n\n3. c\n4. d\n4a) in d\n4b) too\nI deep\n\nbare\n\n5. e\n5a) f\n• x\n• y\n\nz\n\nz")


def test_numbers_beyond_letters_and_in_kinds_unknown_are_written() -> None:
    from app.corpus.docx_numbering import written_number

    told = [
        written_number(n, kind)
        for n, kind in ((28, "upperLetter"), (1994, "lowerRoman"), (0, "upperRoman"), (7, "chicago"))
    ]
    assert told == ["BB", "mcmxciv", "0", "7"]


def test_what_tracked_changes_inserted_is_kept_and_what_they_deleted_is_not() -> None:
    inserted = f"<w:ins>{run(' in Europe')}</w:ins>"
    deleted = "<w:del><w:r><w:delText>and Asia</w:delText></w:r></w:del>"
    reading = _read(docx_file(paragraph("We pay", inner=inserted + deleted) + f"<w:ins>{paragraph('New.')}</w:ins>"))
    assert reading.elements == (Prose(text="We pay in Europe\n\nNew."),)
    assert reading.dropped == (Dropped("and Asia", "hidden"),)


def test_headers_footers_and_comments_are_dropped_and_told() -> None:
    parts = {
        "header": paragraph("Fieldstone"),
        "footer": paragraph("Page 1"),
        "comments": paragraph("Really?"),
        "webSettings": "",
    }
    assert _read(docx_file(paragraph("Words."), parts)).dropped == (
        Dropped("Fieldstone", "running title"),
        Dropped("Page 1", "running title"),
        Dropped("Really?", "hidden"),
    )


def test_hidden_text_and_contents_are_dropped_and_told() -> None:
    hidden = paragraph("Words.", inner=run("secret", "<w:vanish/>"))
    reading = _read(docx_file(paragraph("Costs 3", "TOC1") + paragraph("", "TOC1") + hidden))
    assert reading.elements == (Prose(text="Words."),)
    assert reading.dropped == (Dropped("Costs 3", "navigation"), Dropped("secret", "hidden"))


def test_notes_stand_below_the_paragraph_that_refers_to_them() -> None:
    kinds = (("footnote", 7), ("endnote", 1), ("endnote", 2))
    refer = "".join(f'<w:r><w:{kind}Reference w:id="{number}"/></w:r>' for kind, number in kinds)
    parts = {
        "footnotes": f'<w:footnote w:id="7">{paragraph("Not sweets.")}</w:footnote>',
        "endnotes": f'<w:endnote w:id="1">{paragraph("Nor drinks.")}</w:endnote>',
    }
    assert _read(docx_file(paragraph("All goods", inner=refer) + paragraph("End."), parts)).elements == (
        Prose(text="All goods[1][2][3]\n[1] Not sweets.\n[2] Nor drinks.\n\nEnd."),
    )


def test_links_fields_controls_signs_and_formulas_are_text() -> None:
    inner = (
        f"<w:hyperlink>{run('here')}</w:hyperlink><w:r><w:tab/><w:t>a</w:t><w:br/><w:t>b</w:t><w:noBreakHyphen/></w:r>"
        '<w:r><w:sym w:char="F0FC"/><w:sym w:char="2714"/><w:sym w:char="F0FF"/><w:sym w:char="x"/></w:r>'
        "<w:r><w:instrText>PAGE</w:instrText></w:r><m><t>x²</t></m>"
    )
    wrapped = f"<w:sdt><w:sdtContent>{paragraph('Click ', inner=inner)}</w:sdtContent></w:sdt>"
    assert _text(wrapped) == "Click here\ta\nb-✓✔x²"


def test_text_boxes_are_read_once() -> None:
    box = f"<w:txbxContent>{paragraph('Boxed.')}</w:txbxContent>"
    drawn = f"<w:r><AlternateContent><Choice>{box}</Choice><Fallback>{box}</Fallback></AlternateContent></w:r>"
    assert _text(paragraph("Above.", inner=drawn)) == "Above.\n\nBoxed."


def test_bookmarks_are_anchors_up_to_the_next_heading() -> None:
    mark, back = '<w:bookmarkStart w:name="costs"/>', '<w:bookmarkStart w:name="_GoBack"/>'
    assert _elements(
        paragraph("Costs?", "H1", inner=mark), paragraph("None."), paragraph("And?", "H1", inner=back)
    ) == (
        Pair(question="Costs?", answer="None.", place=Place(anchor="costs")),
        Pair(question="And?", answer=""),
    )


def test_a_table_whose_header_names_its_columns_is_of_pairs() -> None:
    reading = _read(docx_file(table(("Frage", "Antwort"), ("Kosten", "Keine."))))
    assert reading.elements == (Pair(question="Kosten", answer="Keine."),)
    assert reading.dropped == (Dropped("Frage | Antwort", "running title"),)


def test_a_table_that_asks_in_all_of_its_first_column_is_of_pairs() -> None:
    assert _elements(table(("Where?", "Here."), ("When?", "Now."))) == (
        Pair(question="Where?", answer="Here."),
        Pair(question="When?", answer="Now."),
    )


def test_a_table_that_asks_in_most_of_its_first_column_is_of_pairs() -> None:
    assert _elements(table(("Where?", "Here."), ("When?", "Now."), ("Our address", "By the sea."))) == (
        Pair(question="Where?", answer="Here."),
        Pair(question="When?", answer="Now."),
        Pair(question="Our address", answer="By the sea."),
    )


def test_a_table_with_a_question_that_nothing_stands_beside_is_of_lines() -> None:
    assert _text(table(("Where?", "Here."), ("When?", "Now."), ("Why?", ""))) == "Where? | Here.\nWhen? | Now.\nWhy?"


def test_a_sentence_set_like_headings_that_ask_is_a_question_where_text_answers_it() -> None:
    asked = (
        bold("Where?"),
        paragraph("Here."),
        bold("Tell us when."),
        paragraph("Now."),
        bold("Write to us."),
        bold("So?"),
    )
    assert [e.question for e in _elements(*asked) if isinstance(e, Pair)] == ["Where?", "Tell us when.", "So?"]


def test_a_long_sentence_set_like_headings_that_ask_is_text() -> None:
    asked = bold("Where?"), paragraph("Here."), bold("so " * 25 + "on."), paragraph("Now.")
    assert [e.question for e in _elements(*asked) if isinstance(e, Pair)] == ["Where?"]


def test_the_rows_of_another_table_are_lines() -> None:
    inner = f"<w:tbl><w:tr><w:tc>{table(('In', 'ner'))}</w:tc><w:tc>{paragraph('x')}</w:tc></w:tr></w:tbl>"
    assert _text(paragraph("Fees:"), table(("Country", "Fee"), ("Spain", "4 €"), ("", "")), inner) == (
        "Fees:\n\nCountry | Fee\nSpain | 4 €\n\nIn | ner | x"
    )


def test_a_table_of_pairs_within_a_cell_is_text() -> None:
    row = f"<w:tr><w:tc>{table(('Where?', 'Here.'))}</w:tc><w:tc>{paragraph('x')}</w:tc></w:tr>"
    outer = f"<w:tbl><w:sdt><w:sdtContent>{row}</w:sdtContent></w:sdt></w:tbl>"
    assert _text(outer) == "Where? Here. | x"


def test_a_table_of_one_column_is_a_frame() -> None:
    assert _elements(table(("Words.",), ("More.",))) == (Prose(text="Words.\n\nMore."),)


@pytest.mark.parametrize(("told", "title"), [("Warranty", "Warranty"), ("terms_v2.docx", None)])
def test_the_title_is_the_property_s_where_that_is_one(told: str, title: str | None) -> None:
    assert _read(docx_file(paragraph("Words."), title=told)).title == title


def test_a_file_without_styles_and_lists_is_read() -> None:
    assert _read(docx_file(paragraph("Words.", "H1") + item("x"), styled=False)).elements == (
        Prose(text="Words.\n\nx"),
    )


_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (b"", "not a DOCX file, or a damaged one"),
        (docx_file("")[:300], "not a DOCX file, or a damaged one"),
        (zipped({"word/document.xml": b"<x/>"}), "not a DOCX file, or a damaged one"),
        (zipped({"content.xml": b"<x/>"}), "word/document.xml is missing"),
        (docx_file("<w:p>"), "Open it in a word processor, and save it as .docx once more"),
        (docx_file("<w:p>" * 300 + "</w:p>" * 300), "not a DOCX file, or a damaged one"),
        (_OLE + b"WordDocument", r"an old Word file \(.doc\), whatever its name"),
        (_OLE + "EncryptedPackage".encode("utf-16-le"), "encrypted with a password. Save a copy without one"),
        (zipped({"word/document.xml": bytes((64 << 20) + 1)}), "unpacks to 67,108,865 bytes in 1 parts"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_what_to_do(content: bytes, complaint: str) -> None:
    with pytest.raises(DocumentError, match=complaint) as refused:
        _read(content)
    assert str(refused.value).startswith("faq.docx: ")


def test_entities_are_not_expanded() -> None:
    entities = b'<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY f SYSTEM "file:///etc/passwd">]>'
    with ZipFile(BytesIO(docx_file(paragraph("Words.@")))) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    files["word/document.xml"] = entities + files["word/document.xml"].replace(b"@", b"&a;&f;")
    with pytest.raises(DocumentError, match="Entity 'a' not defined"):
        _read(zipped(files))
