"""`scripts/gap_report.py` on a tiny public folder, in process, with the hashing encoder."""

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from app.query_log import QueryLogFile
from scripts.gap_report import ASKED, main

pytestmark = pytest.mark.soak  # a tool of ours

Captured = pytest.CaptureFixture[str]

PASSAGES = [{"_id": "a", "title": "Where is the pool?", "text": "Beside the garden.", "lang": "en"}]
QUERIES = ["where is the pool", "zebra", "Zebra", "x" * 513, " "]


def write(path: Path, rows: Sequence[object]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))


@pytest.fixture
def public(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "public" / "covidfaq_quebec" / "mixed_fr_en"
    write(folder / "corpus.jsonl", PASSAGES)
    write(folder / "queries.jsonl", [{"_id": "q", "text": "pool", "lang": "en"}])
    (folder / "qrels.tsv").write_text("query-id\tcorpus-id\tscore\nq\ta\t1\n")
    write(tmp_path / "public" / ASKED, [{"text": text} for text in QUERIES])
    monkeypatch.setenv("FAQ_INDEX_DIR", str(tmp_path / "index"))
    monkeypatch.setenv("FAQ_MODEL", "hashing")
    monkeypatch.setenv("FAQ_SECOND_ENCODER", "none")
    return tmp_path / "public"


def test_what_may_be_asked_is_asked_once_and_its_gaps_are_shown(public: Path, tmp_path: Path, capsys: Captured) -> None:
    work = tmp_path / "work"
    assert [main([str(public), "--work", str(work)]) for _ in range(2)] == [0, 0]
    assert len(list(QueryLogFile(work, days=90).entries())) == 3
    assert "3 queries, 3 texts: {" in capsys.readouterr().out


def test_a_folder_without_the_set_is_told(tmp_path: Path, capsys: Captured) -> None:
    assert main([str(tmp_path), "--work", str(tmp_path / "work")]) == 1
    assert "real_user_queries_unlabelled.jsonl" in capsys.readouterr().err
