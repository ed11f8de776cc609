"""`faq evaluate`, run in process on small corpora with the hashing encoder."""

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from app.cli import main
from app.commands.evaluate import WORSE
from app.domain import SearchRequest, SearchResult
from app.figures import MOST_GROUPS
from app.retrieval.weights import Weights
from app.search import Searcher

CORPUS = """[[merchants]]
id = "alpine"
name = "Alpine"
[[merchants.documents]]
path = "alpine.txt"
"""

Captured = pytest.CaptureFixture[str]


@pytest.fixture
def ingested(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured, weights: Weights) -> Path:
    """A corpus of one merchant, ingested, in a folder that holds nothing else."""
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "merchants.toml").write_text(CORPUS)
    (corpus / "alpine.txt").write_text("How long does delivery take?\nThree days.\nIs it free?\nYes.\n")
    monkeypatch.setenv("FAQ_CORPUS_DIR", str(corpus))
    monkeypatch.setenv("FAQ_INDEX_DIR", str(tmp_path / "index"))
    monkeypatch.setenv("FAQ_MODEL", "hashing")
    monkeypatch.setenv("FAQ_SECOND_ENCODER", "none")
    monkeypatch.setattr("app.retrieval.weights.read_weights", lambda: weights)  # the shipped ones are fitted to a model
    assert main(["ingest"]) == 0
    capsys.readouterr()
    return tmp_path


ROWS: list[dict[str, object]] = [
    {
        "id": "1",
        "language": "en",
        "merchant": "alpine",
        "query": "How long does delivery take? Three days.",
        "relevant": [{"document": "alpine.txt", "lines": [1, 2], "grade": 2}],
    },
    {"id": "2", "language": "de", "merchant": None, "query": "zebra", "relevant": []},
]


def _write(path: Path, *rows: object) -> Path:
    path.parent.mkdir(exist_ok=True)
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return path


def _queries(folder: Path) -> str:
    return str(_write(folder / "queries.jsonl", *ROWS))


def _json(capsys: Captured, *arguments: str, code: int = 0) -> Any:  # Any: JSON as it comes
    capsys.readouterr()
    assert main(["evaluate", *arguments, "--json"]) == code
    return json.loads(capsys.readouterr().out)


def test_evaluating_prints_the_figures_by_language_merchant_and_length(ingested: Path, capsys: Captured) -> None:
    assert main(["evaluate", _queries(ingested)]) == 0
    out = capsys.readouterr().out
    assert re.search(r"\n all +2 +1 +1\.000 +1\.000 +1\.000 +1\.000 +1\.000 +0\.000 +0\.000 ", out)
    assert re.search(r"\n language .*\n de +1 +0 +0\.000 +\n en +1 +1 +1\.000 ", out)
    assert re.search(r"\n merchant .*\n \(all\) +1 +0 +0\.000 +\n alpine +1 +1 +1\.000 ", out)
    assert re.search(r"\n words .*\n 1-2 +1 +0 +0\.000 +\n 7-15 +1 +1 +1\.000 ", out)


def test_evaluating_prints_how_far_scores_can_be_trusted(ingested: Path, capsys: Captured) -> None:
    main(["evaluate", _queries(ingested)])
    out = capsys.readouterr().out
    assert re.search(r"first hits: calibration error 0\.\d{3} +\n 0-0\.1 +1 +0\.\d{3} +0\.000", out)
    assert re.search(r"0\.9-1 +1 +0\.9\d\d +1\.000 +\n first ten hits: calibration error", out)


