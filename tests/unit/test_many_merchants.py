"""Texts of many merchants as a corpus: each has a table of its own."""

import json
from pathlib import Path

import pytest

from app.corpus.documents import read_document
from app.corpus.registry import read_registry
from scripts.benchmark.servers import BenchmarkError
from scripts.many_merchants import main, read_texts, write_corpus

ROWS = [
    {"merchant_id": "hotel:0", "merchant": 'A "B" & C', "title": "Is it free?", "text": "Yes."},
    {"merchant_id": "taxi:_1", "merchant": "Taxi", "title": "How much?", "text": "Three."},
    {"merchant_id": "hotel:0", "merchant": 'A "B" & C', "title": "Is it far?", "text": "No."},
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "corpus.jsonl").write_text("".join(f"{json.dumps(row)}\n" for row in ROWS))
    return tmp_path


def test_each_merchant_has_a_table_of_its_own_pairs(folder: Path) -> None:
    write_corpus(read_texts(folder), folder / "corpus")
    registry = read_registry(folder / "corpus")
    assert [(each.id, each.name) for each in registry.merchants] == [("hotel-0", 'A "B" & C'), ("taxi-1", "Taxi")]
    first = read_document(folder / "corpus", registry.documents[0])
    assert first.document.text == "Is it free?\nYes.\n\nIs it far?\nNo.\n"


def test_a_line_without_a_merchant_is_told(folder: Path) -> None:
    (folder / "corpus.jsonl").write_text('{"title": "Why?"}\n')
    with pytest.raises(BenchmarkError, match=r"corpus\.jsonl has a line without 'merchant_id'"):
        read_texts(folder)


@pytest.mark.soak
def test_only_what_changed_is_embedded_again(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, value in {"INDEX_DIR": str(folder), "MODEL": "hashing", "SECOND_ENCODER": "none"}.items():
        monkeypatch.setenv(f"FAQ_{name}", value)
    assert main([str(folder), "--merchants", "2"]) == 0
    rows = [line.split(" | ")[:3] for line in capsys.readouterr().out.splitlines() if " changed | 3" in line]
    assert rows == [["| one answer changed", "3", "1"], ["| nothing changed", "3", "0"]]
