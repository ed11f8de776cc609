"""The served generation is exchanged between two requests, and kept where no better one can be had."""

import asyncio
import logging
import threading
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from app.api import engines
from app.api.engines import Engines, Index
from app.api.problems import NotReady
from app.errors import IndexCorrupt, IndexMissing
from app.search import Searcher

Make = Callable[[str], Searcher]


class Folder:
    """An index folder in memory: what `CURRENT` names, and what loading it gives."""

    def __init__(self, make: Make) -> None:
        self.make, self.current = make, "first"
        self.refused: tuple[str, ...] = ()
        self.fault: Exception | None = None
        self.loaded: list[str] = []
        self.settled = 0
        self.unseen: Exception | None = None
        self.unsettled: Exception | None = None

    def load(self) -> Searcher:
        self.loaded.append(self.current)
        if self.fault:
            raise self.fault
        made = self.make(self.current)
        made.generation = replace(made.generation, refused=self.refused)
        return made

    def wanted(self) -> str:
        if self.unseen:
            raise self.unseen
        if self.current == "":
            raise IndexMissing("Nothing is here.")
        return self.current

    def settle(self) -> None:
        self.settled += 1
        if self.unsettled:
            raise self.unsettled


@pytest.fixture
def make(searcher: Searcher) -> Make:
    """Makes searchers over generations that differ in name only."""

    def made(name: str) -> Searcher:
        generation = searcher.generation
        renamed = replace(generation, manifest=replace(generation.manifest, generation=name))
        return Searcher(renamed, searcher._understanding)

    return made


@pytest.fixture
def folder(make: Make) -> Folder:
    return Folder(make)


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engines, "LOOK_EVERY", 0.005)


class Watched:
    """Engines over a folder, and what they told."""

    def __init__(self, folder: Folder) -> None:
        self.told: list[str] = []
        index = Index(folder.load, folder.wanted, folder.settle)
        self.engines = Engines(index, served=self.told.append, refused=lambda: self.told.append("refused"))

    async def until(self, so: Callable[[], bool]) -> None:
        async with asyncio.timeout(5):
            while not so():
                await asyncio.sleep(0.001)

    def run(self, story: Callable[[], Awaitable[None]]) -> None:
        """`story`, while the watch goes on."""

        async def told() -> None:
            await self.engines.start()
            watching = asyncio.create_task(self.engines.watch())
            await story()
            watching.cancel()

        asyncio.run(told())


def test_another_generation_is_noticed_loaded_once_and_settled(folder: Folder) -> None:
    watched = Watched(folder)

    async def story() -> None:
        folder.current = "second"
        await watched.until(lambda: watched.engines.engine.generation == "second")
        await watched.until(lambda: folder.settled == 1)

    watched.run(story)
    assert (watched.told, folder.loaded) == (["first", "second"], ["first", "second"])
    assert watched.engines.problem is None


def test_what_cannot_be_loaded_is_told_once_and_the_served_one_stays(
    folder: Folder, caplog: pytest.LogCaptureFixture
) -> None:
    watched = Watched(folder)

    async def story() -> None:
        folder.current, folder.fault = "second", IndexCorrupt("passages.jsonl does not match its checksum.")
        await watched.until(lambda: watched.engines.problem is not None)
        await asyncio.sleep(0.03)  # several looks

    with caplog.at_level(logging.ERROR):
        watched.run(story)
    assert (watched.engines.engine.generation, folder.loaded) == ("first", ["first", "second"])
    assert watched.engines.problem == "passages.jsonl does not match its checksum."
    assert watched.told == ["first", "refused"]
    assert "passages.jsonl" in caplog.text


def test_an_older_one_in_place_of_a_damaged_one_is_the_one_that_is_served_already(folder: Folder) -> None:
    watched = Watched(folder)

    async def story() -> None:
        before = watched.engines.engine
        folder.refused = ("second is damaged",)  # and loading gives "first" again
        watched.engines.look_now()
        await watched.until(lambda: len(folder.loaded) == 2)
        await watched.until(lambda: watched.engines.problem == "second is damaged")
        assert watched.engines.engine is before

    watched.run(story)
    assert watched.told == ["first", "refused"]


def test_a_generation_that_is_whole_again_is_served_when_somebody_says_so(folder: Folder) -> None:
    watched = Watched(folder)

    async def story() -> None:
        folder.current, folder.fault = "second", IndexCorrupt("damaged")
        await watched.until(lambda: watched.engines.problem == "damaged")
        folder.fault = None
        assert await watched.engines.reload() == "second"

    watched.run(story)
    assert watched.engines.problem is None


