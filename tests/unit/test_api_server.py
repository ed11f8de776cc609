"""What the server is told: whose word counts for who asks, and when it ends."""

import pytest
import uvicorn

from app.api import server
from app.api.connections import LimitedConnection
from app.api.ending import DRAINING
from app.settings import Settings


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> dict[str, object]:
    """The options that the server is started with."""
    options: dict[str, object] = {}
    monkeypatch.setattr(server, "application", lambda _: None)
    monkeypatch.setattr(uvicorn, "run", lambda _, **given: options.update(given))
    return options


def serve(**given: str) -> None:
    server.run(Settings.from_environment(given), host="127.0.0.1", port=9000)


def test_nobody_is_believed_who_asks_for_whom_unless_proxies_are_named(told: dict[str, object]) -> None:
    serve()
    assert (told["proxy_headers"], told["forwarded_allow_ips"]) == (False, [])
    serve(FAQ_TRUSTED_PROXIES="10.0.0.1, 10.1.0.0/16")
    assert (told["proxy_headers"], told["forwarded_allow_ips"]) == (True, ["10.0.0.1", "10.1.0.0/16"])


def test_connections_are_limited_and_the_end_waits_for_nobody_long(told: dict[str, object]) -> None:
    serve()
    assert (told["http"], told["ws"], told["timeout_graceful_shutdown"]) == (LimitedConnection, "none", DRAINING)
