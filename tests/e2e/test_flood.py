"""`scripts/reliability/flood.py` in its shortest form, with real processes and the hashing encoder."""

from pathlib import Path

import pytest

from scripts.reliability import flood

pytestmark = pytest.mark.soak  # a service to start, and some seconds of load

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def _environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    chosen = {"INDEX_DIR": tmp_path / "index", "CORPUS_DIR": ROOT / "corpus", "MODEL": "hashing"}
    for name, value in {**chosen, "SECOND_ENCODER": "none", "QUEUE": "8"}.items():
        monkeypatch.setenv(f"FAQ_{name}", str(value))
    (tmp_path / "index" / "models").mkdir(parents=True)


def test_under_a_short_flood_every_call_is_answered_or_told_when_to_come_back(
    capsys: pytest.CaptureFixture[str],
) -> None:
    flood.main(["--seconds", "1"])
    printed = capsys.readouterr().out
    assert "| refusals without Retry-After | ≤ 0 | 0 | yes |" in printed
    assert "| answers that are neither 200 nor a refusal | ≤ 0 | 0 | yes |" in printed
    assert "| calls offered, times the peak | ≥ 4.5 |" in printed
    assert "| memory growth | ≤ 0.1 |" in printed
    assert "'overloaded':" in printed


def test_a_file_of_queries_that_is_missing_is_said(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert flood.main(["--queries", str(tmp_path / "none.jsonl")]) == 1
    assert "none.jsonl" in capsys.readouterr().err
