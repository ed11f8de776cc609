"""Feedback is kept by a thread of its own: where a file is locked, nothing waits but what else would be written."""

import logging

from app.api.problems import FeedbackUnavailable, Overloaded
from app.api.workers import Workers
from app.errors import DataFolderError
from app.feedback import Feedback, FeedbackStore

_QUEUE, _PATIENCE = 16, 1.0
"""Writes that may wait, and for how many seconds: one takes milliseconds unless something is amiss."""

_log = logging.getLogger(__name__)


class FeedbackKeeper:
    """Keeps feedback in a store, if there is one."""

    def __init__(self, store: FeedbackStore | None) -> None:
        self._store, self._workers = store, Workers(1, _QUEUE, patience=_PATIENCE)

    async def keep(self, given: Feedback) -> None:
        """Returns when it is kept. Raises FeedbackUnavailable; the log says why."""
        if self._store is None:
            raise FeedbackUnavailable("This service keeps no feedback.")
        try:
            await self._workers.run(self._store.keep, given)
        except DataFolderError as exc:
            _log.error("Feedback was not kept: %s", exc)
            raise FeedbackUnavailable(
                "Feedback cannot be kept now; the service's log says why. Try again later."
            ) from exc
        except Overloaded as exc:
            raise FeedbackUnavailable("Feedback comes faster than it can be kept. Try again later.") from exc

    def close(self) -> None:
        """Lets what is being written be complete; what waits is not kept."""
        self._workers.close()
        if self._store is not None:
            self._store.close()
