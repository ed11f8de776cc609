"""Long work beside the event loop, which the end of the process does not wait for."""

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeVar

Result = TypeVar("Result")


async def aside(work: Callable[[], Result]) -> Result:
    """What `work` gives, or raises; from a thread of its own, as those of a pool are waited for."""
    done: Future[Result] = Future()
    done.set_running_or_notify_cancel()  # from now on nobody but the thread settles it

    def run() -> None:
        try:
            done.set_result(work())
        except BaseException as exc:  # noqa: BLE001 - whoever waits is told
            done.set_exception(exc)

    threading.Thread(target=run, name="aside", daemon=True).start()
    return await asyncio.wrap_future(done)
