"""What the handlers work with: the searcher, once it has proved that it can search, and the workers that run it."""

import asyncio
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from app.answer import Answerer
from app.api.feedback_keeping import FeedbackKeeper
from app.api.metrics import Metrics
from app.api.problems import NotReady
from app.api.result_cache import result_cache
from app.api.workers import Workers
from app.caching import Cache
from app.errors import FaqError
from app.feedback import FeedbackStore
from app.requests import TRIAL
from app.search import Searcher
from app.suggest import Suggester

_LOADING = "The index is being loaded. Try again in a few seconds."
_FAILED = "The index could not be loaded; the service's log says why."
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Loaded:
    """What answers, over one generation."""

    searcher: Searcher
    suggester: Suggester
    answerer: Answerer


class Service:
    """Becomes ready when `load` has returned and one real search has run; says why while it is not."""

    def __init__(
        self, load: Callable[[], Searcher], workers: Workers, *, cache_bytes: int, feedback: FeedbackStore | None = None
    ) -> None:
        self.workers, self.results = workers, result_cache(cache_bytes)
        self.metrics, self.feedback = Metrics(self), FeedbackKeeper(feedback)
        self._load = load
        self._loaded: _Loaded | None = None
        self._reason = _LOADING

    @property
    def searcher(self) -> Searcher:
        """The searcher. Raises NotReady, with the reason."""
        return self._ready.searcher

    @property
    def suggester(self) -> Suggester:
        """The suggester. Raises NotReady, with the reason."""
        return self._ready.suggester

    @property
    def answerer(self) -> Answerer:
        """The answerer. Raises NotReady, with the reason."""
        return self._ready.answerer

    @property
    def _ready(self) -> _Loaded:
        if self._loaded is None:
            raise NotReady(self._reason)
        return self._loaded

    @property
    def is_ready(self) -> bool:
        """Whether searches are answered."""
        return self._loaded is not None

    @property
    def taken(self) -> int:
        """Searches that run or wait."""
        return self.workers.taken

    @property
    def caches(self) -> Mapping[str, Cache[Any, Any]]:  # Any: whatever each keeps
        """What is kept of earlier searches, by name."""
        embeddings = {} if self._loaded is None else {"embeddings": self._loaded.searcher.embeddings}
        return {"results": self.results, **embeddings}

    async def start(self) -> None:
        """Loads and warms up in a thread: the encoder's first call is many times slower than the others."""
        try:
            self._loaded = await asyncio.to_thread(self._warmed_up)
        except FaqError as exc:
            _log.error("Not ready: %s", exc)
            self._reason = str(exc)
        except Exception:  # noqa: BLE001 - whatever it is, the service says that it is not ready
            _log.exception("Loading failed")
            self._reason = _FAILED

    def _warmed_up(self) -> _Loaded:
        searcher = self._load()
        searcher.search(TRIAL)
        content = searcher.generation.content
        return _Loaded(searcher, Suggester(content.passages, searcher.merchants, searcher.names), Answerer(searcher))

    def close(self) -> None:
        """Lets running searches end, and whatever is written be complete."""
        self.workers.close()
        self.feedback.close()
