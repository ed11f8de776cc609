"""Workers: results and errors come back, refusals come at once, places return."""

import asyncio
import threading
import time

import pytest

from app import logs
from app.api.problems import Overloaded
from app.api.workers import Workers


def fail(message: str) -> None:
    raise ValueError(message)


def test_a_result_comes_back_from_another_thread() -> None:
    name = asyncio.run(Workers(1, 0, patience=10).run(lambda _: threading.current_thread().name, None))
    assert name.startswith("search")


def test_an_error_comes_back_and_frees_the_place() -> None:
    async def scenario() -> int:
        workers = Workers(1, 0, patience=10)
        with pytest.raises(ValueError, match="as it was"):
            await workers.run(fail, "as it was")
        return await workers.run(len, "abc")

    assert asyncio.run(scenario()) == 3


def test_one_more_than_work_and_wait_is_refused_at_once() -> None:
    async def scenario() -> list[object]:
        workers, gate = Workers(2, 1, patience=10), threading.Event()
        taken = [asyncio.create_task(workers.run(gate.wait, 10)) for _ in range(3)]
        await asyncio.sleep(0.05)
        with pytest.raises(Overloaded, match="Try again"):
            await workers.run(gate.wait, 10)
        gate.set()
        return list(await asyncio.gather(*taken))

    assert asyncio.run(scenario()) == [True] * 3


def test_a_running_call_keeps_its_place_until_its_end_though_nobody_waits_for_it() -> None:
    async def scenario() -> None:
        workers, gate = Workers(1, 0, patience=10), threading.Event()
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
        workers, gate = Workers(1, 1, patience=10), threading.Event()
        running, waiting = (asyncio.create_task(workers.run(gate.wait, 10)) for _ in range(2))
        await asyncio.sleep(0.05)
        workers.close()
        gate.set()
        await asyncio.wait([running, waiting])
        return running.result(), waiting.cancelled()

    assert asyncio.run(scenario()) == (True, True)


def test_a_call_whose_turn_comes_too_late_is_refused_without_being_computed() -> None:
    async def scenario() -> list[str]:
        workers, gate, computed = Workers(1, 1, patience=0.02), threading.Event(), list[str]()
        running = asyncio.create_task(workers.run(gate.wait, 10))
        waiting = asyncio.create_task(workers.run(computed.append, "late"))
        await asyncio.sleep(0.05)
        gate.set()
        with pytest.raises(Overloaded, match="waited too long"):
            await waiting
        assert await running
        return computed

    assert asyncio.run(scenario()) == []


def test_places_taken_are_those_of_calls_that_run_or_wait() -> None:
    async def scenario() -> tuple[int, int]:
        workers, gate = Workers(1, 2, patience=10), threading.Event()
        calls = [asyncio.create_task(workers.run(gate.wait, 10)) for _ in range(3)]
        await asyncio.sleep(0.05)
        taken = workers.taken
        gate.set()
        await asyncio.gather(*calls)
        await workers.run(len, "")  # its end comes after the others'
        return taken, workers.taken

    assert asyncio.run(scenario()) == (3, 0)


def test_who_would_wait_too_long_is_refused_before_waiting() -> None:
    async def scenario() -> float:
        workers, gate = Workers(1, 10, patience=2 * 0.14), threading.Event()
        await workers.run(time.sleep, 0.05 / 0.3)  # a usual call takes 0.05, after one that counts for 0.3
        waiting = [asyncio.create_task(workers.run(gate.wait, 10)) for _ in range(3)]  # the last for about 0.1 s
        await asyncio.sleep(0)
        started = time.monotonic()
        with pytest.raises(Overloaded, match="Too many"):
            await workers.run(len, "")
        waited = time.monotonic() - started
        gate.set()
        await asyncio.gather(*waiting)
        return waited

    assert asyncio.run(scenario()) < 0.05


def test_it_is_full_when_every_place_is_taken() -> None:
    async def scenario() -> list[bool]:
        workers, gate, told = Workers(1, 1, patience=10), threading.Event(), list[bool]()
        calls = list[asyncio.Task[bool]]()
        for _ in range(2):
            told.append(workers.is_full)
            calls.append(asyncio.create_task(workers.run(gate.wait, 10)))
            await asyncio.sleep(0)
        told.append(workers.is_full)
        gate.set()
        await asyncio.gather(*calls)
        return told

    assert asyncio.run(scenario()) == [False, False, True]


def test_a_closed_service_refuses_and_keeps_no_place() -> None:
    async def scenario() -> int:
        workers = Workers(1, 0, patience=10)
        workers.close()
        with pytest.raises(Overloaded, match="ending"):
            await workers.run(len, "")
        return workers.taken

    assert asyncio.run(scenario()) == 0


def test_a_search_without_a_thread_to_start_is_refused_and_not_told_of_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_thread(_: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(threading.Thread, "start", no_thread)

    async def scenario() -> int:
        workers = Workers(1, 0, patience=10)
        with pytest.raises(Overloaded, match=r"No thread could be started for this\. Try again"):
            await workers.run(len, "")
        return workers.taken

    assert asyncio.run(scenario()) == 0


def test_in_a_worker_it_is_known_whose_request_is_answered() -> None:
    async def asked(workers: Workers, request_id: str) -> str | None:
        logs.request_id.set(request_id)
        return await workers.run(lambda _: logs.request_id.get(), None)

    async def scenario() -> tuple[str | None, str | None]:
        workers = Workers(1, 1, patience=10)
        first, second = await asyncio.gather(asked(workers, "abc-1"), asked(workers, "abc-2"))
        return first, second

    assert asyncio.run(scenario()) == ("abc-1", "abc-2")