def test_evaluating_prints_the_times_of_the_stages(
    ingested: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken, search = iter([3.0, 1.0]), Searcher.search

    def timed(searcher: Searcher, request: SearchRequest) -> SearchResult:
        return replace(search(searcher, request), processing_ms=5.0, stages={"encode": next(taken)})

    monkeypatch.setattr(Searcher, "search", timed)
    main(["evaluate", _queries(ingested)])
    assert re.search(
        r"milliseconds +p50 +p95 +\n encode +1\.00 +3\.00 +\n processing +5\.00 +5\.00 ", capsys.readouterr().out
    )


def test_a_long_table_shows_its_largest_groups(ingested: Path, capsys: Captured) -> None:
    rows = [{"id": str(n), "language": f"x{n:02}", "query": "delivery"} for n in range(MOST_GROUPS + 2)]
    main(["evaluate", str(_write(ingested / "queries.jsonl", *rows))])
    out = capsys.readouterr().out
    assert f" x{MOST_GROUPS - 1:02} " in out
    assert f" x{MOST_GROUPS:02} " not in out
    assert " and 2 more; --json has all" in out


def test_evaluating_as_json_keeps_every_figure_and_query(ingested: Path, capsys: Captured) -> None:
    told = _json(capsys, _queries(ingested))
    assert told["all"]["success_at_1"] == 1
    assert list(told["words"]) == ["1-2", "7-15"]
    assert told["reliability"]["first hits"]["bins"][-1]["answering"] == 1
    assert told["milliseconds"]["processing"]["p95"] > 0
    expected = {**ROWS[0], "merchants": ["alpine"]}
    del expected["merchant"]
    assert told["queries"][0]["asked"] == expected
    assert [hit["grade"] for hit in told["queries"][0]["hits"]] == [2, 0]


def test_an_unchanged_search_passes_against_its_own_baseline(ingested: Path, capsys: Captured) -> None:
    queries, baseline = _queries(ingested), ingested / "baseline.json"
    baseline.write_text(json.dumps(_json(capsys, queries)))
    assert main(["evaluate", queries, "--baseline", str(baseline)]) == 0
    out = capsys.readouterr().out
    assert "0 better than in the baseline" in out
    assert re.search(r"success@1 +1\.000 +1\.000 +\+0\.000", out)
    assert "Worse" not in out


def test_a_worse_search_is_told_query_by_query_and_in_the_exit_code(ingested: Path, capsys: Captured) -> None:
    queries, baseline = _queries(ingested), ingested / "baseline.json"
    baseline.write_text(json.dumps(_json(capsys, queries)))
    (ingested / "corpus/alpine.txt").write_text(
        "Returns\nRefunds.\nHow long does delivery take?\nThree days.\nIs it free?\nYes.\n"
    )
    main(["ingest"])
    capsys.readouterr()
    assert main(["evaluate", queries, "--baseline", str(baseline)]) == WORSE
    out = capsys.readouterr().out
    assert "1 worse than in the baseline\n  1  1 answer -> " in out
    assert re.search(r"Worse: success@1", out)
    told = _json(capsys, queries, "--baseline", str(baseline), code=WORSE)
    assert "success_at_1" in told["comparison"]["worse"]
    assert [change["id"] for change in told["comparison"]["queries"]] == ["1"]


def test_a_baseline_of_other_queries_is_an_error(ingested: Path, capsys: Captured) -> None:
    baseline = ingested / "baseline.json"
    baseline.write_text(json.dumps(_json(capsys, _queries(ingested))))
    others = _write(ingested / "others.jsonl", ROWS[0])
    assert main(["evaluate", str(others), "--baseline", str(baseline)]) == 1
    assert "was made of other queries: 1 only in the baseline ('2')" in capsys.readouterr().err.replace("\n", " ")


@pytest.mark.parametrize("arguments", [[], ["x.jsonl", "--beir", "y"], ["x.jsonl", "--index", "y"]])
def test_either_a_file_or_a_beir_folder_is_judged(arguments: list[str], capsys: Captured) -> None:
    assert main(["evaluate", *arguments]) == 2
    assert "name either a file of labelled queries, or --beir FOLDER" in capsys.readouterr().err


@pytest.fixture
def beir(ingested: Path) -> Path:
    """Two merchants with the same question, one passage without a title; three queries, one of them unanswerable."""
    folder = ingested / "beir"
    _write(
        folder / "corpus.jsonl",
        {"_id": "a1", "title": "Is breakfast served?", "text": "Yes, from seven.", "merchant_id": "hotel:1"},
        {"_id": "b1", "title": "Is breakfast served?", "text": "No, only dinner.", "merchant_id": "hotel:2"},
        {"_id": "b2", "title": "", "text": "Dogs sleep in the garden house.", "merchant_id": "hotel:2"},
    )
    _write(
        folder / "queries.jsonl",
        {"_id": "q1", "text": "Is breakfast served?", "lang": "en", "merchant_ids": ["hotel:2"]},
        {"_id": "q2", "text": "dogs sleep garden house"},
        {"_id": "q3", "text": "zebra", "lang": "en"},
    )
    (folder / "qrels.tsv").write_text("query-id\tcorpus-id\tscore\nq1\tb1\t1\nq2\tb2\t1\n")
    return folder


def test_a_beir_folder_is_ingested_and_judged(beir: Path, capsys: Captured) -> None:
    told = _json(capsys, "--beir", str(beir))
    assert (told["all"]["queries"], told["all"]["answerable"], told["all"]["success_at_1"]) == (3, 2, 1)
    assert [[hit["grade"] for hit in query["hits"]] for query in told["queries"]] == [[2, 0], [2, 0, 0], [0, 0, 0]]
    assert list(told["merchant"]) == ["(all)", "hotel-2"]
    assert told["queries"][1]["asked"]["relevant"][0]["row"] == 2


def test_a_kept_index_is_not_embedded_again(beir: Path, tmp_path: Path, capsys: Captured) -> None:
    arguments = ["evaluate", "--beir", str(beir), "--index", str(tmp_path / "kept")]
    assert main(arguments) == 0
    assert "3 passages, 3 of them embedded now" in capsys.readouterr().err
    assert main(arguments) == 0
    assert "3 passages, 0 of them embedded now" in capsys.readouterr().err


def test_the_served_index_is_not_overwritten(beir: Path, tmp_path: Path, capsys: Captured) -> None:
    assert main(["evaluate", "--beir", str(beir), "--index", str(tmp_path / "index")]) == 1
    assert "is the index that is served" in capsys.readouterr().err.replace("\n", " ")


def test_the_models_of_the_served_index_are_used(beir: Path, tmp_path: Path, capsys: Captured) -> None:
    models, kept = tmp_path / "index/models", tmp_path / "kept"
    kept.mkdir()
    (kept / "models").symlink_to(tmp_path / "gone")
    models.mkdir()
    arguments = ["evaluate", "--beir", str(beir), "--index", str(kept)]
    assert [main(arguments), main(arguments)] == [0, 0]
    assert (kept / "models").resolve() == models


def test_without_built_models_an_index_gets_its_own(beir: Path, tmp_path: Path, capsys: Captured) -> None:
    assert main(["evaluate", "--beir", str(beir), "--index", str(tmp_path / "kept")]) == 0
    assert not (tmp_path / "kept/models").exists()
