"""The date that a policy states of itself, in many languages; None where it is not certain."""

from datetime import date

import pytest

from app.corpus.policy_dates import policy_date, written_date

TODAY = date(2026, 11, 22)
MARCH = "2024-03-03"


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("Last updated: March 3, 2024", MARCH),
        ("Last Updated on 3rd March 2024", MARCH),
        ("LAST UPDATED MAR 3, 2024", MARCH),
        ("Last modified: 2024-03-03", MARCH),
        ("(Last revised 3 Mar. 2024)", MARCH),
        ("Last updated 03/14/2024", "2024-03-14"),
        ("Last updated 14/03/2024", "2024-03-14"),
        ("Updated: 2024/03/03", MARCH),
        ("Effective January 1, 2025", "2025-01-01"),
        ("Effective Date: 1 January 2025", "2025-01-01"),
        ("This policy was last updated on March 3rd, 2024 and applies to all orders.", MARCH),
        ("Stand: 01.02.2024", "2024-02-01"),
        ("Stand 3. März 2024", MARCH),
        ("Zuletzt aktualisiert am 3. März 2024", MARCH),
        ("Letzte Aktualisierung: 03.03.24", MARCH),
        ("Letzte Änderung: 03/03/2024", MARCH),
        ("Gültig ab 1. Januar 2025", "2025-01-01"),
        ("Dernière mise à jour : 3 mars 2024", MARCH),
        ("Mis à jour le 1er février 2024", "2024-02-01"),
        ("Dernière modification le 04/03/2024", "2024-03-04"),
        ("En vigueur depuis le 1er août 2023", "2023-08-01"),
        ("Última actualización: 3 de marzo de 2024", MARCH),
        ("Actualizado el 4/3/2024", "2024-03-04"),
        ("Fecha de entrada en vigor: 1 de enero de 2025", "2025-01-01"),
        ("Ultimo aggiornamento: 3 marzo 2024", MARCH),
        ("Aggiornato al 04/03/2024", "2024-03-04"),
        ("In vigore dal 1° gennaio 2025", "2025-01-01"),
        ("Última atualização: 3 de março de 2024", MARCH),
        ("Atualizado em 04/03/2024", "2024-03-04"),
        ("Laatst bijgewerkt op 3 maart 2024", MARCH),
        ("Laatste update: 04-03-2024", "2024-03-04"),
        ("Ostatnia aktualizacja: 3 marca 2024 r.", MARCH),
        ("Obowiązuje od 1 stycznia 2025", "2025-01-01"),
        ("Zaktualizowano 4 listopada 2023", "2023-11-04"),
        ("Дата последнего обновления: 3 марта 2024 г.", MARCH),
        ("Обновлено 04.03.2024", "2024-03-04"),
        ("Редакция от 15 мая 2023 года", "2023-05-15"),
        ("Останнє оновлення: 3 березня 2024 р.", MARCH),
        ("Poslední aktualizace: 3. března 2024", MARCH),
        ("Posledná aktualizácia: 3. marca 2024", MARCH),
        ("Zadnja sprememba: 3. marec 2024", MARCH),
        ("Ultima actualizare: 3 martie 2024", MARCH),
        ("Utoljára frissítve: 2024. március 3.", MARCH),
        ("Hatályos: 2025. január 1-től", "2025-01-01"),
        ("Senast uppdaterad: 3 mars 2024", MARCH),
        ("Sidst opdateret den 3. marts 2024", MARCH),
        ("Sist oppdatert 3. mars 2024", MARCH),
        ("Viimeksi päivitetty 3. maaliskuuta 2024", MARCH),
        ("Päivitetty 3.3.2024", MARCH),
        ("Son güncelleme: 3 Mart 2024", MARCH),
        ("3 Mart 2024 tarihinde güncellenmiştir.", MARCH),
        ("Τελευταία ενημέρωση: 3 Μαρτίου 2024", MARCH),
        ("آخر تحديث: 3 مارس 2024", MARCH),
        ("تاريخ آخر تحديث: ٣ مارس ٢٠٢٤", MARCH),
        ("עודכן לאחרונה: 3 במרץ 2024", MARCH),
        ("अंतिम अपडेट: 3 मार्च 2024", MARCH),
        ("ปรับปรุงล่าสุด: 3 มีนาคม 2567", MARCH),
        ("อัปเดตล่าสุดเมื่อวันที่ 3 มีนาคม 2024", MARCH),
        ("Cập nhật lần cuối: ngày 3 tháng 3 năm 2024", MARCH),
        ("Terakhir diperbarui: 3 Maret 2024", MARCH),
        ("最終更新日:2024年3月3日", MARCH),
        ("2024年3月3日 改定", MARCH),
        ("施行日：令和6年3月3日", MARCH),
        ("最后更新：2024年3月3日", MARCH),
        ("最後更新日期：2024 年 3 月 3 日", MARCH),
        ("更新日期:2024-03-03", MARCH),
        ("生效日期：2025年1月1日", "2025-01-01"),
        ("최종 업데이트: 2024년 3월 3일", MARCH),
        ("시행일자: 2025. 1. 1.", "2025-01-01"),
        ("최종 수정일 2024.03.03", MARCH),
    ],
)
def test_a_policy_states_its_date(line: str, day: str) -> None:
    assert policy_date(f"Returns\n\n{line}\n\nYou may return what you bought.", TODAY) == day


