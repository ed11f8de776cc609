"""Feedback is kept by one thread; a store that is stuck makes nothing else wait, and says so quickly."""

import asyncio
import logging
import threading
from datetime import UTC, datetime

import pytest

from app.api.feedback_keeping import FeedbackKeeper
from app.api.problems import FeedbackUnavailable
from app.errors import DataFolderError
from app.feedback import Feedback

GIVEN = Feedback(datetime(2026, 11, 22, tzinfo=UTC), "free shipping", "alpine:1", "alpine", "g", helpful=True)


class Store:
    """Keeps while its gate is open."""

    def __init__(self) -> None:
        self.gate, self.kept, self.closed = threading.Event(), list[Feedback](), False
        self.gate.set()

    def keep(self, given: Feedback) -> None:
        self.gate.wait(10)
        self.kept.append(given)

    def close(self) -> None:
        self.closed = True


class Broken(Store):
    """Cannot keep anything."""

    def keep(self, given: Feedback) -> None:
        raise DataFolderError("The disk is full.")


def test_what_is_kept_is_kept_when_the_caller_is_told() -> None:
    store = Store()
    asyncio.run(FeedbackKeeper(store).keep(GIVEN))
    assert store.kept == [GIVEN]


def test_a_stuck_store_holds_seventeen_and_the_rest_is_told_at_once() -> None:
    store = Store()

    async def scenario() -> list[BaseException | None]:
        keeper = FeedbackKeeper(store)
        store.gate.clear()
        tasks = [asyncio.create_task(keeper.keep(GIVEN)) for _ in range(60)]
        told, waiting = await asyncio.wait(tasks, timeout=0.1)
        store.gate.set()
        await asyncio.gather(*waiting)
        return [task.exception() for task in told]

    refusals = asyncio.run(scenario())
    assert len(store.kept) == 1 + 16
    assert {(type(each), str(each)) for each in refusals} == {
        (FeedbackUnavailable, "Feedback comes faster than it can be kept. Try again later.")
    }


def test_a_stuck_store_leaves_everybody_elses_threads_alone() -> None:
    async def scenario() -> int:
        store = Store()
        keeper = FeedbackKeeper(store)
        store.gate.clear()
        waiting = [asyncio.create_task(keeper.keep(GIVEN)) for _ in range(17)]
        await asyncio.sleep(0)
        free = await asyncio.wait_for(asyncio.to_thread(len, "free"), 1)
        store.gate.set()
        await asyncio.gather(*waiting)
        return free

    assert asyncio.run(scenario()) == len("free")


def test_why_a_store_fails_is_told_to_the_log_only(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR), pytest.raises(FeedbackUnavailable, match="the service's log says why"):
        asyncio.run(FeedbackKeeper(Broken()).keep(GIVEN))
    assert caplog.messages == ["Feedback was not kept: The disk is full."]


def test_without_a_store_nothing_is_kept_and_closing_is_fine() -> None:
    keeper = FeedbackKeeper(None)
    with pytest.raises(FeedbackUnavailable, match="keeps no feedback"):
        asyncio.run(keeper.keep(GIVEN))
    keeper.close()


def test_closing_closes_the_store() -> None:
    store = Store()
    FeedbackKeeper(store).close()
    assert store.closed
