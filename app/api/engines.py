"""The generation that is served: loaded when the service starts, and exchanged for another between two requests."""

import asyncio
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass

from app.api.aside import aside
from app.api.problems import NotReady
from app.errors import FaqError
from app.requests import TRIAL
from app.search import Searcher
from app.view import Engine

LOOK_EVERY = 0.5
"""Seconds between looks at which generation is to be served."""

TRY_EVERY = 30.0
"""Seconds between attempts to load one that could not be: it may have been copied half, or a disk be back."""

_LOADING = "The index is being loaded. Try again in a few seconds."
_FAILED = "The index could not be loaded; the service's log says why."
_UNKNOWN = "Which generation is to be served could not be looked up; the service's log says why."
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Index:
    """Where generations come from. All of it is called in threads.

    `load` gives a searcher over the newest generation that can be served; `wanted` names the one that shall be, and is
    cheap to ask; `settle` is called when another one has taken over, and may take a moment.
    """

    load: Callable[[], Searcher]
    wanted: Callable[[], str] = lambda: ""
    settle: Callable[[], None] = lambda: None


class Engines:
    """Serves one engine at a time. Another is loaded beside it; where that fails, the served one stays."""

    def __init__(self, index: Index, *, served: Callable[[str], None], refused: Callable[[], None]) -> None:
        """`served` is told the name of a generation that has taken over, `refused` that one could not be loaded."""
        self._index, self._on_served, self._on_refused = index, served, refused
        self._engine: Engine | None = None
        self._tried: str | None = None
        self._tried_at, self._is_distrusted = 0.0, False
        self._settled = True
        self._told, self._loading = asyncio.Event(), asyncio.Lock()
        self._refusal: str | None = _LOADING
        self._blindness: str | None = None

    @property
    def problem(self) -> str | None:
        """Why the generation that is wanted is not served, or why nobody knows which that is; None where it is."""
        return self._refusal or self._blindness

    @property
    def is_ready(self) -> bool:
        """Whether there is an engine."""
        return self._engine is not None

    @property
    def engine(self) -> Engine:
        """The engine that is served now. Raises NotReady, with the reason."""
        if self._engine is None:
            raise NotReady(self.problem or _LOADING)
        return self._engine

    async def reload(self) -> str:
        """Loads the generation that is wanted; gives back the name of the one that is served then. Raises NotReady."""
        await self.start()
        return self.engine.generation

    async def start(self) -> None:
        """Loads the generation that is wanted; `problem` tells where that fails."""
        async with self._loading:
            self._tried = await self._wanted()
            await self._load()

    async def watch(self) -> None:
        """Exchanges the engine whenever another generation is wanted, until cancelled."""
        while True:
            await self._a_moment()
            if not self._settled:
                await self._settle()
            if self._told.is_set() or self._is_due(await self._wanted()):
                self._told.clear()
                await self.start()

    def _is_due(self, wanted: str | None) -> bool:
        """Whether another generation is wanted, or the wanted one may be whole by now."""
        may_be_whole = self._refusal is not None and time.monotonic() > self._tried_at + TRY_EVERY
        return wanted not in (None, self._tried) or may_be_whole

    async def _a_moment(self) -> None:
        try:
            await asyncio.wait_for(self._told.wait(), LOOK_EVERY)
        except TimeoutError:
            return

    def distrust(self) -> None:
        """The served generation could not be read: any that is whole takes over. In the event loop."""
        if not self._is_distrusted:
            self._is_distrusted = True
            self._told.set()

    def look_now(self) -> None:
        """Has the wanted generation loaded, whichever it is; noticed at once where the event loop calls."""
        self._told.set()

    async def _wanted(self) -> str | None:
        """The name of the wanted generation; None while nobody can tell: then `problem` and, once, the log say why.

        From a thread of its own: those of a pool may all be busy with what takes long.
        """
        try:
            wanted = await aside(self._index.wanted)
        except Exception as exc:  # noqa: BLE001 - whatever it is, the next look may succeed
            self._cannot_see(exc)
            return None
        self._blindness = None
        return wanted

    def _cannot_see(self, exc: Exception) -> None:
        reason = str(exc) if isinstance(exc, FaqError) else _UNKNOWN
        if reason != self._blindness:
            _log.error("Which generation is to be served is not known: %s", exc, exc_info=exc)
        self._blindness = reason

    async def _settle(self) -> None:
        self._settled = True
        try:
            await aside(self._index.settle)
        except Exception as exc:  # noqa: BLE001 - searches are answered without it
            _log.error("Settling in failed: %s", exc, exc_info=exc)

    async def _load(self) -> None:
        """Loads and warms up in a thread: the encoder's first call is many times slower than the others."""
        try:
            engine = await aside(self._warmed_up)
        except FaqError as exc:
            self._note(str(exc))
        except Exception as exc:  # noqa: BLE001 - whatever it is, what was served is served
            _log.error("Loading failed: %s", exc, exc_info=exc)
            self._note(_FAILED)
        else:
            self._note("; ".join(engine.searcher.generation.refused) or None)
            self._serve(engine)

    def _warmed_up(self) -> Engine:
        searcher = self._index.load()
        searcher.search(TRIAL)
        return Engine.over(searcher)

    def _serve(self, engine: Engine) -> None:
        """The engine takes over from one of another generation, but none that only stands in for the wanted one.

        From one that could not be read any other does.
        """
        served, stands_in = self._engine, bool(engine.searcher.generation.refused)
        if served is None or self._is_distrusted or not (stands_in or served.generation == engine.generation):
            self._engine, self._settled, self._is_distrusted = engine, False, False
            self._on_served(engine.generation)
            _log.info("Serving generation %s", engine.generation)

    def _note(self, problem: str | None) -> None:
        """Remembers what came of loading the wanted generation, and tells it unless it was told before."""
        if problem is not None and problem != self._refusal:
            _log.error("Not served: %s", problem)
            self._on_refused()
        self._refusal, self._tried_at = problem, time.monotonic()
