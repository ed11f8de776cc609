"""Bytes to text: which encodings are told, what is repaired, what is refused, and that nothing else is touched."""

import codecs
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.corpus.decoding import Decoded, decoded
from app.corpus.mojibake import repaired
from app.errors import DocumentError

CORPUS = Path(__file__).parent.parent.parent / "corpus"

TEXTS = {
    "de": ("cp1252", "Wie lange dauert die Lieferung?\nInnerhalb Österreichs zwei Tage, für größere Möbel länger."),
    "fr": ("cp1252", "Où est mon colis ?\nLe délai dépend du pays ; à l’étranger comptez 5 jours – parfois plus."),
    "fr on a Mac": ("mac_roman", "Où est mon colis ?\nLe délai dépend du pays ; à l’étranger comptez 5 jours."),
    "es": (
        "cp1252",
        "¿Cuánto cuesta el envío?\nEl envío a España es gratuito a partir de 40 €; la devolución también.",
    ),
    "pt": ("cp1252", "Quanto custa a devolução?\nA devolução não tem custos até 30 dias após a recepção."),
    "en": ("cp1252", "How long do I have?\nYou have 30 days – that’s all we ask for, “no questions asked”."),
    "pl": ("cp1250", "Ile kosztuje dostawa?\nDostawa na terenie całego kraju jest bezpłatna, również w święta."),
    "tr": ("cp1254", "Kargo ücreti ne kadar?\nYurt içi siparişlerde kargo ücretsizdir, iade işlemi için bize ulaşın."),
    "ru": ("cp1251", "Сколько стоит доставка?\nДоставка по России бесплатная при заказе от трёх тысяч рублей."),
    "ru by KOI8": ("koi8_r", "Сколько стоит доставка?\nДоставка по России бесплатная при заказе от трёх тысяч рублей."),
    "el": ("cp1253", "Πόσο κοστίζει η αποστολή;\nΗ αποστολή είναι δωρεάν για αγορές πάνω από σαράντα ευρώ."),
    "ar": ("cp1256", "كم تكلفة الشحن؟\nالشحن مجاني لجميع الطلبات داخل المملكة ويستغرق ثلاثة أيام عمل."),
    "th": ("cp874", "ค่าจัดส่งเท่าไหร่\nจัดส่งฟรีสำหรับคำสั่งซื้อทุกรายการภายในประเทศ ใช้เวลาสามวันทำการ"),
    "ja": ("cp932", "送料はいくらですか？\n全国どこでも送料は無料です。お届けまで三日ほどかかります。"),
    "zh": ("gb18030", "运费是多少？\n全国范围内免运费，一般三天之内可以送到您的手中，请耐心等待。"),
    "zh-TW": ("big5", "運費是多少？\n全國範圍內免運費，一般三天之內可以送到您的手中，請耐心等待。"),
    "ko": ("cp949", "배송비는 얼마인가요?\n전국 어디든지 배송비는 무료이며 보통 삼일 안에 받아 보실 수 있습니다."),
}


@pytest.mark.parametrize("language", TEXTS)
def test_a_text_in_an_encoding_of_its_language_is_recognised_and_said_to_be(language: str) -> None:
    encoding, text = TEXTS[language]
    told = decoded(text.encode(encoding), "f")
    (note,) = told.notes
    assert told.text == text
    assert note.startswith("not UTF-8; read as ")
    assert note.partition(" has ")[0].endswith(("line 1", "line 2"))


@pytest.mark.parametrize(
    "raw",
    [
        codecs.BOM_UTF8 + "Où?".encode(),
        codecs.BOM_UTF16_LE + "Où?".encode("utf-16-le"),
        codecs.BOM_UTF16_BE + "Où?".encode("utf-16-be"),
        codecs.BOM_UTF32_LE + "Où?".encode("utf-32-le"),
        codecs.BOM_UTF32_BE + "Où?".encode("utf-32-be"),
    ],
)
def test_a_byte_order_mark_tells_the_encoding(raw: bytes) -> None:
    assert decoded(raw, "f") == Decoded("Où?")