def test_a_folder_that_is_gone_changes_nothing(folder: Folder) -> None:
    watched = Watched(folder)

    async def story() -> None:
        folder.current = ""
        await watched.until(lambda: watched.engines.problem == "Nothing is here.")
        folder.current = "first"
        await watched.until(lambda: watched.engines.problem is None)

    watched.run(story)
    assert (watched.engines.engine.generation, folder.loaded) == ("first", ["first"])


@pytest.mark.parametrize("fault", [MemoryError("at /secret/path"), OSError(24, "Too many open files")])
def test_whatever_keeps_it_from_looking_is_told_once_and_it_looks_again(
    folder: Folder, fault: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    watched = Watched(folder)

    async def story() -> None:
        folder.unseen = fault
        await watched.until(lambda: watched.engines.problem is not None)
        assert "could not be looked up; the service's log says why" in str(watched.engines.problem)
        await asyncio.sleep(0.03)  # several looks
        folder.current, folder.unseen = "second", None
        await watched.until(lambda: watched.engines.engine.generation == "second")

    with caplog.at_level(logging.ERROR):
        watched.run(story)
    assert watched.engines.problem is None
    assert caplog.messages == [f"Which generation is to be served is not known: {fault}"]


def test_a_service_that_cannot_look_when_it_starts_serves_what_there_is(folder: Folder) -> None:
    folder.unseen = MemoryError()
    watched = Watched(folder)
    asyncio.run(watched.engines.start())
    assert watched.engines.engine.generation == "first"


def test_a_failure_to_settle_in_ends_nothing(folder: Folder, caplog: pytest.LogCaptureFixture) -> None:
    folder.unsettled = MemoryError("no room")
    watched = Watched(folder)

    async def story() -> None:
        await watched.until(lambda: folder.settled == 1)
        folder.current = "second"
        await watched.until(lambda: folder.settled == 2)

    watched.run(story)
    assert caplog.messages == ["Settling in failed: no room"] * 2


def test_looking_waits_for_no_thread_of_a_pool(folder: Folder) -> None:
    watched, let_go = Watched(folder), threading.Event()

    async def story() -> None:
        asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(1))
        busy = asyncio.create_task(asyncio.to_thread(let_go.wait, 10))
        folder.current = "second"
        await watched.until(lambda: watched.engines.engine.generation == "second")
        let_go.set()
        assert await busy

    watched.run(story)


def test_whatever_fails_while_loading_is_kept_to_the_log(folder: Folder, caplog: pytest.LogCaptureFixture) -> None:
    folder.fault = RuntimeError("at /secret/path")
    watched = Watched(folder)
    asyncio.run(watched.engines.start())
    assert not watched.engines.is_ready
    with pytest.raises(NotReady, match="the service's log says why"):
        _ = watched.engines.engine
    assert "at /secret/path" in caplog.text


def test_what_was_half_copied_is_served_once_it_is_whole(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engines, "TRY_EVERY", 0.01)
    folder.fault = IndexCorrupt("passages.jsonl is missing.")
    watched = Watched(folder)

    async def story() -> None:
        await watched.until(lambda: len(folder.loaded) > 2)
        folder.fault = None
        await watched.until(lambda: watched.engines.is_ready)

    watched.run(story)
    assert (watched.told, watched.engines.problem) == (["refused", "first"], None)


def test_one_that_only_stands_in_for_the_wanted_one_takes_over_from_none(folder: Folder) -> None:
    watched = Watched(folder)

    async def story() -> None:
        folder.current, folder.refused = "rolled back from", ("first is damaged",)
        await watched.until(lambda: watched.engines.problem == "first is damaged")

    watched.run(story)
    assert watched.engines.engine.generation == "first"


def test_from_one_that_cannot_be_read_any_whole_one_takes_over(folder: Folder) -> None:
    watched = Watched(folder)

    async def story() -> None:
        folder.current, folder.refused = "older", ("first is damaged",)
        await watched.until(lambda: watched.engines.problem == "first is damaged")
        watched.engines.distrust()
        watched.engines.distrust()
        await watched.until(lambda: watched.engines.engine.generation == "older")

    watched.run(story)
    assert folder.loaded == ["first", "older", "older"]


def test_a_search_ends_on_the_generation_on_which_it_began(folder: Folder) -> None:
    watched = Watched(folder)

    async def story() -> None:
        held = watched.engines.engine
        folder.current = "second"
        await watched.until(lambda: watched.engines.engine is not held)
        assert held.generation == "first"

    watched.run(story)
