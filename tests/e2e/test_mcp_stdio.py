"""`faq mcp` as an assistant starts it: a process whose standard output holds the protocol and nothing else."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from mcp import Client
from mcp.client.stdio import StdioServerParameters

from app.settings import Settings
from app.wiring import ingestion
from tests.e2e.assistants import Body, body, refusal, session
from tests.e2e.conftest import REGISTRY, TEXTS, write

pytestmark = pytest.mark.soak  # a few seconds to start

COMMAND = ["-m", "app.cli", "mcp"]
INITIALIZE = b"""{"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {
    "protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "test", "version": "1"}}}"""


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    folder = tmp_path_factory.mktemp("assistant")
    write(folder / "corpus" / "merchants.toml", REGISTRY)
    for path, text in TEXTS.items():
        write(folder / "corpus" / path, text)
    given = {"FAQ_INDEX_DIR": str(folder / "index"), "FAQ_MODEL": "hashing", "FAQ_SECOND_ENCODER": "none"}
    ingestion(Settings.from_environment(given)).run(folder / "corpus")
    return {**os.environ, **given, "FAQ_PUBLIC_URL": "https://faq.example"}


def test_a_session_searches_fetches_and_is_told_of_errors(environment: dict[str, str]) -> None:
    async def ask(client: Client) -> tuple[Body, Body, tuple[str, str]]:
        found = body(await client.call_tool("search", {"query": "shipping", "merchant": "unnamed", "limit": 1}))
        fetched = body(await client.call_tool("fetch", {"id": found["results"][0]["id"]}))
        return found, fetched, refusal(await client.call_tool("fetch", {"id": "nothing"}))

    place = StdioServerParameters(command=sys.executable, args=COMMAND, env=environment)
    found, fetched, (code, _) = session(place, ask)
    assert found["results"][0]["metadata"]["merchant"]["label"] == "Unnamed shop"
    assert fetched["url"] == f"https://faq.example/source/{fetched['id']}"
    assert code == "not_found"


def run(environment: dict[str, str], said: bytes) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, *COMMAND]
    return subprocess.run(command, input=said, env=environment, capture_output=True, timeout=60, check=False)


def test_it_ends_when_its_input_does_and_has_printed_nothing_but_replies(environment: dict[str, str]) -> None:
    ended = run(environment, INITIALIZE.replace(b"\n", b"") + b"\nno message\n")
    assert (ended.returncode, ended.stdout.count(b"\n")) == (0, 1)
    assert ended.stdout.startswith(b'{"jsonrpc":"2.0","id":1,"result":')
    assert ended.stderr.startswith(b"Serving generation ")


LOUD = """
import os, sys
from app import cli, wiring

load = wiring.searcher

def loudly(settings):
    print("printed")
    os.write(1, b"written\\n")
    return load(settings)

wiring.searcher = loudly
sys.exit(cli.main(["mcp"]))
"""


def test_what_is_printed_while_the_index_is_loaded_goes_to_standard_error(environment: dict[str, str]) -> None:
    said = INITIALIZE.replace(b"\n", b"") + b"\n"
    command = [sys.executable, "-c", LOUD]
    ended = subprocess.run(command, input=said, env=environment, capture_output=True, timeout=60, check=True)
    assert ended.stdout.startswith(b'{"jsonrpc":"2.0","id":1,"result":')
    assert sorted(ended.stderr.split()[:2]) == [b"printed", b"written"]


def test_ctrl_c_ends_it_at_once(environment: dict[str, str]) -> None:
    with subprocess.Popen(
        [sys.executable, *COMMAND], env=environment, stdin=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stderr
        assert process.stderr.readline().startswith(b"Serving generation ")
        process.send_signal(signal.SIGINT)
        assert process.wait(5) == -signal.SIGINT


def test_without_an_index_it_says_so_on_standard_error_and_exits_with_1(
    environment: dict[str, str], tmp_path: Path
) -> None:
    ended = run({**environment, "FAQ_INDEX_DIR": str(tmp_path)}, b"")
    assert (ended.returncode, ended.stdout) == (1, b"")
    assert b"faq ingest" in ended.stderr
    assert b"Traceback" not in ended.stderr


def test_the_other_commands_start_without_the_sdk() -> None:
    loaded = "import app.cli, sys; sys.exit(bool({'mcp', 'mcp_types'} & sys.modules.keys()))"
    assert subprocess.run([sys.executable, "-c", loaded], check=False).returncode == 0
