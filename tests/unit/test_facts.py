"""What texts of many languages state in figures."""

import time
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.fact_words import fact_words
from app.facts import facts


def stated(text: str) -> list[tuple[str, str]]:
    return [(fact.value, fact.unit) for fact in facts(text)]


@pytest.mark.parametrize(
    "text",
    [
        "within 14 days",
        "within a fortnight, that is two weeks",
        "sous 14 jours",
        "innerhalb von zwei Wochen",
        "en 14 días",
        "entro 14 giorni",
        "em 14 dias",
        "binnen 14 dagen",
        "w ciągu czternastu dni",
        "inom 14 dagar",
        "14 gün içinde",
        "в течение двух недель",
        "خلال ١٤ يومًا",
        "14日以内",
        "十四天内",
        "14일 이내",
        "ภายใน 14 วัน",
        "14 दिनों के भीतर",
        "fourteen (14) days",
        "14 (fourteen) days",
        "a 14-day guarantee",
    ],
)
def test_fourteen_days_are_told_in_any_language(text: str) -> None:
    assert stated(text) == [("14", "days")]


@pytest.mark.parametrize(
    ("text", "value"), [("$0.00001 a call", "0.00001"), ("$1,000,000,000,000 in all", "1000000000000"), ("$0", "0")]
)
def test_an_amount_of_any_size_is_told_without_an_exponent_and_agrees_with_itself(text: str, value: str) -> None:
    (fact,) = facts(text)
    assert fact.value == value
    assert fact.agrees(fact)


def test_groups_of_digits_without_end_take_no_time() -> None:
    started = time.process_time()
    assert stated("111 " * 5_000) == []
    assert time.process_time() - started < 2  # 15 s where each group may begin a number of all that follow


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("48h", 2),
        ("36 hours", 36 / 24),
        ("3 weeks", 3 * 7),
        ("6 Monate", 6 * 365 / 12),
        ("zwölf Monate", 365),
        ("1.5 years", 1.5 * 365),
    ],
)
def test_every_duration_is_told_in_days(text: str, days: float) -> None:
    assert stated(text) == [(f"{days:.10g}", "days")]


@pytest.mark.parametrize(
    "text",
    [
        "3-5 business days",
        "3 to 5 working days",
        "3 à 5 jours ouvrés",
        "3–5 Werktage",
        "de 3 a 5 días hábiles",
        "3-5 giorni lavorativi",
        "3〜5営業日",
        "3-5个工作日",
        "от 3 до 5 рабочих дней",
        "3-5 İŞ GÜNÜ",
    ],
)
def test_a_range_of_business_days_is_one_value_of_its_own_unit(text: str) -> None:
    assert stated(text) == [("3-5", "business_days")]


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("$1,000.50", "1000.5", "USD"),
        ("1.000,50 €", "1000.5", "EUR"),
        ("1 000 €", "1000", "EUR"),
        ("CHF 1'000", "1000", "CHF"),
        ("1,234,567 kr", "1234567", "SEK"),
        ("0.500 €", "0.5", "EUR"),
        ("CA$5", "5", "CAD"),
        ("$5 CAD", "5", "CAD"),
        ("49 zł", "49", "PLN"),
        ("٤٩٫٥ ريال", "49.5", "SAR"),
        ("3000円", "3000", "JPY"),
        ("¥99", "99", "¥"),
        ("30 000원", "30000", "KRW"),
        ("zehn Prozent", "10", "%"),
        ("%20 indirim", "20", "%"),
        ("12,5 %", "12.5", "%"),
        ("10-15 percent", "10-15", "%"),
    ],
)
def test_amounts_and_shares_are_told_however_they_are_written(text: str, value: str, unit: str) -> None:
    assert stated(text) == [(value, unit)]


@pytest.mark.parametrize(
    "text",
    [
        "open 24 hours a day, 7 days a week",
        "7 Tage die Woche",
        "at 10 hours",
        "on 5月7日",
        "since 2020年",
        "sixty five days",
        "based on an item",
        "model A4 days",
        "no figure",
        "",
    ],
)
def test_what_only_looks_like_a_duration_is_none(text: str) -> None:
    assert stated(text) == []


@pytest.mark.parametrize(
    "text", ["Yes, we do.", "Oui !", "Ja. Gern.", "Sí", "はい、可能です。", "是的，可以。", "네, 됩니다", "Да, можно"]
)
def test_an_answer_begins_with_yes(text: str) -> None:
    assert stated(text) == [("yes", "answer")]


@pytest.mark.parametrize("text", ["No, sorry.", "- Non.", "Nein – leider", "いいえ、できません。", "Нет.", "لا، آسف"])
def test_an_answer_begins_with_no(text: str) -> None:
    assert stated(text) == [("no", "answer")]


@pytest.mark.parametrize("text", ["No returns are taken.", "Jacket sizes run small.", "We say yes, often."])
def test_a_word_in_a_sentence_is_no_answer(text: str) -> None:
    assert stated(text) == []


def test_facts_stand_in_the_text_s_order_with_their_words() -> None:
    text = "Yes: return it within 30 days, for $5."
    assert [(text[f.start : f.end], f.value, f.unit) for f in facts(text)] == [
        ("Yes", "yes", "answer"),
        ("30 days", "30", "days"),
        ("$5", "5", "USD"),
    ]


@pytest.mark.parametrize(
    ("one", "other", "agree"),
    [
        ("14 days", "two weeks", True),
        ("one month", "30 days", True),
        ("one year", "12 months", True),
        ("5 days", "3-5 days", True),
        ("3-5 days", "4 days", True),
        ("3-5 days", "5-7 days", False),
        ("14 days", "15 days", False),
        ("14 days", "14 business days", False),
        ("$5", "5 €", False),
        ("Yes.", "Oui.", True),
        ("Yes.", "Non.", False),
    ],
)
def test_facts_agree_that_may_both_be_true(one: str, other: str, agree: bool) -> None:
    (first,), (second,) = facts(one), facts(other)
    assert (first.agrees(second), second.agrees(first)) == (agree, agree)


@given(st.text(st.sampled_from("0123456789.,- €$%dayswekİıſone十天日月 ()٣"), max_size=60))
def test_any_text_is_read_and_spans_slice_it(text: str) -> None:
    assert all(text[fact.start : fact.end].strip() for fact in facts(text))


@pytest.mark.parametrize("change", [str.upper, str.title, lambda word: word.replace("i", "İ")])
def test_a_unit_in_any_case_is_known(change: Callable[[str], str]) -> None:
    words = [word for word in fact_words().days if word.isalpha()]
    assert [word for word in words if not facts(f"30 {change(word)}")] == []


@pytest.mark.parametrize("text", ["1-" * 20_000, "1." * 20_000, "1 000 " * 5_000, "9" * 50_000, "30 " + " " * 50_000])
def test_endless_figures_are_read_in_no_time(text: str) -> None:
    assert facts(text) == []
