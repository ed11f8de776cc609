"""`scripts/bench.py` and `scripts/soak.py` in their shortest form, with real processes and the hashing encoder."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from app.settings import Settings
from scripts import bench, soak
from scripts.benchmark.calls import Asked, search
from scripts.benchmark.candidates import OBVIOUS, REPEATED, SERVICE
from scripts.benchmark.processes import tree
from scripts.benchmark.servers import BenchmarkError, Plan, running

pytestmark = pytest.mark.soak  # a tool of ours, and a dozen starts of the service: not in the quick run

Captured = pytest.CaptureFixture[str]
ROOT = Path(__file__).parents[2]
QUERIES = str(ROOT / "tests" / "quality" / "queries.jsonl")
COUNT = 40


@pytest.fixture(scope="module")
def hashed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Settings for the bundled corpus and an index that is made by the first run."""
    index = tmp_path_factory.mktemp("bench") / "index"
    (index / "models").mkdir(parents=True)
    chosen = {"INDEX_DIR": str(index), "CORPUS_DIR": str(ROOT / "corpus"), "MODEL": "hashing", "SECOND_ENCODER": "none"}
    return {f"FAQ_{name}": value for name, value in chosen.items()}


@pytest.fixture(autouse=True)
def _environment(hashed: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in hashed.items():
        monkeypatch.setenv(name, value)


def test_a_short_run_tells_every_load_of_the_service_and_writes_it_into_a_file(
    tmp_path: Path, capsys: Captured
) -> None:
    file = tmp_path / "README.md"
    file.write_text("<!-- bench -->\n<!-- /bench -->\n", encoding="utf-8")
    assert bench.main(["--short", "--write", str(file)]) == 0
    printed = capsys.readouterr().out
    assert [printed.count(f": {name} |") for name in (OBVIOUS, SERVICE, REPEATED)] == [0, 6, 5]
    assert "| answers/s with repeated queries |" in printed
    assert "| retrieval without the encoders |" in printed
    assert file.read_text(encoding="utf-8") == f"<!-- bench -->\n{printed.strip()}\n<!-- /bench -->\n"


def test_suggestions_are_measured_alone(capsys: Captured) -> None:
    assert bench.main(["--short", "--suggest"]) == 0
    printed = capsys.readouterr().out
    assert printed.count(f": {SERVICE} |") == 1
    assert "| p95 ms, suggest, 8 |" in printed


def test_ingestion_is_told_part_by_part(capsys: Captured) -> None:
    assert bench.main(["--short", "--ingest"]) == 0
    printed = capsys.readouterr().out
    assert "20 passages" in printed
    parts = [line.split("|")[1].strip() for line in printed.splitlines() if line.startswith("|")]
    assert {"faq ingest, everything", "– encoder: passages", "– encoder: questions", "– all else"} <= set(parts)


def test_what_cannot_be_measured_is_said(tmp_path: Path, capsys: Captured) -> None:
    assert bench.main(["--short", "--queries", str(tmp_path / "none.jsonl")]) == 1
    assert "none.jsonl" in capsys.readouterr().err


def test_a_server_that_ends_by_itself_is_told_with_what_it_printed() -> None:
    plan = Plan("broken", [sys.executable, "-c", "print('no such thing')"])
    with pytest.raises(BenchmarkError, match=r"broken ended by itself\. It printed:\nno such thing"):
        running(plan, search(Asked("q"))).__enter__()


def test_a_short_soak_counts_statuses_and_finds_no_failure(monkeypatch: pytest.MonkeyPatch, capsys: Captured) -> None:
    monkeypatch.setattr(soak, "MOST_GROWTH", 1.0)  # so few calls are all warm-up
    code = soak.main(["--calls", str(COUNT), "--visitors", "4"])
    printed = capsys.readouterr().out
    assert code == 0
    assert f"{COUNT} calls by visitors" in printed
    assert "Growth after the first 10%:" in printed
    assert "| 200 | " in printed


def test_an_interrupted_run_ends_its_servers(hashed: dict[str, str]) -> None:
    assert Settings.from_environment().index_dir.is_dir()
    command = [sys.executable, str(ROOT / "scripts" / "bench.py"), "--queries", QUERIES, "--only", SERVICE]
    with subprocess.Popen(command, env={**os.environ, **hashed}, cwd=ROOT, stdout=subprocess.PIPE) as run:
        deadline = time.monotonic() + 60
        while len(started := tree(run.pid)) < 2:
            assert time.monotonic() < deadline
            time.sleep(0.05)
        run.send_signal(signal.SIGTERM)
        assert run.wait(30) == 130
    assert not any(Path(f"/proc/{pid}").exists() for pid in started)


@pytest.mark.model
def test_the_obvious_alternative_is_measured_with_the_real_model(
    real_settings: Settings, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    monkeypatch.setenv("FAQ_INDEX_DIR", str(real_settings.index_dir))
    monkeypatch.setenv("FAQ_MODEL", "bundled")
    monkeypatch.setenv("FAQ_SECOND_ENCODER", "universal")
    assert bench.main(["--short", "--only", OBVIOUS]) == 0
    assert capsys.readouterr().out.count(f": {OBVIOUS} |") == 5
