"""Words that stand for others in texts, whole and in any script."""

import pytest

from app.corpus.synonyms import Variant, WordGroups


@pytest.mark.parametrize(
    ("words", "text", "expected"),
    [
        (("colis", "paquet"), "Où est mon Colis ?", "Où est mon paquet ?"),
        (("reçu", "facture"), "Mon RECU, svp", "Mon facture, svp"),
        (("envoi", "colis"), "Le prix de l'envoi et de l’envoi", "Le prix de l'colis et de l’colis"),
        (("frais de port", "postage"), "Les frais  de port, s'il vous plaît", "Les postage, s'il vous plaît"),
        (("送料", "配送料"), "送料はいくらですか", "配送料はいくらですか"),
        (("ค่าส่ง", "ค่าจัดส่ง"), "ค่าส่งเท่าไหร่", "ค่าจัดส่งเท่าไหร่"),
        (("доставка", "пересылка"), "Сколько стоит Доставка?", "Сколько стоит пересылка?"),
        (("शिपिंग", "डिलीवरी"), "शिपिंग मुफ़्त है", "डिलीवरी मुफ़्त है"),
        (("x1", "Model X"), "Is the X1 waterproof?", "Is the Model X waterproof?"),
    ],
)
def test_the_other_word_stands_in_the_place_of_the_one(words: tuple[str, ...], text: str, expected: str) -> None:
    (variant,) = WordGroups([words]).variants(None, text)
    assert variant == Variant(0, words[1], None, expected)


@pytest.mark.parametrize("text", ["Le colissimo est en route.", "Port et frais de", "Rien", ""])
def test_parts_of_words_and_of_phrases_are_none(text: str) -> None:
    assert list(WordGroups([("colis", "paquet"), ("frais de port", "postage")]).variants(text, text)) == []


def test_question_and_text_are_replaced_together_and_once_for_each_other_word() -> None:
    groups = WordGroups([("colis", "paquet", "envoi")])
    assert list(groups.variants("Mon colis ?", "Un colis met trois jours, tout colis.")) == [
        Variant(0, "paquet", "Mon paquet ?", "Un paquet met trois jours, tout paquet."),
        Variant(0, "envoi", "Mon envoi ?", "Un envoi met trois jours, tout envoi."),
    ]


def test_a_word_that_is_there_already_needs_no_row() -> None:
    groups = WordGroups([("colis", "paquet", "envoi")])
    (variant,) = groups.variants("Mon colis ?", "Votre paquet arrive.")
    assert variant == Variant(0, "envoi", "Mon envoi ?", "Votre envoi arrive.")


def test_of_words_that_overlap_the_longer_is_replaced() -> None:
    groups = WordGroups([("gift", "gift card", "voucher")])
    assert [variant.text for variant in groups.variants(None, "A gift card.")] == ["A voucher."]


def test_groups_do_not_touch_each_other() -> None:
    groups = WordGroups([("parcel", "package"), ("free", "gratis")])
    assert [(each.group, each.text) for each in groups.variants(None, "A free parcel")] == [
        (0, "A free package"),
        (1, "A gratis parcel"),
    ]
