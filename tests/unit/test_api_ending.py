"""The end of the process comes in time, though whatever is ended hangs."""

import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from app.api.ending import ending_in_time


def test_what_ends_in_time_is_left_alone() -> None:
    steps: list[str] = []

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        steps.append("begun")
        yield
        steps.append("ended")

    try:
        with TestClient(ending_in_time(FastAPI(lifespan=lifespan), seconds=600)):
            assert steps == ["begun"]
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
    assert steps == ["begun", "ended"]


HANGING = """
import time
from contextlib import asynccontextmanager
from fastapi import FastAPI
from starlette.testclient import TestClient
from app.api.ending import ending_in_time

@asynccontextmanager
async def lifespan(_):
    yield
    time.sleep(60)

with TestClient(ending_in_time(FastAPI(lifespan=lifespan), seconds=0.1)):
    pass
"""


@pytest.mark.soak  # a process of its own
def test_what_hangs_is_ended() -> None:
    began = time.monotonic()
    ended = subprocess.run([sys.executable, "-c", HANGING], capture_output=True, timeout=60, check=False)
    assert ended.returncode == -signal.SIGALRM
    assert time.monotonic() - began < 30
