"""The API asked with whatever its description allows, and much that it does not: no fault, no undescribed reply."""

import socket
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
import uvicorn
from schemathesis.checks import CheckFunction
from schemathesis.openapi import from_dict
from schemathesis.specs.openapi.checks import positive_data_acceptance

from app.access import Access
from app.api.application import create_app
from app.api.engines import Index
from app.feedback import FeedbackFile
from app.grants import Grant
from app.key_file import KeyFile
from app.key_watch import KeyWatch
from app.search import Searcher

FUZZING = {"seed": 1, "generation": {"deterministic": True, "max-examples": 20, "mode": "all"}}
"""The same requests in every run: examples, what each part of a schema allows and forbids, and 20 more of chance."""


def described() -> schemathesis.BaseSchema:
    document = create_app(Index(lambda: pytest.fail("only described"))).openapi()
    return from_dict(document, config=schemathesis.Config.from_dict(FUZZING))


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> KeyFile:
    return KeyFile(tmp_path_factory.mktemp("data"))


@pytest.fixture(scope="module")
def headers(keys: KeyFile) -> dict[str, str]:
    """Those of somebody who may do everything."""
    return {"Authorization": f"Bearer {keys.add(Grant(role='admin')).shown.text}"}


@pytest.fixture(scope="module")
def address(searcher: Searcher, keys: KeyFile) -> Iterator[str]:
    """A service that is ready (so the 503 of one that is not is left to other tests), behind a real server."""
    access = Access(KeyWatch(keys))
    app = create_app(Index(lambda: searcher), feedback=FeedbackFile(keys.path.parent), access=access, key_file=keys)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning", access_log=False))
        thread = threading.Thread(target=server.run, args=([listening],), daemon=True)
        thread.start()
        deadline = time.monotonic() + 10
        while not (server.started and app.state.service.is_ready):
            assert time.monotonic() < deadline
            time.sleep(0.005)
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        server.should_exit = True
        thread.join(timeout=10)


@described().parametrize()
def test_whatever_is_asked_the_reply_is_a_described_one(
    case: schemathesis.Case[Any], address: str, headers: dict[str, str]
) -> None:
    response = case.call(base_url=address, headers=headers)
    case.validate_response(response, excluded_checks=beyond_json_schema(response))


def beyond_json_schema(response: schemathesis.Response) -> list[CheckFunction]:
    """What a schema cannot say: which queries are blank, as Unicode knows blanks, and which limits a role may have."""
    refused = (
        '"invalid_query"',
        "sees all there is",
        "is neither a merchant's id",
        "is no origin",
        "names none",
        "note is",
    )
    return [positive_data_acceptance] if any(told in response.text for told in refused) else []
