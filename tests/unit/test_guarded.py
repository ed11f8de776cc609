"""Calls that fail or hang: what is told of them, and how many may hang."""

import logging
import threading
import time
from collections.abc import Iterator

import pytest

from app.breaker import Breaker
from app.guarded import MOST_FAILURES, MOST_LATE, Answered, Guarded

SOON, LONG = 0.01, 10.0


class Hanging:
    """Answers when it is let go."""

    def __init__(self) -> None:
        self.let_go = threading.Event()
        self.calls = 0

    def __call__(self, number: int) -> int:
        self.calls += 1
        assert self.let_go.wait(LONG)
        return 2 * number


@pytest.fixture
def hanging() -> Iterator[Hanging]:
    hanging = Hanging()
    yield hanging
    hanging.let_go.set()


def never_open() -> Breaker:
    return Breaker(1_000_000, 0.0)


def ask(guarded: Guarded[int, int], number: int = 4, *, seconds: float = LONG) -> Answered[int] | None:
    return guarded.answer(guarded.ask(number), time.monotonic() + seconds)


def divided(number: int) -> int:
    return 12 // number


def test_an_answer_in_time_is_told_even_if_it_is_nothing() -> None:
    assert ask(Guarded("divider", divided)) == Answered(3)
    nothing: Guarded[int, None] = Guarded("nothing", lambda _: None)
    assert nothing.answer(nothing.ask(1), time.monotonic() + LONG) == Answered(None)


def test_a_failure_is_no_answer_and_logged_by_its_kind_without_its_words(caplog: pytest.LogCaptureFixture) -> None:
    guarded = Guarded("divider", divided)
    assert ask(guarded, 0) is None
    assert caplog.messages == ["The divider failed (ZeroDivisionError); searches go on without it."]
    assert guarded.problem == caplog.messages[0]


def test_the_problem_is_over_with_the_next_answer() -> None:
    guarded = Guarded("divider", divided)
    ask(guarded, 0)
    ask(guarded, 1)
    assert guarded.problem is None


def test_what_takes_too_long_is_not_waited_for(hanging: Hanging, caplog: pytest.LogCaptureFixture) -> None:
    started = time.monotonic()
    assert ask(Guarded("sleeper", hanging), seconds=SOON) is None
    assert time.monotonic() - started < LONG / 2
    assert "no answer in time" in caplog.text


def test_after_failures_in_a_row_nothing_is_asked(hanging: Hanging) -> None:
    guarded = Guarded("sleeper", hanging)
    told = [ask(guarded, seconds=SOON) for _ in range(MOST_FAILURES + 2)]
    assert (told, hanging.calls) == ([None] * (MOST_FAILURES + 2), MOST_FAILURES)


def test_an_answer_between_failures_starts_the_count_again() -> None:
    guarded, few = Guarded("divider", divided), [0] * (MOST_FAILURES - 1)
    told = [ask(guarded, number) for number in (*few, 4, *few, 4)]
    assert [one for one in told if one] == [Answered(3), Answered(3)]


def test_no_more_calls_hang_than_may_and_one_that_ends_makes_room(hanging: Hanging) -> None:
    guarded = Guarded("sleeper", hanging, never_open())
    assert [ask(guarded, seconds=0.0) for _ in range(MOST_LATE + 3)] == [None] * (MOST_LATE + 3)
    assert hanging.calls <= MOST_LATE
    hanging.let_go.set()
    wait_until_answered(guarded)


def wait_until_answered(guarded: Guarded[int, int]) -> None:
    deadline = time.monotonic() + LONG
    while ask(guarded) != Answered(8):
        assert time.monotonic() < deadline
        time.sleep(0.001)


def test_failures_do_not_count_as_calls_that_hang() -> None:
    guarded = Guarded("divider", divided, never_open())
    assert [ask(guarded, 0) for _ in range(2 * MOST_LATE)] == [None] * 2 * MOST_LATE
    assert ask(guarded) == Answered(3)


def test_without_a_thread_to_start_a_call_has_failed_like_any_other(monkeypatch: pytest.MonkeyPatch) -> None:
    guarded = Guarded("divider", divided)
    monkeypatch.setattr(threading.Thread, "start", no_thread)
    assert [ask(guarded) for _ in range(MOST_FAILURES)] == [None] * MOST_FAILURES
    assert guarded.problem == "The divider failed (RuntimeError); searches go on without it."
    assert guarded.ask(4) is None


def no_thread(_: threading.Thread) -> None:
    raise RuntimeError("can't start new thread")


def test_a_timeout_that_the_work_itself_raises_is_told_as_such(caplog: pytest.LogCaptureFixture) -> None:
    def late(_: int) -> int:
        raise TimeoutError

    caplog.set_level(logging.WARNING)
    assert ask(Guarded("remote", late)) is None
    assert "(TimeoutError)" in caplog.text


def test_an_abandoned_process_does_not_wait_for_what_hangs(hanging: Hanging) -> None:
    ask(Guarded("abandoned", hanging), seconds=SOON)
    (thread,) = (thread for thread in threading.enumerate() if thread.name == "abandoned")
    assert thread.daemon
