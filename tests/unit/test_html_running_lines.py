"""Lines that differ only in numbers, above messages and below sheets, are no part of what is asked and answered."""

import pytest

from app.corpus.elements import Pair
from app.corpus.page.reading import read_page

TALK = (
    "<div class=m><div class=by><b>Ana</b> <time>9:0{n}</time></div><div>What about {q}?</div></div>"
    "<div class=m><div class=by><b>Shop</b> <time>9:1{n}</time></div><div>We have {q}.</div></div>"
)
SHEET = "<div class=s><p><b>What about {q}?</b></p><p>We have {q}.</p><p class=f>Printed, sheet {n} of 9</p></div>"


def _page(pattern: str) -> str:
    return "".join(pattern.format(n=n, q=q) for n, q in enumerate(("bread", "milk", "tea"), 1))


def _pairs(page: str) -> list[tuple[str, str]]:
    return [(each.question, each.answer) for each in read_page(page).elements if isinstance(each, Pair)]


def test_feet_of_sheets_are_in_no_answer() -> None:
    assert [answer for _, answer in _pairs(_page(SHEET))] == ["We have bread.", "We have milk.", "We have tea."]


def test_who_speaks_and_when_is_no_text() -> None:
    dropped = [each.text for each in read_page(_page(TALK)).dropped]
    assert dropped == ["Ana 9:01", "Ana 9:02", "Ana 9:03", "Shop 9:11", "Shop 9:12", "Shop 9:13"]


def test_running_lines_are_told_among_what_was_dropped() -> None:
    dropped = [(each.text, each.reason) for each in read_page(_page(SHEET)).dropped]
    assert dropped == [(f"Printed, sheet {n} of 9", "running title") for n in (1, 2, 3)]


@pytest.mark.parametrize(
    "pattern",
    [
        "<div><h3>Price of {q}?</h3><p class=f>Price {n}</p></div>",
        "<div><h3>{q}?</h3><p>Yes.</p><p class=f>Costs {n}0 euros</p></div>",
        "<div><p class=f>Open from 9:0{n} to 18:00</p><p>Shop for {q}.</p></div>",
        "<div><p class=f>Brought by 1{n}:00</p><p>If you order {q}.</p></div>",
        "<div class=f>Step {n}</div><div>Take {q}.</div>",
        "<div><p>{q}</p><p class=f>{n}</p></div>",
        "<div><p>{q}</p><p>Yes.</p><p class=f>Art</p></div>",
    ],
)
def test_lines_with_numbers_that_are_content_stay(pattern: str) -> None:
    assert read_page(_page(pattern)).dropped == ()
