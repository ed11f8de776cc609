"""Callers with keys and tokens for few of many merchants: nothing else reaches them, and a missing wall is noticed."""

import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from app import wiring
from app.access import Access
from app.api.application import Serving, create_app
from app.api.engines import Index
from app.feedback import FeedbackFile
from app.key_file import KeyFile
from app.key_watch import KeyWatch
from app.settings import Settings
from scripts.benchmark.calls import Call
from scripts.reliability import isolation
from scripts.reliability.broken_service import BLIND, FAULTS
from scripts.reliability.canaries import canary_of, merchant_ids, write_corpus
from scripts.reliability.intruders import Attempt, Attempts, Intruder, leaks
from tests.e2e.conftest import wait_until_ready

MERCHANTS, CALLERS = 8, 8
HASHING = {"FAQ_MODEL": "hashing", "FAQ_SECOND_ENCODER": "none"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("isolation")


@pytest.fixture(scope="module")
def settings(folder: Path) -> Settings:
    write_corpus(folder / "corpus", MERCHANTS)
    settings = Settings.from_environment({"FAQ_INDEX_DIR": str(folder / "index"), **HASHING})
    wiring.ingestion(settings).run(folder / "corpus")
    return settings


@pytest.fixture(scope="module")
def attempts(folder: Path, settings: Settings) -> list[Attempt]:
    intruders = isolation.callers(folder, MERCHANTS, CALLERS)
    ids = [passage.id for passage in wiring.searcher(settings).generation.content.passages]
    return list(islice(Attempts(intruders, merchant_ids(MERCHANTS), ids, seed=3), 500))


@pytest.fixture
def client(folder: Path, settings: Settings) -> Iterator[TestClient]:
    """A client of a service that knows the callers' keys, ready."""
    searchers, access = wiring.Searchers(settings), Access(KeyWatch(KeyFile(folder)))
    feedback = FeedbackFile(folder)
    app = create_app(Index(searchers.newest), Serving(cache_bytes=10**7), access=access, feedback=feedback)
    with TestClient(app, base_url="http://127.0.0.1:8000") as client:
        wait_until_ready(client)
        while not app.state.mcp.is_running:
            time.sleep(0.005)
        yield client


def replies(client: TestClient, attempts: list[Attempt]) -> Iterator[tuple[Attempt, int, bytes]]:
    for attempt in attempts:
        call, headers = attempt.call, isolation.headers_of(attempt)
        reply = client.request("POST" if call.body else "GET", call.path, content=call.body, headers=headers)
        yield attempt, reply.status_code, reply.content


def tally(client: TestClient, attempts: list[Attempt]) -> isolation.Tally:
    made = isolation.Tally()
    for attempt, status, body in replies(client, attempts):
        made.add(attempt, status, body)
    return made


def test_nothing_of_other_merchants_reaches_a_caller_and_its_own_does(
    client: TestClient, attempts: list[Attempt]
) -> None:
    found = tally(client, attempts[:150])
    assert found.troubles == []
    assert set(found.statuses) >= {200, 403, 404}
    assert {"/v1/search", "/v1/passages", "/v1/documents", "/v1/merchants"} <= set(+found.found)


@pytest.mark.parametrize("fault", sorted(FAULTS.keys() - {BLIND}))
def test_a_wall_that_is_taken_down_is_noticed(
    fault: str, client: TestClient, attempts: list[Attempt], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(FAULTS[fault].owner, FAULTS[fault].name, FAULTS[fault].broken)
    behind = "/v1/search" if fault == "cache" else f"/v1/{fault}"
    tried = [attempt for attempt in attempts if attempt.call.path.startswith(behind)]
    assert any(leaks(attempt, body) for attempt, _, body in replies(client, tried))


def test_a_service_that_shows_nobody_anything_is_noticed(
    client: TestClient, attempts: list[Attempt], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(FAULTS[BLIND].owner, FAULTS[BLIND].name, FAULTS[BLIND].broken)
    own = [attempt for attempt in attempts if attempt.own and attempt.call.path == "/v1/search"]
    assert tally(client, own).lacking == [f"/v1/search showed its own to 0 of {len(own)} callers"]


def test_an_unexpected_reply_is_told_with_its_call() -> None:
    found, who = isolation.Tally(), Intruder("", frozenset(), None)
    found.add(Attempt(who, Call("/v1/merchants")), 500, b"{}")
    assert found.troubles == ["/v1/merchants None was answered 500: b'{}'"]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (b"", []),
        (canary_of("m0001").encode().join((b'"', b'"')), [canary_of("m0001")]),
        (canary_of("m0000").encode().join((b'"', b'"')), []),
        (b'{"hits": [{"merchant": {"id": "m0001"}, "language": "fr"}]}', ["m0001"]),
        (b'{"facets": {"merchant": {"m0000": 1, "m0001": 2}, "language": {"fr": 3}}}', ["m0001"]),
        (b'[{"merchant": {"id": "m0000"}, "language": "en"}]', ["in en"]),
    ],
)
def test_a_leak_is_a_word_a_merchant_or_a_language_that_the_caller_may_not_see(
    body: bytes, expected: list[str]
) -> None:
    who = Intruder("", frozenset({"m0000"}), frozenset({"fr"}))
    assert leaks(Attempt(who, Call("/")), body) == expected


@pytest.mark.soak
def test_a_running_service_keeps_merchants_apart_while_its_generation_is_exchanged(
    capsys: pytest.CaptureFixture[str],
) -> None:
    few = ["--requests", "300", "--merchants", "12", "--callers", "8", "--between", "1"]
    assert isolation.main(few) == 0
    assert "| leaks | 0 |" in capsys.readouterr().out
