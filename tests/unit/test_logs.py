"""Log lines: one a record whatever it says, and never a wait, whoever reads them."""

import io
import json
import logging
import logging.config
import os
import sys
import threading
import time
import warnings
from collections.abc import Iterator

import pytest

from app import logs
from app.logs import JsonFormat, Lines, TextFormat

HOSTILE = "first\nsecond\r\x1b[31m\x85\u2028\u202e\ud800"
"""Line ends of all kinds, a terminal's escape, an override of the direction, half a character."""
QUERY = "where is my parcel"
ESCAPED = r"first\nsecond\r\x1b[31m\x85\u2028\u202e\ud800"


@pytest.fixture(autouse=True)
def _on_a_busy_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logs, "_PATIENCE", 10)


def record(message: object = "Said", *args: object, fields: dict[str, object] | None = None) -> logging.LogRecord:
    made = logging.LogRecord("app.part", logging.WARNING, __file__, 1, message, args, None)
    made.created = 1_795_348_847.5  # 2026-11-22 12:00:47.5 UTC
    made.__dict__["fields"] = fields or {}  # as `extra` does it
    return made


def failed(message: str) -> logging.LogRecord:
    made = record("Failed")
    try:
        raise ValueError(message)
    except ValueError:
        made.exc_info = sys.exc_info()
    return made


@pytest.fixture
def asked() -> Iterator[None]:
    token = logs.request_id.set("abc-1")
    yield
    logs.request_id.reset(token)


def test_json_says_when_how_bad_who_and_what() -> None:
    assert json.loads(JsonFormat().format(record("%d of %s", 3, "them", fields={"status": 200, "key_id": None}))) == {
        "time": "2026-11-22T12:00:47.500Z",
        "level": "warning",
        "logger": "app.part",
        "message": "3 of them",
        "status": 200,
        "key_id": None,
    }


@pytest.mark.usefixtures("asked")
def test_what_is_logged_while_a_request_is_answered_has_its_id() -> None:
    assert json.loads(JsonFormat().format(record()))["request_id"] == "abc-1"
    assert "request_id=abc-1" in TextFormat().format(record())


def test_text_is_a_line_to_read_without_what_there_is_not() -> None:
    line = TextFormat().format(record(fields={"status": 200, "key_id": None}))
    assert line == "2026-11-22T12:00:47.500Z  warning  Said  status=200"


def test_a_value_in_text_cannot_pass_for_another_field() -> None:
    line = TextFormat().format(record(fields={"query": 'a" status=500', "status": 200}))
    assert line.endswith(r'Said  query="a\" status=500" status=200')


def test_a_traceback_is_one_field_in_json() -> None:
    line = JsonFormat().format(failed("broken"))
    assert len(line.splitlines()) == 1
    place, code, kind = json.loads(line)["traceback"].split("\n")
    assert (place.endswith("in failed"), code.strip(), kind) == (True, "raise ValueError(message)", "ValueError")


def test_a_traceback_is_indented_in_text_so_that_none_of_its_lines_passes_for_a_record() -> None:
    first, *others = TextFormat().format(failed("broken")).split("\n")
    assert first.endswith("Failed")
    assert all(line.startswith("    ") for line in others)
    assert others[-1] == "    ValueError"


@pytest.fixture
def quoting() -> logging.LogRecord:
    """Of a fault and those that led to it, each of which says the query."""
    made = record("Failed")
    try:
        refuse(QUERY)
    except RuntimeError as exc:
        made.exc_info = type(exc), exc, exc.__traceback__
    return made


def refuse(query: str) -> None:
    try:
        look_up(query)
    except OSError as exc:
        exc.add_note(query)
        raise RuntimeError(query) from exc


def look_up(query: str) -> None:
    try:
        raise ExceptionGroup(query, [KeyError(query)])
    except ExceptionGroup:
        raise OSError(query)  # noqa: B904 - as where nobody thinks of it


def test_what_led_to_an_error_is_told_before_it(quoting: logging.LogRecord) -> None:
    lines = json.loads(JsonFormat().format(quoting))["traceback"].split("\n")
    assert [line for line in lines if line[0] != " "] == ["KeyError", "ExceptionGroup", "OSError", "RuntimeError"]


@pytest.mark.parametrize("form", [JsonFormat(), TextFormat()])
def test_no_error_is_quoted_nor_one_that_led_to_it(form: logging.Formatter, quoting: logging.LogRecord) -> None:
    assert QUERY not in form.format(quoting)


def test_of_a_task_that_failed_unseen_asyncios_own_words_are_kept_alone() -> None:
    made = record("Task exception was never retrieved\nfuture: <Task exception=ValueError('where is my parcel')>")
    made.name = "asyncio"
    assert json.loads(JsonFormat().format(made))["message"] == "Task exception was never retrieved"


def test_of_a_very_long_traceback_the_end_is_kept() -> None:
    made = record("Failed")
    try:
        descend(400)
    except RecursionError as exc:
        made.exc_info = type(exc), exc, exc.__traceback__
    told = json.loads(JsonFormat().format(made))["traceback"]
    assert 16_000 < len(told) < 16_384
    assert told.endswith("\nRecursionError")


def descend(steps: int) -> None:
    """By turns, as lines that repeat are not written again and again."""
    if steps % 2:
        descend(steps - 1)
    if steps == 0:
        raise RecursionError
    descend(steps - 1)


