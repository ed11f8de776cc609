"""The end of the process, which comes in time whatever hangs."""

import atexit
import faulthandler
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI

DRAINING = 3
"""Seconds that requests have to end, after nothing new is let in; a search waits and computes for less."""

_LAST = 0.7
"""Seconds for everything after it: with a second until each process notices that it shall end, less than five."""

_STANDARD_ERROR = 2  # whether or not Python still has a stream for it


def ending_in_time(app: FastAPI, *, seconds: float = _LAST) -> FastAPI:
    """The application, which ends the process if ending itself takes longer, as when a disk hangs that it writes to.

    The standard library's watchdog does it, in a thread that needs no other one to let it; it prints where each is.
    """
    serving = app.router.lifespan_context

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with serving(app):
            yield
            atexit.register(faulthandler.cancel_dump_traceback_later)  # threads are waited for before that is called
            faulthandler.dump_traceback_later(seconds, exit=True, file=_STANDARD_ERROR)

    app.router.lifespan_context = lifespan
    return app