@pytest.mark.parametrize(
    "line",
    [
        "Last updated: 03/04/2024",  # the fourth of March in some countries, the third of April in others
        "Last updated: March 2024",
        "Last updated: recently",
        "Last updated: March 3, 1994",
        "Last updated: March 3, 2028",
        "Last updated: February 30, 2024",
        "Last updated: 2024-13-01",
        "Our sale began on March 3, 2024.",
        "Orders placed after 03.03.2024 ship within two days.",
        "Is your stock updated every day?",
        "We were founded on March 3, 2014, and have effective support.",
        "Call 2024 03 03 for the latest updates.",
        "Standard shipping until 03.03.2024",
        "Son 3 Mart 2024",
        "更新しません。",
        "The newsletter is updated. Read it at leisure, for it is long, and no issue before March 3, 2024 is kept.",
        "",
    ],
)
def test_what_is_no_date_of_the_policy_or_not_certain_is_left_alone(line: str) -> None:
    assert policy_date(f"Returns\n\n{line}\n", TODAY) is None


def test_the_date_may_stand_on_the_next_line() -> None:
    assert policy_date("Last updated\nMarch 3, 2024\n", TODAY) == MARCH


def test_an_update_goes_before_the_day_from_which_a_policy_holds() -> None:
    assert policy_date("Effective January 1, 2025\nLast updated: March 3, 2024\n", TODAY) == MARCH


def test_of_several_updates_the_latest_counts() -> None:
    assert policy_date("Last updated: March 3, 2024\nText.\nLast updated: May 4, 2024", TODAY) == "2024-05-04"


def test_a_date_in_the_foot_of_a_long_text_counts_and_one_in_its_midst_does_not() -> None:
    text = "Sentence.\n" * 100
    assert policy_date(f"{text}Last updated: March 3, 2024\n", TODAY) == MARCH
    assert policy_date(f"{text}Last updated: March 3, 2024\n{text}", TODAY) is None


@pytest.mark.parametrize(
    "written", ["2024-03-03", "2024-03-03T10:00:00Z", "March 3, 2024", "3. März 2024", "3 марта 2024"]
)
def test_a_date_alone_is_read_in_any_language(written: str) -> None:
    assert written_date(written, TODAY) == MARCH


@pytest.mark.parametrize("written", ["", "soon", "03/04/2024", "x 2024-03-03"])
def test_what_is_not_certainly_a_date_is_none(written: str) -> None:
    assert written_date(written, TODAY) is None


def test_today_is_taken_from_the_clock() -> None:
    assert policy_date("Last updated: March 3, 2024") == MARCH


@pytest.mark.parametrize(
    "line",
    [
        "Our catalogue is updated daily. Order by December 24, 2025.",
        "Effective immediately. Founded March 3, 2020",
        "Last updated: see below. Founded 3 March 1999",
        "Besuchen Sie unseren Stand am 12.03.2024 auf der Messe",
    ],
)
def test_a_date_of_something_else_behind_the_words_is_not_the_policys(line: str) -> None:
    assert policy_date(line, TODAY) is None
