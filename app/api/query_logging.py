"""Queries and events are kept by a thread of its own, some at a time; whatever keeps it from that, nobody waits."""

import contextlib
import logging
import queue
import threading
import time
import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Literal

from app.answer import Answer
from app.domain import SearchRequest, SearchResult
from app.errors import DataFolderError
from app.events import Event
from app.query_log import Entry, LoggedQuery, Outcome, QueryStore
from app.scope import Scope, narrowed

MOST_WAITING = 1000
"""Entries that wait to be kept; one more is dropped."""

_AT_A_TIME = 100
_PATIENCE = 0.5
"""Seconds that the end of the service waits for entries to be kept."""

_MOST_MERCHANTS = 20
"""Merchants that an entry names; a caller who may see more asks all that there are, as far as an entry tells."""

_COMPLAIN_EVERY = 60.0
"""Seconds between log lines about a store that keeps nothing: `/metrics` counts what it costs."""

_log = logging.getLogger(__name__)


class QueryLogger:
    """Keeps queries and events in a store, if there is one; `count` is told what became of how many."""

    def __init__(self, store: QueryStore | None, count: Callable[[Literal["kept", "dropped"], int], None]) -> None:
        self._store, self._count = store, count
        self._waiting = queue.Queue[Entry | None](MOST_WAITING)
        self._complained: float | None = None
        self._thread = None if store is None else threading.Thread(target=self._run, args=(store,), daemon=True)
        if self._thread:
            self._thread.start()

    def add(self, request: SearchRequest, scope: Scope, outcome: Outcome) -> str | None:
        """Leaves a query to be kept, and gives the new id by which events name it. Neither waits nor raises.

        None for what is not to be logged, and for a further page: what is done with its hits belongs to the query of
        the first one. The id is none of the request's: whoever asks may choose that one, and log lines with it name
        the key.
        """
        if request.offset or not request.logged:
            return None
        query_id = str(uuid.uuid4())
        self._leave(LoggedQuery(query_id, datetime.now(UTC), request.q, _merchants(request, scope), outcome))
        return query_id

    def add_event(self, event: Event) -> None:
        """Leaves an event to be kept, if its query is. Neither waits nor raises."""
        self._leave(event)

    def _leave(self, entry: Entry) -> None:
        if self._thread is None:
            return
        try:
            self._waiting.put_nowait(entry)
        except queue.Full:
            self._count("dropped", 1)

    def close(self) -> None:
        """Waits until what was added is kept, but not for long."""
        if self._thread:
            with contextlib.suppress(queue.Full):
                self._waiting.put_nowait(None)
            self._thread.join(_PATIENCE)

    def _run(self, store: QueryStore) -> None:
        going_on = True
        while going_on:
            taken = self._taken()
            entries = [entry for entry in taken if entry is not None]
            going_on = len(entries) == len(taken)
            self._keep(store, entries)
        store.close()

    def _taken(self) -> list[Entry | None]:
        """The next that waits, once there is one, and others behind it."""
        first = self._waiting.get()
        further = min(self._waiting.qsize(), _AT_A_TIME - 1)
        return [first, *(self._waiting.get_nowait() for _ in range(further))]

    def _keep(self, store: QueryStore, entries: list[Entry]) -> None:
        try:
            store.keep(entries)
            self._count("kept", len(entries))
        except DataFolderError as exc:
            self._drop(entries, str(exc))
        except Exception as exc:  # noqa: BLE001 - whatever it is, the next ones may be kept
            self._drop(entries, repr(exc))

    def _drop(self, entries: list[Entry], reason: str) -> None:
        self._count("dropped", len(entries))
        now = time.monotonic()
        if self._complained is None or now - self._complained > _COMPLAIN_EVERY:
            self._complained = now
            _log.warning("Queries are not kept: %s", reason)


def of_search(result: SearchResult) -> Outcome:
    """How a search was answered."""
    best = result.hits[0] if result.hits else None
    shown = (best.passage.id, best.score) if best else (None, None)
    return _outcome(result, shown, result.total_hits)


def of_answer(answer: Answer) -> Outcome:
    """How a question was answered; extracts have no scores."""
    first = answer.extracts[0].passage.id if answer.extracts else None
    return _outcome(answer, (first, None), len(answer.extracts))


def _outcome(answered: SearchResult | Answer, best: tuple[str | None, float | None], hits: int) -> Outcome:
    return Outcome(
        language=answered.query_language,
        verdict=answered.answerability.verdict,
        confidence=answered.answerability.confidence,
        passage_id=best[0],
        score=best[1],
        generation=answered.generation,
        degraded=answered.degraded,
        hits=hits,
    )


def _merchants(request: SearchRequest, scope: Scope) -> tuple[str, ...]:
    """The merchants that were asked."""
    asked = narrowed(request.merchants, scope.merchants) or ()
    return tuple(sorted(asked)) if len(asked) <= _MOST_MERCHANTS else ()
