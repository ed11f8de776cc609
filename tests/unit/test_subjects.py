"""Whether texts are about the same thing, by their words."""

import pytest

from app.subjects import Subject, are_known, foreign, same_words, stated, telling


def of(question: str, text: str, language: str = "en") -> Subject:
    asked = telling(question, language)
    return Subject(asked, asked | telling(text, language))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            ("How long do I have to return an item?", "Return it."),
            ("What is your return policy?", "We accept returns."),
        ),
        (("When is delivery free?", "Orders ship for free."), ("Do you offer free shipping?", "Shipping is free.")),
        (("Can I cancel my order?", ""), ("Can I cancel my order after placing it?", "")),
    ],
)
def test_questions_in_other_words_have_one_subject(one: tuple[str, str], other: tuple[str, str]) -> None:
    assert of(*one).is_that_of(of(*other))
    assert of(*other).is_that_of(of(*one))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("How long does shipping to France take?", "How long does shipping to Spain take?"),
        ("How much is standard shipping?", "How much is express shipping?"),
        ("How long is the warranty?", "How long does it take?"),
        ("How do I return a wet raincoat?", "How do I return?"),
    ],
)
def test_questions_for_something_else_have_two(one: str, other: str) -> None:
    assert not of(one, "").is_that_of(of(other, ""))


def test_forms_of_a_word_are_one_word() -> None:
    assert same_words(frozenset({"ship", "returned"}), frozenset({"shipping", "returns"}))
    assert foreign(frozenset({"ship", "wrap"}), frozenset({"shirt"})) == {"ship", "wrap"}


@pytest.mark.parametrize(
    ("denying", "other", "language"),
    [
        ("We do not accept returns.", "We accept returns.", "en"),
        ("We don't accept returns.", "We accept returns.", "en"),
        ("Nous ne livrons pas en Corse.", "Nous livrons en Corse.", "fr"),
        ("Wir nehmen keine Retouren an.", "Wir nehmen Retouren an.", "de"),
    ],
)
def test_a_sentence_denies_another_by_a_negation_alone(denying: str, other: str, language: str) -> None:
    assert stated(denying, language).is_denied
    assert stated(denying, language).opposite == stated(other, language)
    assert stated(other, language).opposite == stated(denying, language)


@pytest.mark.parametrize("other", ["We do not accept returns.", "We never accept returns.", "We accept gifts."])
def test_sentences_that_both_deny_or_speak_of_other_things_do_not_oppose_each_other(other: str) -> None:
    assert stated("We do not accept returns.", "en").opposite != stated(other, "en")


def test_only_listed_languages_are_known() -> None:
    assert [are_known(language) for language in ("en", "ja", None)] == [True, False, False]
