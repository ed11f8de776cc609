"""A corpus that is changed while visitors search: they see what is new, and never what was before again."""

import time
from collections.abc import Mapping
from pathlib import Path

import pytest

from app import wiring
from app.settings import Settings
from scripts import update_scenario
from scripts.updating.timed_ingestion import Measured

HELP = "".join(f"## What of item {number}?\n\nItem {number} is sold.\n\n" for number in range(9))
REGISTRY = """\
[[merchants]]
id = "fernwood"
name = "Fernwood"
language = "en"
[[merchants.documents]]
path = "fernwood/help.md"
"""
HASHING = {"FAQ_MODEL": "hashing", "FAQ_SECOND_ENCODER": "none"}


def ingested(environment: Mapping[str, str]) -> Measured:
    """As the script's own, in this process: that one takes seconds to start."""
    settings, began = Settings.from_environment({**environment, **HASHING}), time.time()
    done = wiring.ingestion(settings).run(settings.corpus_dir)
    return Measured(
        generation=done.manifest.generation,
        passages=done.manifest.counts["passages"],
        documents={"changed": 1},
        added=0,
        removed=0,
        kept=0,
        embedded=done.embedded,
        parts={},
        peak=0.0,
        began=began,
        published=time.time(),
        seconds=time.time() - began,
    )


@pytest.mark.soak
def test_changes_are_seen_while_visitors_search(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(update_scenario, "measured", ingested)
    monkeypatch.setattr(update_scenario, "_AFTER", 0.2)
    (tmp_path / "corpus" / "fernwood").mkdir(parents=True)
    (tmp_path / "corpus" / "merchants.toml").write_text(REGISTRY)
    (tmp_path / "corpus" / "fernwood" / "help.md").write_text(HELP)
    (tmp_path / "queries.jsonl").write_text(
        '{"id": "q-1", "language": "en", "query": "refund",'
        ' "relevant": [{"document": "fernwood/help.md", "lines": [1, 3], "grade": 2}]}\n'
    )
    monkeypatch.setattr(update_scenario, "QUERIES", tmp_path / "queries.jsonl")
    folders = {"FAQ_CORPUS_DIR": str(tmp_path / "corpus"), "FAQ_INDEX_DIR": str(tmp_path)}
    for name, value in {**HASHING, **folders}.items():
        monkeypatch.setenv(name, value)
    assert update_scenario.main([]) == 0
    rows = [line.split(" | ")[0::3][:2] for line in capsys.readouterr().out.splitlines() if "1 changed" in line]
    assert rows == [["| edit an answer", "1"], ["| remove a page", "0"], ["| add a merchant", "1"]]
