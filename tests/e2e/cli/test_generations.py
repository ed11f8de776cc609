"""`faq generations` and what `faq ingest` says of changes, run in process with the hashing encoder."""

import json
import re
from pathlib import Path

import pytest

from app.changes import MerchantChanges
from app.cli import main
from app.printed_ingestion import _print_merchants
from app.terminal import open_console

Captured = pytest.CaptureFixture[str]


@pytest.fixture
def twice(ingested: Path, tmp_path: Path, capsys: Captured) -> list[str]:
    """The names of two generations, the served one last."""
    (ingested / "other.txt").write_text("Shipping\n\nWe ship within three weeks.\n")
    assert main(["ingest"]) == 0
    capsys.readouterr()
    return sorted(path.name for path in (tmp_path / "index/generations").iterdir())


def test_an_ingestion_tells_what_changed(ingested: Path, capsys: Captured) -> None:
    (ingested / "other.txt").write_text("Shipping\n\nWe ship within three weeks.\n")
    assert main(["ingest", "--report"]) == 0
    out = capsys.readouterr().out
    assert "Documents: 1 changed, 1 as before.\nPassages: 1 added, 1 removed, 2 kept; 1 embedded.\n" in out
    assert re.search(r"other\.txt +changed +1 +1 +0 +1\b", out)


def test_a_merchant_s_new_name_is_told_and_machines_get_it_all(ingested: Path, capsys: Captured) -> None:
    path = ingested / "merchants.toml"
    path.write_text(path.read_text().replace('"Alpine"', '"Alp"'))
    assert main(["ingest", "--json"]) == 0
    changes = json.loads(capsys.readouterr().out)["changes"]
    assert changes == {
        "documents": [],
        "unchanged": 2,
        "merchants": {"added": [], "changed": ["alpine"], "removed": []},
        "kept": 3,
        "embedded": 0,
    }


def test_what_loses_a_merchant_needs_force(ingested: Path, capsys: Captured) -> None:
    path = ingested / "merchants.toml"
    path.write_text(path.read_text().partition('[[merchants]]\nid = "other"')[0])
    assert main(["ingest"]) == 1
    err = " ".join(capsys.readouterr().err.split())
    assert err.startswith("Error: The new generation loses the merchants other. What is served stays as it was.")
    assert main(["ingest", "--force"]) == 0
    assert "\nMerchants removed: other.\n" in capsys.readouterr().out


def test_of_many_new_merchants_the_first_ten_are_named_and_all_in_a_whole_report(capsys: Captured) -> None:
    ids = tuple(f"shop-{letter}" for letter in "abcdefghijkl")
    _print_merchants(open_console(), MerchantChanges(added=ids), most=10)
    _print_merchants(open_console(), MerchantChanges(changed=ids), most=None)
    first, whole = capsys.readouterr().out.splitlines()
    assert first == f"Merchants added: {', '.join(ids[:10])} and 2 more."
    assert whole == f"Merchants described anew: {', '.join(ids)}."


def test_what_cannot_be_compared_with_anything_is_told(ingested: Path, tmp_path: Path, capsys: Captured) -> None:
    (lines,) = tmp_path.glob("index/generations/*/passages.jsonl")
    lines.unlink()
    assert main(["ingest"]) == 0
    out = capsys.readouterr().out
    assert "passages.jsonl is missing. Run `faq ingest` to build the index again. The new generation was comp" in out
    assert "compared with nothing: look whether merchants or passages are missing from it." in out


