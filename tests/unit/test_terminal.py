"""What the command line prints fits the terminal, whatever the script."""

import sys
from contextlib import redirect_stdout
from io import BytesIO, StringIO, TextIOWrapper

import pytest
from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from app import terminal

TEXTS = {
    "latin": "Zurück kommt das Geld, sobald wir die Ware haben, auf dem Weg, auf dem bezahlt wurde. " * 3,
    "japanese": "返品用のラベルは、ご注文から10日以内にお問い合わせいただいたお客様にのみお送りしております。" * 3,
    "thai": "การจัดส่งระหว่างประเทศใช้เวลาเจ็ดถึงสิบห้าวันทำการขึ้นอยู่กับประเทศปลายทาง" * 3,
    "arabic": "يستغرق الشحن الدولي من سبعة إلى خمسة عشر يوم عمل حسب البلد. " * 3,
    "emoji": "👩\u200d👩\u200d👧 frei 🎁🎁🎁 in 🇩🇪🇫🇷🇮🇹 ❤️ " * 6,
    "combining": "Cafe\u0301 nai\u0308ve A\u030angstro\u0308m " * 8,
    "unbroken": "x" * 300,
}


def _console(width: int) -> Console:
    return Console(file=StringIO(), force_terminal=True, width=width, color_system=None)


@pytest.mark.parametrize("script", TEXTS)
@pytest.mark.parametrize("width", [24, 60, 80])
def test_every_line_fits_and_nothing_is_lost(script: str, width: int) -> None:
    lines = terminal.fitted(_console(width), Text(TEXTS[script]), beside=3)
    assert max(cell_len(line.plain) for line in lines) <= width - 3
    assert "".join("".join(line.plain.split()) for line in lines) == "".join(TEXTS[script].split())


def test_wide_characters_fill_the_line() -> None:
    lines = terminal.fitted(_console(23), Text(TEXTS["japanese"]), beside=3)
    assert cell_len(lines[0].plain) == 20


def test_a_line_is_no_longer_than_people_like_to_read() -> None:
    lines = terminal.fitted(_console(200), Text(TEXTS["latin"]), beside=3)
    assert 90 < max(cell_len(line.plain) for line in lines) <= 100


def test_wrapping_leaves_no_line_of_white_space() -> None:
    lines = terminal.fitted(_console(23), Text("aaa " + "b" * 40 + " ccc\n\nddd"), beside=3)
    assert [line.plain.strip() for line in lines] == ["aaa", "b" * 20, "b" * 20, "ccc", "", "ddd"]


def test_a_pipe_gets_lines_as_they_are() -> None:
    console = Console(file=StringIO(), width=20)
    text = "x" * 300 + "\n\n" + "y"
    assert [line.plain for line in terminal.fitted(console, Text(text), beside=3)] == ["x" * 300, "", "y"]


def test_lines_stand_below_each_other_behind_a_wide_margin() -> None:
    out = StringIO()
    terminal.print_beside(Console(file=out), Text("日本 "), [Text("one"), Text(""), Text("two")])
    assert out.getvalue() == "日本 one\n\n     two\n"


def test_a_character_that_the_locale_does_not_know_is_a_question_mark(monkeypatch: pytest.MonkeyPatch) -> None:
    written = BytesIO()
    monkeypatch.setattr(sys, "stdout", TextIOWrapper(written, encoding="ascii"))
    terminal.open_console().print("für 返")
    sys.stdout.flush()
    assert written.getvalue() == b"f?r ?\n"


def test_output_may_be_caught_in_memory() -> None:
    with redirect_stdout(StringIO()) as out:
        terminal.open_console().print("für")
    assert out.getvalue() == "für\n"
