"""Workers: results and errors come back, refusals come at once, places return."""

import asyncio
import threading

import pytest

from app.api.problems import Overloaded
from app.api.workers import Workers


def fail(message: str) -> None:
    raise ValueError(message)


def test_a_result_comes_back_from_another_thread() -> None:
    assert asyncio.run(Workers(1, 0).run(lambda _: threading.current_thread().name, None)).startswith("search")


def test_an_error_comes_back_and_frees_the_place() -> None:
    async def scenario() -> int:
        workers = Workers(1, 0)
        with pytest.raises(ValueError, match="as it was"):
            await workers.run(fail, "as it was")
        return await workers.run(len, "abc")

    assert asyncio.run(scenario()) == 3


def test_one_more_than_work_and_wait_is_refused_at_once() -> None:
    async def scenario() -> list[object]:
        workers, gate = Workers(2, 1), threading.Event()
        taken = [asyncio.create_task(workers.run(gate.wait, 10)) for _ in range(3)]
        await asyncio.sleep(0.05)
        with pytest.raises(Overloaded, match="Try again"):
            await workers.run(gate.wait, 10)
        gate.set()
        return list(await asyncio.gather(*taken))

    assert asyncio.run(scenario()) == [True] * 3


def test_a_running_call_keeps_its_place_until_its_end_though_nobody_waits_for_it() -> None:
    async def scenario() -> None:
        workers, gate = Workers(1, 0), threading.Event()
        running = asyncio.create_task(workers.run(gate.wait, 10))
        await asyncio.sleep(0.05)
        running.cancel()
        await asyncio.wait([running])
        with pytest.raises(Overloaded):
            await workers.run(len, "")
        gate.set()

    asyncio.run(scenario())


def test_closing_cancels_what_waits_and_lets_the_rest_end() -> None:
    async def scenario() -> tuple[bool, bool]:
        workers, gate = Workers(1, 1), threading.Event()
        running, waiting = (asyncio.create_task(workers.run(gate.wait, 10)) for _ in range(2))
        await asyncio.sleep(0.05)
        workers.close()
        gate.set()
        await asyncio.wait([running, waiting])
        return running.result(), waiting.cancelled()

    assert asyncio.run(scenario()) == (True, True)
