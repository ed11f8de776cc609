"""A service with keys, and what it takes to ask it with one."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from httpx2 import Response
from starlette.routing import Route
from starlette.testclient import TestClient

from app.access import Access
from app.api.application import Serving, create_app
from app.api.engines import Index
from app.feedback import FeedbackFile
from app.grants import Grant
from app.key_file import KeyFile
from app.key_watch import KeyWatch
from app.keys import ShownKey
from app.roles import Role
from app.scope import Scope
from app.search import Searcher
from app.tokens import Claims, sign
from tests.e2e.conftest import wait_until_ready

OWN = "http://127.0.0.1:8000"


@dataclass(frozen=True)
class Keyed:
    """The service, its keys, and one key of each role."""

    client: TestClient
    app: FastAPI
    file: KeyFile
    shown: dict[Role, ShownKey]

    def ask(self, method: str, path: str, credential: str = "", **sent: Any) -> Response:  # Any: as the client takes it
        """A request with a key or a token; with neither for an empty one."""
        headers = {"Authorization": f"Bearer {credential}"} if credential else {}
        return self.client.request(method, path, headers={**headers, **sent.pop("headers", {})}, **sent)

    def key(self, **limits: Any) -> ShownKey:  # Any: as a grant takes it
        """A new key of role `search`."""
        return self.file.add(Grant(role="search", **limits)).shown


@contextmanager
def keyed_service(searcher: Searcher, folder: Path) -> Iterator[Keyed]:
    """One over a loaded index."""
    file = KeyFile(folder)
    roles: tuple[Role, ...] = ("search", "agent", "admin", "metrics")
    shown = {role: file.add(Grant(role=role)).shown for role in roles}
    access = Access(KeyWatch(file), open_to_all=True)
    app = create_app(
        Index(lambda: searcher), Serving(address=OWN), feedback=FeedbackFile(folder), access=access, key_file=file
    )
    with TestClient(app, base_url=OWN, raise_server_exceptions=False) as client:
        wait_until_ready(client)
        while not app.state.mcp.is_running:
            time.sleep(0.005)
        yield Keyed(client, app, file, shown)


def token(key: ShownKey, *merchants: str, **limits: Any) -> str:  # Any: as claims take it
    """A token of this key for a day, limited to merchants."""
    now = datetime.now(UTC)
    scope = Scope(frozenset(merchants), limits.pop("languages", None))
    return sign(key, Claims(scope=scope, origins=None, issued=now, expires=now + timedelta(days=1), **limits))


def routes(app: FastAPI) -> list[tuple[str, str]]:
    """Methods and paths of everything that an application answers."""
    described = [(method.upper(), path) for path, item in app.openapi()["paths"].items() for method in item]
    plain = [(method, each.path) for each in app.routes if isinstance(each, Route) for method in each.methods or ()]
    return sorted({*described, *plain})
