"""Callers with keys and tokens for few of many merchants: nothing else reaches them, and a missing wall is noticed."""

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from app import wiring
from app.access import Access
from app.api.application import Serving, create_app
from app.api.engines import Index
from app.key_file import KeyFile
from app.key_watch import KeyWatch
from app.settings import Settings
from scripts.benchmark.calls import Call
from scripts.reliability import isolation
from scripts.reliability.broken_service import FAULTS
from scripts.reliability.canaries import canary_of, merchant_ids, write_corpus
from scripts.reliability.intruders import Attempt, Attempts, Intruder, leaks

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
    return list(islice(Attempts(intruders, merchant_ids(MERCHANTS), ids, seed=3), 250))


@pytest.fixture
def client(folder: Path, settings: Settings) -> Iterator[TestClient]:
    """A client of a service that knows the callers' keys, ready."""
    searchers, access = wiring.Searchers(settings), Access(KeyWatch(KeyFile(folder)))
    with TestClient(create_app(Index(searchers.newest), Serving(cache_bytes=10**7), access=access)) as client:
        while client.get("/readyz").status_code != 200:
            pass
        yield client


def tally(client: TestClient, attempts: list[Attempt]) -> isolation.Tally:
    made = isolation.Tally()
    for attempt in attempts:
        call, headers = attempt.call, {"Authorization": f"Bearer {attempt.who.credential}"}
        reply = client.request("POST" if call.body else "GET", call.path, content=call.body, headers=headers)
        made.add(attempt, reply.status_code, reply.content)
    return made


def test_nothing_of_other_merchants_reaches_a_caller(client: TestClient, attempts: list[Attempt]) -> None:
    found = tally(client, attempts)
    assert found.leaked == []
    assert set(found.statuses) >= {200, 403, 404}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_wall_that_is_taken_down_is_noticed(
    fault: str, client: TestClient, attempts: list[Attempt], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(FAULTS[fault].owner, FAULTS[fault].name, FAULTS[fault].broken)
    assert tally(client, attempts).leaked != []


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
    few = ["--requests", "400", "--merchants", "12", "--callers", "8", "--between", "1"]
    assert isolation.main(few) == 0
    assert "| leaks | 0 |" in capsys.readouterr().out
