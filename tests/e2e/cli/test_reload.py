"""`faq reload` has services look at the index again; without one it says what to run."""

import os
from pathlib import Path

import pytest

from app import cli

GENERATION = "20261122T074835604Z-bc7be558"


@pytest.fixture
def index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("FAQ_INDEX_DIR", str(tmp_path))
    return tmp_path


def test_services_see_that_the_index_was_touched(index: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (index / "generations" / GENERATION).mkdir(parents=True)
    (index / "CURRENT").write_text(f"{GENERATION}\n")
    os.utime(index / "CURRENT", (1, 1))
    assert cli.main(["reload"]) == 0
    assert (index / "CURRENT").stat().st_mtime > 1
    assert GENERATION in capsys.readouterr().out


def test_without_an_index_there_is_nothing_to_load(index: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["reload"]) == 1
    assert "faq ingest" in capsys.readouterr().err
