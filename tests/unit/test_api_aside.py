"""Work in a thread of its own: its result, its error, and no thread that the process would wait for."""

import asyncio
import threading

import pytest

from app.api.aside import aside


def test_what_the_work_gives_is_given() -> None:
    assert asyncio.run(aside(lambda: 7)) == 7


def test_what_the_work_raises_is_raised() -> None:
    with pytest.raises(ZeroDivisionError):
        asyncio.run(aside(lambda: 1 / 0))


def test_the_end_of_the_process_does_not_wait_for_its_thread() -> None:
    assert asyncio.run(aside(lambda: threading.current_thread().daemon))
