"""Asking what may fail or hang: an answer in time or none, whatever becomes of the call."""

import logging
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Generic, TypeVar

from app.breaker import Breaker

MOST_FAILURES, REST = 3, 5.0
"""Failures in a row after which it is left alone, and for how many seconds."""

MOST_LATE = 8
"""Calls that may hang: nothing ends a thread that is in native code, so what hangs so often is not asked any more."""

Argument = TypeVar("Argument")
Result = TypeVar("Result")
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Answered(Generic[Result]):
    """What a call gave in time."""

    value: Result


class Guarded(Generic[Argument, Result]):
    """`work` behind a circuit breaker; `name` is what the log calls it. Safe to use from many threads.

    Each call has a thread of its own, which costs 0.1 ms: those of a pool would keep a process that ends waiting for
    one that hangs.
    """

    def __init__(self, name: str, work: Callable[[Argument], Result], breaker: Breaker | None = None) -> None:
        self._name, self._work, self._breaker = name, work, breaker or Breaker(MOST_FAILURES, REST)
        self._lock, self._late = threading.Lock(), 0
        self.problem: str | None = None
        """What became of the last call; None where it was answered."""

    def ask(self, argument: Argument) -> "Future[Result] | None":
        """Starts a call, for `answer`; None where it is left alone. Where no thread can be started, it has failed."""
        if self._late >= MOST_LATE or not self._breaker.admits():
            return None
        call: Future[Result] = Future()
        try:
            threading.Thread(target=self._run, args=(call, argument), name=self._name, daemon=True).start()
        except RuntimeError as exc:  # the system allows this process no more of them
            call.set_exception(exc)
        return call

    def _run(self, call: "Future[Result]", argument: Argument) -> None:
        try:
            call.set_result(self._work(argument))
        except BaseException as exc:  # noqa: BLE001 - the caller's to judge: nobody else looks at this thread
            call.set_exception(exc)

    def answer(self, call: "Future[Result] | None", until: float) -> Answered[Result] | None:
        """What the call gives until then (`time.monotonic`); None where it fails, is too slow, or was never made."""
        if call is None:
            return None
        try:
            value = call.result(max(0.0, until - time.monotonic()))
        except Exception as exc:  # noqa: BLE001 - whatever it is, searches go on
            self._failed(call, exc)
            return None
        self._breaker.succeeded()
        self.problem = None
        return Answered(value)

    def _failed(self, call: "Future[Result]", exc: Exception) -> None:
        """The log gets no message of the error: it could hold what was asked."""
        self._breaker.failed()
        reason = type(exc).__name__ if call.done() else "no answer in time"
        self.problem = f"The {self._name} failed ({reason}); searches go on without it."
        _log.warning(self.problem)
        self._count_late(1)
        call.add_done_callback(lambda _: self._count_late(-1))  # at once, where it is done

    def _count_late(self, more: int) -> None:
        with self._lock:
            self._late += more
