"""`scripts/bench.py --scale` in its shortest form: a synthetic corpus of 300 passages with the hashing encoder."""

import json
from pathlib import Path

import pytest

from app.generations import load_current
from app.retrieval.flat import FLAT
from scripts import bench
from scripts.scaled import run as scaled

pytestmark = pytest.mark.soak  # a tool of ours, and several processes: not in the quick run

Captured = pytest.CaptureFixture[str]
ROOT = Path(__file__).parents[2]
SIZE = 300
QUERY = '{"id": "1", "query": "how long does shipping take", "language": "en"}'


@pytest.fixture(autouse=True)
def _environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    index = tmp_path / "index"
    (index / "models").mkdir(parents=True)
    chosen = {"INDEX_DIR": str(index), "CORPUS_DIR": str(ROOT / "corpus"), "MODEL": "hashing", "SECOND_ENCODER": "none"}
    for name, value in chosen.items():
        monkeypatch.setenv(f"FAQ_{name}", value)
    monkeypatch.setattr(scaled, "CHART", tmp_path / "growth.svg")


def arguments(folder: Path) -> list[str]:
    queries = folder / "queries.jsonl"
    queries.write_text(QUERY, encoding="utf-8")
    return ["--scale", str(SIZE), "--work", str(folder / "work"), "--queries", str(queries)]


def test_a_small_corpus_is_built_measured_told_and_drawn(tmp_path: Path, capsys: Captured) -> None:
    file, figures = tmp_path / "README.md", tmp_path / "figures.json"
    file.write_text("<!-- bench scale -->\n<!-- /bench scale -->\n", encoding="utf-8")
    assert bench.main([*arguments(tmp_path), "--write", str(file), "--json", str(figures)]) == 0
    printed = capsys.readouterr().out
    measured = json.loads(figures.read_text(encoding="utf-8"))[str(SIZE)]
    assert file.read_text(encoding="utf-8") == f"<!-- bench scale -->\n{printed.strip()}\n<!-- /bench scale -->\n"
    assert "| recall@10, unfiltered (≥ 0.97) | 1.0000 |" in printed
    assert (measured["passages"], measured["merchants"], measured["recall, unfiltered"]) == (SIZE, SIZE / 50, 1)
    assert (tmp_path / "growth.svg").read_text(encoding="utf-8").startswith("<svg")
    assert not (tmp_path / "work" / str(SIZE)).exists()


def test_an_index_that_is_kept_is_measured_again_without_being_built(tmp_path: Path, capsys: Captured) -> None:
    assert bench.main([*arguments(tmp_path), "--keep"]) == 0
    served = load_current(tmp_path / "work" / str(SIZE), FLAT).manifest.generation
    assert bench.main([*arguments(tmp_path), "--keep"]) == 0
    assert load_current(tmp_path / "work" / str(SIZE), FLAT).manifest.generation == served
    assert capsys.readouterr().err.count("building") == 1


def test_a_step_that_fails_ends_the_run(tmp_path: Path, capsys: Captured) -> None:
    assert bench.main([*arguments(tmp_path)[:-1], str(tmp_path / "none.jsonl")]) == 1
    assert "scripts.scaled.measure" in capsys.readouterr().err