@pytest.mark.parametrize("form", [JsonFormat(), TextFormat()])
def test_nothing_that_a_line_says_ends_it_or_moves_the_rest(form: logging.Formatter) -> None:
    line = form.format(record("%s", HOSTILE, fields={"route": HOSTILE}))
    assert len(line.splitlines()) == 1
    assert line.isprintable()


def test_what_cannot_be_seen_is_escaped_and_every_script_is_left_to_read() -> None:
    assert json.loads(JsonFormat().format(record(HOSTILE)))["message"] == ESCAPED
    assert logs.visible("où, где, どこ, कहाँ, 🎁") == "où, где, どこ, कहाँ, 🎁"


def test_a_value_that_json_does_not_know_is_written_as_text() -> None:
    assert json.loads(JsonFormat().format(record(fields={"at": OSError("no")})))["at"] == "no"


class Gate:
    """Writes into a list, once it is open."""

    def __init__(self) -> None:
        self.opened, self.began = threading.Event(), threading.Event()
        self.written: list[bytes] = []

    def __call__(self, line: bytes) -> None:
        self.began.set()
        self.opened.wait(10)
        self.written.append(line)


@pytest.fixture
def gate() -> Iterator[Gate]:
    gate = Gate()
    yield gate
    gate.opened.set()


def test_lines_are_written_in_order_by_another_thread(gate: Gate) -> None:
    lines = Lines(gate)
    gate.opened.set()
    lines.handle(record("first"))
    lines.handle(record("second"))
    lines.flush()
    assert (b"".join(gate.written), lines.dropped) == (b"first\nsecond\n", 0)


def test_lines_that_find_no_room_are_dropped_and_counted(gate: Gate) -> None:
    lines = Lines(gate, most=2)
    lines.handle(record("being written"))
    assert gate.began.wait(5)
    lines.handle(record("waits"))
    lines.handle(record("waits too"))
    lines.handle(record("dropped"))
    assert lines.dropped == 1
    gate.opened.set()
    lines.flush()
    assert b"".join(gate.written) == b"being written\nwaits\nwaits too\n"


def test_a_record_that_cannot_be_formatted_is_counted_and_stays_silent(capfd: pytest.CaptureFixture[str]) -> None:
    lines = Lines(lambda _: None)
    lines.handle(record("%d", "no number"))
    assert lines.dropped == 1
    assert capfd.readouterr().err == ""


def test_lines_that_cannot_be_written_are_counted_and_the_next_ones_are_tried() -> None:
    def full(line: bytes) -> None:
        raise OSError("No space left on device")

    lines = Lines(full)
    lines.handle(record())
    lines.handle(record())
    lines.flush()
    assert lines.dropped == 2


@pytest.fixture
def unread(monkeypatch: pytest.MonkeyPatch) -> Iterator[Lines]:
    """Lines into a pipe that nobody reads from."""
    monkeypatch.setattr(logs, "_PATIENCE", 0.05)
    reading, writing = os.pipe()
    lines = Lines(lambda line: os.write(writing, line), most=50)
    yield lines
    os.close(reading)  # what waits fails now
    monkeypatch.setattr(logs, "_PATIENCE", 10)
    lines.flush()
    os.close(writing)


def fill(lines: Lines, count: int) -> float:
    """How many seconds it took to log so many lines of ten thousand letters."""
    started = time.perf_counter()
    for _ in range(count):
        lines.handle(record("x" * 10_000))
    return time.perf_counter() - started


def test_a_reader_that_stops_reading_holds_up_nobody(unread: Lines) -> None:
    assert fill(unread, 200) < 1
    unread.flush()
    assert unread.dropped >= 200 - 50 - 51  # all but those that wait, and those that the thread has taken before


def started(form: str, capfd: pytest.CaptureFixture[str]) -> str:
    """What stands on standard error after one line of ours and one of a library, each at INFO."""
    logging.config.dictConfig(logs.config(form))
    logging.getLogger("app.part").info("Said")
    logging.getLogger("library").info("Chatter")
    logs.flush()
    return capfd.readouterr().err


@pytest.mark.usefixtures("logging_as_before")
def test_our_lines_and_a_librarys_warnings_go_to_standard_error(capfd: pytest.CaptureFixture[str]) -> None:
    lines = started("json", capfd).splitlines()
    assert [json.loads(line)["message"] for line in lines] == ["Said"]
    logging.getLogger("library").warning("Beware")
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        warnings.warn("Odd", stacklevel=1)
    logs.flush()
    assert [json.loads(line)["logger"] for line in capfd.readouterr().err.splitlines()] == ["library", "py.warnings"]


@pytest.mark.usefixtures("logging_as_before")
def test_text_is_written_where_it_is_asked_for(capfd: pytest.CaptureFixture[str]) -> None:
    assert started("text", capfd).endswith("  info     Said\n")


class Terminal(io.StringIO):
    """A stream that says that it is one."""

    def isatty(self) -> bool:
        return True


@pytest.mark.usefixtures("logging_as_before")
def test_without_a_choice_a_terminal_gets_text_and_everything_else_json(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert json.loads(started("auto", capfd))["message"] == "Said"
    monkeypatch.setattr(sys, "stderr", Terminal())
    assert started("auto", capfd).endswith("  info     Said\n")


@pytest.mark.usefixtures("logging_as_before")
def test_with_standard_error_closed_from_the_start_no_file_that_took_its_number_is_written_to(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stderr", None)
    assert started("auto", capfd) == ""
    assert logs.dropped() == 1