def test_what_is_compared_with_an_older_one_is_told(twice: list[str], tmp_path: Path, capsys: Captured) -> None:
    (tmp_path / "index/generations" / twice[1] / "passages.jsonl").unlink()
    assert main(["ingest", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["compared_with"] == twice[0]
    (warning,) = told["warnings"]
    assert warning.endswith(f"The new generation was compared with {twice[0]} instead.")


def test_a_missing_file_of_labelled_queries_is_told_before_anything_is_embedded(
    shop: Path, tmp_path: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FAQ_QUALITY_QUERIES", str(tmp_path / "queries.jsonl"))
    assert main(["ingest"]) == 1
    assert "queries.jsonl: no such file." in "".join(capsys.readouterr().err.split("\n"))
    assert not (tmp_path / "index").exists()
    assert main(["ingest", "--force"]) == 0


def test_a_file_of_labelled_queries_guards_what_they_find(
    ingested: Path, tmp_path: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    label = {"document": "other.txt", "lines": [1, 3], "grade": 2}
    row = {"id": "1", "query": "ship within two weeks", "language": "en", "merchant": "other", "relevant": [label]}
    (tmp_path / "queries.jsonl").write_text(json.dumps(row))
    monkeypatch.setenv("FAQ_QUALITY_QUERIES", str(tmp_path / "queries.jsonl"))
    (ingested / "other.txt").write_text("Shipping\n\n\n\n\n\nWe ship within two weeks.\n")
    assert main(["ingest"]) == 1
    err = " ".join(capsys.readouterr().err.split())
    assert "answers 1 labelled queries worse: success_at_1 1.000 -> 0.000" in err


def test_generations_are_listed(twice: list[str], capsys: Captured) -> None:
    assert main(["generations", "list"]) == 0
    _, served, fallback = capsys.readouterr().out.splitlines()
    assert re.match(rf" {twice[1]} +served +\S+ \S+ +2 +3 +hashing +\d\.\d MB", served)
    assert re.match(rf" {twice[0]} +fallback ", fallback)


def test_a_damaged_generation_is_listed_with_the_file(twice: list[str], tmp_path: Path, capsys: Captured) -> None:
    (tmp_path / "index/generations" / twice[0] / "passages.jsonl").unlink()
    assert main(["generations", "list"]) == 0
    out = capsys.readouterr().out
    assert re.search(rf"{twice[0]} +damaged +\d\.\d MB", out)
    assert f"{twice[0]} is damaged: " in out
    assert "passages.jsonl is missing." in out


def test_generations_are_listed_for_machines(twice: list[str], tmp_path: Path, capsys: Captured) -> None:
    (tmp_path / "index/generations" / twice[0] / "passages.jsonl").unlink()
    assert main(["generations", "list", "--json"]) == 0
    served, damaged = json.loads(capsys.readouterr().out)
    assert (served["state"], served["counts"]["passages"], served["damage"]) == ("served", 3, None)
    assert (damaged["generation"], damaged["state"]) == (twice[0], "damaged")
    assert "passages.jsonl is missing" in damaged["damage"]


def test_before_the_first_ingestion_there_is_nothing_to_list(shop: Path, capsys: Captured) -> None:
    assert main(["generations", "list"]) == 0
    assert "No generation has been published yet. Run `faq ingest`" in capsys.readouterr().out


def test_rolling_back_says_what_is_served_and_how_to_come_back(twice: list[str], capsys: Captured) -> None:
    assert main(["generations", "rollback"]) == 0
    out = capsys.readouterr().out
    assert out.startswith(f"Generation {twice[0]} of ")
    assert " is served now: 3 passages of 2 documents.\n" in out
    assert f"To come back: `faq generations rollback {twice[1]}`.\n" in out
    assert main(["generations", "rollback", twice[1]]) == 0


def test_rolling_back_to_what_is_served_needs_no_way_back(twice: list[str], capsys: Captured) -> None:
    assert main(["generations", "rollback", twice[1]]) == 0
    assert "To come back" not in capsys.readouterr().out


def test_old_generations_are_pruned(twice: list[str], capsys: Captured) -> None:
    assert main(["generations", "prune", "--keep", "1"]) == 0
    assert capsys.readouterr().out == f"Removed {twice[0]}.\n"
    assert main(["generations", "prune"]) == 0
    assert capsys.readouterr().out == "Nothing to remove.\n"
