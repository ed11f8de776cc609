"""The end of the process, which comes in time whatever hangs."""

import atexit
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI

DRAINING = 3
"""Seconds that requests have to end, after nothing new is let in; a search waits and computes for less."""

_LAST = 0.7
"""Seconds for everything after it: with a second until each process notices that it shall end, less than five."""


def ending_in_time(app: FastAPI, *, seconds: float = _LAST) -> FastAPI:
    """The application, whose process the kernel ends (SIGALRM) if ending itself takes longer, as when a disk hangs.

    No thread of the process is needed for that, which a hanging one might keep from running.
    """
    serving = app.router.lifespan_context

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with serving(app):
            yield
            atexit.register(signal.setitimer, signal.ITIMER_REAL, 0)  # threads are waited for before that is called
            signal.setitimer(signal.ITIMER_REAL, seconds)

    app.router.lifespan_context = lifespan
    return app
