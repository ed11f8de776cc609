"""What the handlers work with: the engine that is served, the workers that run it, and what is kept and counted."""

from collections.abc import Mapping
from typing import Any

from app.api.engines import Engines, Index
from app.api.feedback_keeping import FeedbackKeeper
from app.api.metrics import Metrics
from app.api.query_logging import QueryLogger
from app.api.result_cache import result_cache
from app.api.workers import Workers
from app.caching import Cache
from app.feedback import FeedbackStore
from app.query_log import QueryStore
from app.scope import Scope
from app.view import View

_SUGGESTING, _KEYSTROKES, _PATIENCE = 2, 32, 1.0
"""Threads for suggestions of a large index, how many more wait, and for how many seconds: nobody types slower."""


class Service:
    """Becomes ready when a generation has been loaded and one real search has run; says why while it is not."""

    def __init__(
        self,
        index: Index,
        workers: Workers,
        *,
        cache_bytes: int,
        feedback: FeedbackStore | None = None,
        queries: QueryStore | None = None,
    ) -> None:
        self.workers, self.results = workers, result_cache(cache_bytes)
        self.suggesting = Workers(_SUGGESTING, _KEYSTROKES, patience=_PATIENCE)
        self.metrics, self.feedback = Metrics(self), FeedbackKeeper(feedback)
        self.query_log = QueryLogger(queries, self.metrics.query_log)
        self.engines = Engines(index, served=self.metrics.generation_served, refused=self.metrics.generation_refused)

    def view(self, scope: Scope) -> View:
        """What is served now, as a caller with this scope may see it. Raises NotReady, with the reason."""
        return View(self.engines.engine, scope)

    @property
    def is_ready(self) -> bool:
        """Whether searches are answered."""
        return self.engines.is_ready

    @property
    def checks(self) -> Mapping[str, str | None]:
        """What is wrong by check, None where nothing is; a service may answer searches all the same."""
        encoders = self.engines.engine.searcher.encoders.problem if self.is_ready else None
        return {"index": self.engines.problem, "encoders": encoders}

    @property
    def taken(self) -> int:
        """Searches that run or wait."""
        return self.workers.taken

    @property
    def caches(self) -> Mapping[str, Cache[Any, Any]]:  # Any: whatever each keeps
        """What is kept of earlier searches, by name."""
        embeddings = {"embeddings": self.engines.engine.searcher.embeddings} if self.is_ready else {}
        return {"results": self.results, **embeddings}

    def close(self) -> None:
        """Lets running searches end, and whatever is written be complete."""
        self.workers.close()
        self.suggesting.close()
        self.feedback.close()
        self.query_log.close()
