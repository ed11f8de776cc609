"""Languages of documents and of short queries."""

from pathlib import Path

import pytest

from app.languages import Detection, QueryLanguage, detect_document_language

FRENCH = "Nous acceptons les retours dans un délai de trente jours après la livraison de votre commande."


@pytest.fixture(scope="module")
def query_language() -> QueryLanguage:
    return QueryLanguage()


def test_a_document_s_language_is_told_with_confidence() -> None:
    detected = detect_document_language(FRENCH)
    assert detected.language == "fr"
    assert detected.confidence > 0.9


def test_telling_twice_gives_the_same() -> None:
    mixed = FRENCH + " We accept returns within thirty days after your order was delivered to you."
    assert len({detect_document_language(mixed) for _ in range(5)}) == 1


def test_chinese_is_one_language() -> None:
    assert detect_document_language("我们接受在收到货物后三十天内退货。请保持商品完好。").language == "zh"


def test_a_text_without_letters_has_no_language() -> None:
    assert detect_document_language("12 345") == Detection(None, 0.0)


@pytest.mark.parametrize(
    ("query", "language"),
    [
        ("how long does delivery take", "en"),
        ("combien de temps pour la livraison", "fr"),
        ("Wie lange dauert die Lieferung?", "de"),
        ("¿cuánto tarda el envío?", "es"),
        ("сколько идёт доставка", "ru"),
        ("كم يستغرق التوصيل", "ar"),
        ("配送多久", "zh"),
        ("送料はいくら", "ja"),
        ("배송 기간", "ko"),
        ("จัดส่งกี่วัน", "th"),
        ("डिलीवरी में कितना समय लगता है", "hi"),
        ("πόσο διαρκεί η αποστολή", "el"),
    ],
)
def test_a_short_query_s_language_is_told(query_language: QueryLanguage, query: str, language: str) -> None:
    assert query_language(query) == language


@pytest.mark.parametrize("query", ["", "123", "🎁", "ᚠᚢᚦ"])
def test_a_query_that_tells_nothing_has_no_language(query_language: QueryLanguage, query: str) -> None:
    assert query_language(query) is None


def test_without_room_for_the_model_the_script_tells_what_it_can(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("py3langid.langid.MODEL_FILE", str(tmp_path / "nowhere"))
    scripts_only = QueryLanguage()
    assert (scripts_only("จัดส่งกี่วัน"), scripts_only("配送多久の"), scripts_only("How long?")) == ("th", "ja", None)
    assert "script alone" in caplog.text