@pytest.mark.parametrize(
    ("declared", "text"), [("ISO-8859-1", "5 €"), (" gb2312 ", "鎔"), ("Shift_JIS", "①"), ("windows-1251", "Да")]
)
def test_a_declared_encoding_is_read_as_browsers_do(declared: str, text: str) -> None:
    raw = text.encode({"ISO-8859-1": "cp1252", " gb2312 ": "gbk", "Shift_JIS": "cp932"}.get(declared, declared))
    assert decoded(raw, "f", declared) == Decoded(text)


@pytest.mark.parametrize("declared", ["latin-1", "no such encoding", "a\0b", "hex", ""])
def test_utf_8_is_read_as_such_whatever_is_declared(declared: str) -> None:
    assert decoded("Où?".encode(), "f", declared) == Decoded("Où?")


@pytest.mark.parametrize("declared", [None, "hex", "a\0b", "no such encoding", "utf-8", "ascii"])
@pytest.mark.parametrize(
    ("raw", "line"),
    [
        (b"Why?\n\x81\x8d\x81", 2),
        ("Größe, Füße, Öl,\n Maß".encode() + b"\xe9", 2),
        (b"\x81\x8f\x90" * 9, 1),
    ],
)
def test_what_is_not_sure_is_refused_by_line(raw: bytes, line: int, declared: str | None) -> None:
    with pytest.raises(DocumentError, match=rf"^f: line {line} is not UTF-8 \(byte 0x.*Save the file as UTF-8"):
        decoded(raw, "f", declared)


def test_a_nul_is_no_character_of_a_text() -> None:
    with pytest.raises(DocumentError, match="f: line 2 holds a NUL character"):
        decoded(b"Why?\n\0", "f")


@pytest.mark.parametrize(
    "fine",
    ["livraison gratuite à partir de 40€", "It’s “free”", "Größe", "été", "Доставка бесплатная", "送料は無料です"],
)
def test_utf_8_read_as_latin_1_and_saved_again_is_repaired(fine: str) -> None:
    broken = fine.encode().decode("latin-1")
    told = decoded(f"One – fine.\r\n{broken}\r\n".encode(), "f")
    assert told == Decoded(
        f"One – fine.\r\n{fine}\r\n", ("line 2: UTF-8 read as another encoding and saved again; repaired",)
    )


def test_only_damaged_lines_are_repaired_and_counted() -> None:
    assert repaired("a\nÃ©\nÃO É\nÃ©\n") == (
        "a\né\nÃO É\né\n", ("line 2 and 1 more: UTF-8 read as another encoding and saved again; repaired",)
    )  # fmt: skip


def test_what_cannot_be_repaired_is_reported_and_left() -> None:
    (note,) = decoded("a\nnot\ufffd\n".encode(), "f").notes
    assert note == "line 2: characters that were lost (\ufffd); write them again"


def test_a_long_line_is_repaired_in_pieces_that_part_no_character() -> None:
    fine = "été à 40 € " * 3000
    assert repaired(fine.encode().decode("cp1252", "replace").replace("\ufffd", "\xa0"))[0].count("é") == 6000
    assert repaired("é" * 30_000) == ("é" * 30_000, ())


@pytest.mark.parametrize("path", sorted(CORPUS.glob("*/*.txt")), ids=lambda path: path.name)
def test_the_bundled_texts_stay_byte_for_byte(path: Path) -> None:
    assert decoded(path.read_bytes(), "f") == Decoded(path.read_bytes().decode())


_LETTERS = [
    "aäéñçß",
    "abcčšžł",
    "абвгдйё",
    "αβγδώ",
    "אבגד",
    "ابتث",
    "कखगि",
    "กขคำ",
    "あいう漢字",
    "中文字",
    "한국어",
    "“”–…€ ?!\n",
]


@given(st.sampled_from(_LETTERS).flatmap(lambda letters: st.text(letters + " ab.\n\r", max_size=80)))
def test_a_text_that_is_fine_stays_byte_for_byte(text: str) -> None:
    assert decoded(text.encode(), "f") == Decoded(text)
