"""Faults of the application behind the middleware that tells them."""

from collections.abc import AsyncIterator

import pytest
from fastapi import FastAPI
from fastapi.responses import StreamingResponse
from starlette.testclient import TestClient

from app.api.faults import ToldFaults
from app.api.problems import unexpected


def test_a_reply_that_has_begun_is_not_followed_by_another() -> None:
    async def halves() -> AsyncIterator[bytes]:
        yield b"half"
        raise RuntimeError("the other half")

    app = FastAPI()
    app.add_api_route("/", lambda: StreamingResponse(halves()))
    app.add_middleware(ToldFaults, tell=unexpected)
    with pytest.raises(RuntimeError, match="the other half"):
        TestClient(app).get("/")
