"""The README is true: its settings, its commands, and the answers it shows, from the real model and corpus."""

import json
import os
import re
import shlex
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from app.settings import Settings, variable

ROOT = Path(__file__).parent.parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
FAQ = [sys.executable, "-m", "app.cli"]


def test_the_settings_table_is_that_of_the_code() -> None:
    table = [
        f"| `{variable(field.name)}` | {_shown(field.metadata['default'])} | {field.metadata['meaning']} |"
        for field in fields(Settings)
    ]
    assert "\n".join(table) in README


def _shown(default: str) -> str:
    return f"`{default}`" if default else ""


@pytest.mark.parametrize("target", sorted(set(re.findall(r"[`$] ?make ([a-z]+(?:-[a-z]+)*)", README))))
def test_every_make_target_exists(target: str) -> None:
    done = subprocess.run(["make", "-n", target, "QUERIES=x"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("path", sorted(set(re.findall(r"`(app/[a-z_/]+(?:\.py)?)`", README))))
def test_every_path_of_the_tour_exists(path: str) -> None:
    assert (ROOT / path).exists()


@pytest.mark.parametrize("path", sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "app").glob("*.py")))
def test_the_tour_leaves_no_module_out(path: str) -> None:
    assert path in README or path == "app/__init__.py"


@pytest.fixture(scope="module")
def environment(real_settings: Settings) -> dict[str, str]:
    """What a process needs to find the ingested corpus."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("FAQ_")}
    folders = {"FAQ_CORPUS_DIR": str(real_settings.corpus_dir), "FAQ_INDEX_DIR": str(real_settings.index_dir)}
    return {**inherited, **folders}


@pytest.fixture(scope="module")
def address(environment: dict[str, str]) -> Iterator[str]:
    """Where the real service answers."""
    port = _free_port()
    command = [*FAQ, "serve", "--port", str(port)]
    with subprocess.Popen(command, env=environment, cwd=ROOT, stderr=subprocess.PIPE) as server:
        try:
            _wait(f"http://127.0.0.1:{port}/readyz")
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(url: str) -> None:
    deadline = time.monotonic() + 60
    while True:
        try:
            urllib.request.urlopen(url, timeout=5)  # noqa: S310 - our own loopback address
        except (urllib.error.URLError, OSError):
            assert time.monotonic() < deadline
            time.sleep(0.1)
        else:
            return


CURLS = re.findall(r"\$ (curl [^\n]*)\n```\n\n```json\n(.*?)\n```", README, re.DOTALL)


def _stable(body: Any) -> Any:  # Any: JSON as it comes
    """Without what differs from run to run, chances to two digits: the last ones depend on the processor."""
    chances = re.sub(r'("(?:score|confidence|semantic|lexical)": \d\.\d\d)\d*', r"\1", json.dumps(body))
    return {**json.loads(chances), "processing_ms": 0, "generation": "", "query_id": ""}


@pytest.mark.model
@pytest.mark.parametrize(("command", "answer"), CURLS, ids=["english", "japanese", "suggest", "answer"])
def test_the_curl_commands_give_the_answers_shown(address: str, command: str, answer: str) -> None:
    local = command.replace("http://127.0.0.1:8000", address)
    done = subprocess.run(shlex.split(local), capture_output=True, text=True, check=True)
    assert _stable(json.loads(done.stdout)) == _stable(json.loads(answer))


@pytest.mark.model
def test_the_command_line_search_answers(address: str, environment: dict[str, str]) -> None:
    (command,) = re.findall(r"`\.venv/bin/faq (search [^`]*)`", README)
    done = subprocess.run(
        [*FAQ, *shlex.split(command)], env=environment, capture_output=True, text=True, check=False, cwd=ROOT
    )
    assert "1. How long does it take to process a refund?\n   CASEKOO  casekoo/support.txt:17-19" in done.stdout


@pytest.mark.model
def test_ingesting_again_embeds_nothing(address: str, environment: dict[str, str]) -> None:
    done = subprocess.run([*FAQ, "ingest"], env=environment, capture_output=True, text=True, check=True, cwd=ROOT)
    assert "Nothing has changed" in done.stdout
