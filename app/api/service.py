"""What the handlers work with: the searcher, once it has proved that it can search, and the workers that run it."""

import asyncio
import logging
from collections.abc import Callable, Mapping
from typing import Any

from app.answer import Answerer
from app.api.metrics import Metrics
from app.api.problems import FeedbackUnavailable, NotReady
from app.api.result_cache import result_cache
from app.api.workers import Workers
from app.caching import Cache
from app.domain import SearchRequest
from app.errors import FaqError
from app.feedback import FeedbackStore
from app.search import Searcher
from app.suggest import Suggester

_LOADING = "The index is being loaded. Try again in a few seconds."
_FAILED = "The index could not be loaded; the service's log says why."
_WARM_UP = SearchRequest(q="When will my order arrive?", limit=1)
_log = logging.getLogger(__name__)


class Service:
    """Becomes ready when `load` has returned and one real search has run; says why while it is not."""

    def __init__(
        self, load: Callable[[], Searcher], workers: Workers, *, cache_bytes: int, feedback: FeedbackStore | None = None
    ) -> None:
        self.workers, self.results = workers, result_cache(cache_bytes)
        self.metrics = Metrics(self)
        self._load, self._feedback = load, feedback
        self._searcher: Searcher | None = None
        self._suggester: Suggester | None = None
        self._answerer: Answerer | None = None
        self._reason = _LOADING

    @property
    def searcher(self) -> Searcher:
        """The searcher. Raises NotReady, with the reason."""
        if self._searcher is None:
            raise NotReady(self._reason)
        return self._searcher

    @property
    def suggester(self) -> Suggester:
        """The suggester. Raises NotReady, with the reason."""
        if self._suggester is None:
            raise NotReady(self._reason)
        return self._suggester

    @property
    def answerer(self) -> Answerer:
        """The answerer. Raises NotReady, with the reason."""
        if self._answerer is None:
            raise NotReady(self._reason)
        return self._answerer

    @property
    def feedback(self) -> FeedbackStore:
        """Where feedback is kept. Raises FeedbackUnavailable where none is."""
        if self._feedback is None:
            raise FeedbackUnavailable("This service keeps no feedback.")
        return self._feedback

    @property
    def is_ready(self) -> bool:
        """Whether there is a searcher."""
        return self._searcher is not None

    @property
    def taken(self) -> int:
        """Searches that run or wait."""
        return self.workers.taken

    @property
    def caches(self) -> Mapping[str, Cache[Any, Any]]:  # Any: whatever each keeps
        """What is kept of earlier searches, by name."""
        embeddings = {} if self._searcher is None else {"embeddings": self._searcher.embeddings}
        return {"results": self.results, **embeddings}

    async def start(self) -> None:
        """Loads and warms up in a thread: the encoder's first call is many times slower than the others."""
        try:
            self._searcher = await asyncio.to_thread(self._warmed_up)
        except FaqError as exc:
            _log.error("Not ready: %s", exc)
            self._reason = str(exc)
        except Exception:  # noqa: BLE001 - whatever it is, the service says that it is not ready
            _log.exception("Loading failed")
            self._reason = _FAILED

    def _warmed_up(self) -> Searcher:
        searcher = self._load()
        searcher.search(_WARM_UP)
        content = searcher.generation.content
        self._suggester = Suggester(content.passages, searcher.merchants, searcher.names)
        self._answerer = Answerer(searcher)
        return searcher

    def close(self) -> None:
        """Lets running searches end, and whatever is written be complete."""
        self.workers.close()
        if self._feedback is not None:
            self._feedback.close()
