"""Problem details: every error has one, the framework's own bodies never leak, and any text can be sent."""

import pytest
from fastapi import FastAPI, HTTPException
from starlette.testclient import TestClient

from app.api.problems import KINDS, NotReady, handlers, problem
from app.errors import FaqError, InvalidCredential, RequestError


class Narrower(NotReady):
    """An error that only its parent is known for."""


def client() -> TestClient:
    app = FastAPI(exception_handlers=dict(handlers()))

    @app.get("/number/{number}")
    async def number(number: int) -> int:
        return number

    @app.get("/teapot")
    async def teapot() -> None:
        raise HTTPException(418, "Ask for coffee elsewhere.", {"X-Kind": "pot"})

    @app.get("/narrower")
    async def narrower() -> None:
        raise Narrower("Wait.")

    return TestClient(app)


@pytest.mark.parametrize("error", RequestError.__subclasses__())
def test_every_request_error_has_its_own_code(error: type[FaqError]) -> None:
    assert error in KINDS


def test_codes_are_distinct() -> None:
    own = [kind.code for error, kind in KINDS.items() if error is not InvalidCredential]  # Unauthenticated, in detail
    assert len(set(own)) == len(own)


def test_the_frameworks_own_validation_is_told_as_an_invalid_value() -> None:
    response = client().get("/number/many")
    assert (response.status_code, response.json()["code"]) == (422, "invalid_value")
    assert response.json()["detail"].startswith("path.number: ")


def test_an_http_error_of_another_status_keeps_status_and_headers() -> None:
    response = client().get("/teapot")
    assert response.headers["x-kind"] == "pot"
    assert response.json() == {
        "type": "about:blank",
        "title": "I'm a Teapot",
        "status": 418,
        "detail": "Ask for coffee elsewhere.",
        "code": "http_error",
    }


def test_an_error_without_a_kind_of_its_own_takes_its_parents() -> None:
    assert client().get("/narrower").json()["code"] == "not_ready"


@pytest.mark.parametrize("detail", ["<script>", '"\\', "\0", "\ud800\udfff", "🎁", ""])
def test_any_detail_can_be_sent(detail: str) -> None:
    response = problem(KINDS[NotReady], detail)
    bytes(response.body).decode("utf-8")
    assert response.headers["content-type"] == "application/problem+json"
