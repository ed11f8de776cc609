"""Pages of the wild's shape come back whole: which passages are found, where, and what is left out for which reason."""

from pathlib import Path

import pytest

from app.corpus.elements import Dropped, Pair, Prose, Reading, Section, Title
from app.corpus.page.reading import read_page
from app.corpus.readers import reader_of
from app.domain import Place

FORMATS = Path(__file__).parent.parent / "formats"


def _read(name: str) -> Reading:
    return read_page((FORMATS / name).read_text(encoding="utf-8"))


def _pair(question: str, answer: str, *, section: str = "", anchor: str | None = None) -> Pair:
    return Pair(question=question, answer=answer, section=section, place=Place(anchor=anchor))


def test_a_page_of_a_hosted_shop_is_read_with_its_closed_answers() -> None:
    reading = _read("shop_faq.html")
    assert (reading.title, reading.url) == ("Questions", "https://lumen.example/pages/questions")
    assert reading.elements == (
        Title(text="Questions"),
        Prose(text="Not answered here? Write to Maud (hello@lumen.example)."),
        Section(text="Delivery"),
        _pair(
            "When does my candle leave you?",
            "Within two days:\n\n- Monday to Friday\n  - before noon: the same day\n- Saturday: on Monday",
            section="Delivery",
            anchor="ship",
        ),
        _pair(
            "Following a parcel",
            "Open the tracker here (https://parcels.example/t).",
            section="Delivery",
            anchor="track",
        ),
        Section(text="Candles"),
        _pair("Are they vegan?", "All of them,\neven the wick.", section="Candles", anchor="vegan"),
        _pair("How long does one burn?", "Size | Hours\nSmall | 20\nLarge | 55", section="Candles", anchor="burn"),
    )


def test_what_a_hosted_shop_shows_around_its_page_is_dropped_with_a_reason() -> None:
    assert _read("shop_faq.html").dropped == (
        Dropped("Skip to content", "hidden"),
        Dropped("Menu Candles Gifts", "navigation"),
        Dropped("We bake cookies. Do you like them? Yes", "banner"),
        Dropped("Company Lumen & Wick makes candles. E-mail", "footer"),
    )


def test_what_an_article_tells_machines_and_visitors_is_told_once_unless_it_differs() -> None:
    reading = _read("help_article.html")
    assert (reading.title, reading.updated) == ("Kann ich meine Adresse ändern?", "2026-02-17")
    assert reading.elements == (
        _pair("Kann ich meine Adresse ändern?", "Ja, bis das Paket gepackt ist."),
        Prose(text="Schreiben Sie uns gleich nach der Bestellung, dann schaffen wir es noch vor dem Packen."),
        _pair("Was kostet das?", "Fünf Euro.", anchor="kosten"),
        _pair("Was kostet das?", "Nichts.", anchor="kosten"),
        Section(text=""),
        _pair("Wie lange geht das?", "Zwei Stunden."),
    )
    assert [each.reason for each in reading.dropped] == ["navigation", "navigation", "banner", "navigation", "repeat"]


def test_structured_data_that_cannot_be_read_is_a_note() -> None:
    assert [note.partition(":")[0] for note in _read("help_article.html").notes] == [
        "its JSON-LD (schema.org) cannot be read and was left out"
    ]


def test_bold_paragraphs_of_a_blog_are_its_headings() -> None:
    reading = _read("blog_page.html")
    assert reading.updated == "2025-11-03"
    assert reading.elements == (
        Section(text="Ordering"),
        _pair("Do you sell samples?", "Yes, ten grams each.", section="Ordering"),
        _pair("Can I pay by invoice?", "Only companies can.", section="Ordering"),
        _pair("Gift cards", "We send them as a PDF.", section="Ordering"),
        _pair("Is there a shop?", "In Leith, Quay 4.", section="Ordering", anchor="faq-9"),
        Section(text=""),
        Prose(text="Q: Do you ship abroad?\n\nA: To the whole of Europe.\n\nQ: How much is it?\n\nA: Eight pounds."),
    )


def test_a_policy_keeps_its_lists_tables_and_levels() -> None:
    reading = _read("policy.html")
    assert reading.updated == "2025-03-03"
    assert reading.elements == (
        _pair("Shipping policy", "Last updated: 3 March 2025\n\nWe ship from Ghent."),
        _pair(
            "Rates",
            "Zone | Price\nBelgium | 4\xa0EUR\nElsewhere | 9\xa0EUR\n\nFree above 60\xa0EUR.",
            anchor="rates",
        ),
        _pair(
            "Islands",
            "1. Ask first:\n   1. by mail\n   2. by telephone\n2. Wait.",
            section="Rates",
            anchor="islands",
        ),
        Section(text="Late parcels"),
        _pair("Within Belgium", "Call the courier.\n\nMon  9-17\nTue  9-12", section="Late parcels"),
        _pair("Abroad", "Call us (+3291234567).", section="Late parcels"),
    )
    assert [each.text for each in reading.dropped] == ["Rates", "Late parcels"]


def test_an_arabic_page_of_nothing_but_classes_is_read() -> None:
    assert _read("arabic.html").elements == (
        Title(text="الأسئلة الشائعة"),
        _pair("هل الشحن مجاني؟", "نعم، فوق 200 ريال."),
        _pair("طرق الدفع", "مدى وفيزا.\n\nوالدفع عند الاستلام."),
        _pair("كم يستغرق التوصيل؟", "ثلاثة أيام."),
        Prose(text="لم تجد جوابك؟ اتصل بنا."),
    )


@pytest.mark.parametrize("name", ["shop/faq.html", "shop/FAQ.HTM", "shop/faq.xhtml"])
def test_the_ending_of_its_name_makes_a_file_a_page(name: str) -> None:
    assert reader_of(name).__module__ == "app.corpus.readers.html"
