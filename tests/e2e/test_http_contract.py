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

from app.api.application import create_app
from app.feedback import FeedbackFile
from app.search import Searcher

FUZZING = {"seed": 1, "generation": {"deterministic": True, "max-examples": 20, "mode": "all"}}
"""The same requests in every run: examples, what each part of a schema allows and forbids, and 20 more of chance."""


def described() -> schemathesis.BaseSchema:
    document = create_app(lambda: pytest.fail("only described")).openapi()
    return from_dict(document, config=schemathesis.Config.from_dict(FUZZING))


@pytest.fixture(scope="module")
def address(searcher: Searcher, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A service that is ready (so the 503 of one that is not is left to other tests), behind a real server."""
    app = create_app(lambda: searcher, feedback=FeedbackFile(tmp_path_factory.mktemp("data")))
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
def test_whatever_is_asked_the_reply_is_a_described_one(case: schemathesis.Case[Any], address: str) -> None:
    response = case.call(base_url=address)
    case.validate_response(response, excluded_checks=beyond_json_schema(response))


def beyond_json_schema(response: schemathesis.Response) -> list[CheckFunction]:
    """A query of blanks alone, as Unicode knows them, is refused; a schema's pattern cannot say which those are."""
    return [positive_data_acceptance] if '"invalid_query"' in response.text else []
