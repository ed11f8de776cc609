"""Text functions over any script."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain import Span
from app.text import count_words, ends_question, ends_sentence, fold, lines_of, normalise, printable, sentences, trim


def test_a_line_ends_at_the_three_line_ends_and_nowhere_else() -> None:
    text = "a\r\nb\rc\n\nd\x0be\u2028f\x85g"
    assert [text[s.start : s.end] for s in lines_of(text)] == ["a", "b", "c", "", "d\x0be\u2028f\x85g"]


@given(st.text())
def test_lines_and_their_ends_make_up_the_text(text: str) -> None:
    spans = lines_of(text)
    assert "".join(text[s.start : s.end] for s in spans) == text.replace("\r", "").replace("\n", "")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", 0),
        ("How long does it take?", 5),
        ("Où est l’état de ma commande ?", 6),
        ("Доставка за 3 дня", 4),
        ("كم تستغرق مدة التوصيل؟", 4),
        ("मेरा ऑर्डर कब तक आएगा", 5),
        ("返品はできますか", 4),
        ("สวัสดีค่ะ", 2),
        ("🎁 gift", 1),
        ("a" * 81, 2),
        ("👍" * 400, 10),
    ],
)
def test_words_are_counted_in_any_script(text: str, words: int) -> None:
    assert count_words(text) == words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Yes. No!  Why?", ["Yes.", "No!", "Why?"]),
        ("はい。できます！", ["はい。", "できます！"]),
        ('He said "no." Then he left.', ['He said "no."', "Then he left."]),
        ("  one without an end ", ["one without an end"]),
        (" \n ", []),
        ("हाँ। नहीं।", ["हाँ।", "नहीं।"]),
    ],
)
def test_sentences_are_found_and_trimmed(text: str, expected: list[str]) -> None:
    assert [text[s.start : s.end] for s in sentences(text)] == expected


@given(st.text())
def test_sentences_lose_nothing_but_white_space(text: str) -> None:
    kept = "".join(text[s.start : s.end] for s in sentences(text))
    assert "".join(kept.split()) == "".join(text.split())


@pytest.mark.parametrize("text", ["Why?", "なぜ？", "لماذا؟", "Γιατί;", "Γιατί\u037e", "“Why?”", "Really?!", "Ինչու՞"])
def test_a_question_mark_of_any_script_ends_a_question(text: str) -> None:
    assert ends_question(text)


@pytest.mark.parametrize("text", ["Why", "", "yes;", "Why? Because."])
def test_other_ends_do_not_ask(text: str) -> None:
    assert not ends_question(text)


def test_a_sentence_may_end_inside_quotes() -> None:
    assert ends_sentence("He said “no.”")
    assert not ends_sentence("Title”")
    assert not ends_sentence("")


def test_trimming_a_blank_stretch_gives_an_empty_span() -> None:
    assert trim("a   b", 1, 4) == Span(1, 1)


@given(st.text())
def test_normalising_twice_is_normalising_once(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


_MARKS = st.text(st.sampled_from("a\u0301\u0316\u0345\u0344\u0f73\uff9e\u0308\x01 é"), max_size=200)


@given(_MARKS)
def test_normalising_and_folding_many_marks_twice_changes_nothing_more(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)
    assert fold(fold(text)) == fold(text)


@given(st.text(max_size=30))
def test_up_to_thirty_characters_are_normalised_as_unicode_says(text: str) -> None:
    kept = "".join(c for c in text if unicodedata.category(c) not in {"Cc", "Cs"} and c not in "\u0344\u0f73")
    assert normalise(kept) == " ".join(unicodedata.normalize("NFKC", kept).split())


@pytest.mark.parametrize("marks", ["\u0301\u0316", "\u0316\x01\u0301\x01", "\u0f73\uff9e"])
def test_marks_without_end_are_cut_so_that_time_grows_with_their_number_only(marks: str) -> None:
    text = "a" + marks * 20_000  # in canonical order, they would take minutes
    assert len(normalise(text)) <= 1 + 30
    assert fold(text)[0] == "a"


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("ÉCHANGE  et\tretour", "echange et retour"),
        ("Straße", "strasse"),
        ("ｆｕｌｌ ｗｉｄｔｈ", "full width"),
        ("Ёлка", "елка"),
        ("が", "が"),
        ("हिन्दी", "हिन्दी"),
        ("ดี้", "ดี้"),
    ],
)
def test_accents_fold_where_they_are_accents_and_stay_where_they_are_letters(text: str, folded: str) -> None:
    assert fold(text) == unicodedata.normalize("NFC", folded)


def test_what_a_terminal_would_obey_is_not_printed() -> None:
    assert printable("a\x1b[31mb\u202ec\nd\x07") == "a[31mbc\nd"
