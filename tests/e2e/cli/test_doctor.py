"""`faq doctor`, on sound installs and on broken ones."""

import json
import shutil
import sys
from pathlib import Path
from typing import Any

import pytest

from app.checks import machine
from app.cli import main

Captured = pytest.CaptureFixture[str]
CHECKS = ["settings", "install", "corpus", "model", "index", "search", "data folder", "keys", "machine", "port"]


@pytest.fixture
def sound(ingested: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The index folder of an install without a problem, on a machine with a lot of memory."""
    monkeypatch.setenv("FAQ_PORT", "0")
    memory = tmp_path / "meminfo"
    memory.write_text("MemTotal:       9000000 kB\nMemAvailable:   8000000 kB\n")
    monkeypatch.setattr(machine, "MEMORY", memory)
    monkeypatch.setattr(machine, "_INGESTING_GB", 0)
    return tmp_path / "index"


def _told(capsys: Captured, *, code: int) -> dict[str, list[tuple[str, str]]]:
    """Status and words of every finding, by check."""
    assert main(["doctor", "--json"]) == code
    body = json.loads(capsys.readouterr().out)
    assert body["healthy"] == (code == 0)
    findings: dict[str, list[tuple[str, str]]] = {}
    for each in body["findings"]:
        findings.setdefault(each["check"], []).append((each["status"], f"{each['told']} {each['remedy']}".strip()))
    return findings


def _amiss(capsys: Captured, *, code: int = 1) -> dict[str, list[tuple[str, str]]]:
    """Only what is not ok."""
    told = _told(capsys, code=code)
    amiss = {check: [each for each in found if each[0] != "ok"] for check, found in told.items()}
    return {check: found for check, found in amiss.items() if found}


def test_a_sound_install_is_told_check_by_check(sound: Path, capsys: Captured) -> None:
    assert main(["doctor"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line[:13].strip() for line in lines if line[:13].strip() in CHECKS] == CHECKS
    assert {line[13:22].strip() for line in lines[:-2]} == {"ok"}
    assert lines[-1] == "The service can run, with no warnings."


def test_a_problem_is_told_with_its_remedy_and_in_the_exit_code(
    sound: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FAQ_PORT", "80000")
    assert main(["doctor"]) == 1
    out = capsys.readouterr().out
    assert out.startswith("settings     PROBLEM  FAQ_PORT is '80000'; give a whole number from 0 to 65535.\n")
    assert "\n                      -> Correct or unset FAQ_PORT.\n" in out
    assert out.endswith("\n1 problem and no warnings.\n")


def test_without_an_index_everything_else_is_looked_at(sound: Path, capsys: Captured) -> None:
    shutil.rmtree(sound / "generations")
    (sound / "CURRENT").unlink()
    told = _told(capsys, code=1)
    assert list(told) == CHECKS
    assert told["index"] == [
        ("problem", f"{sound} holds no index yet. Run `faq ingest` (or `make ingest`) first."),
    ]
    assert told["search"] == [("problem", "fails for the same reason as `index`")]
    assert told["model"] == [("warning", "Not looked at: no index says which model it needs.")]


def test_several_problems_are_to_be_mended_in_order(sound: Path, capsys: Captured) -> None:
    shutil.rmtree(sound / "generations")
    (sound / "CURRENT").unlink()
    main(["doctor"])
    last = "2 problems and 1 warning; mend the first one first, others may follow from it."
    assert capsys.readouterr().out.splitlines()[-1] == last


def test_every_damaged_file_of_the_index_is_named(sound: Path, capsys: Captured) -> None:
    (generation,) = (sound / "generations").iterdir()
    (generation / "merchants.jsonl").unlink()
    (generation / "passages.jsonl").write_text("{}")
    remedy = "Run `faq ingest` to build the index again."
    assert _amiss(capsys)["index"] == [
        ("problem", f"{generation / 'merchants.jsonl'} is missing. {remedy}"),
        ("problem", f"{generation / 'passages.jsonl'} does not match its checksum. {remedy}"),
    ]


def test_an_index_of_another_format_is_a_problem(sound: Path, capsys: Captured) -> None:
    (generation,) = (sound / "generations").iterdir()
    manifest = generation / "manifest.json"
    manifest.write_text(json.dumps({**json.loads(manifest.read_text()), "format_version": 0}))
    (problem,) = _amiss(capsys)["index"]
    assert "has format 0; this program reads" in problem[1]


def test_an_index_of_another_model_is_a_problem(sound: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FAQ_MODEL", "bundled")
    amiss = _amiss(capsys)
    (model,), (search,) = amiss["model"], amiss["search"]
    assert "There is no model in" in model[1]
    assert "Run `faq ingest` with the model that shall serve, or set FAQ_MODEL to the index's." in search[1]


def test_every_setting_that_cannot_be_used_is_named(
    sound: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FAQ_PROT", "1")
    monkeypatch.setenv("FAQ_WORKERS", "many")
    first, second = _amiss(capsys)["settings"]
    assert first[1].startswith("FAQ_PROT is not a setting.")
    assert second[1].startswith("FAQ_WORKERS is 'many'; give a whole number")


def test_a_missing_library_is_a_problem_of_what_needs_it(
    sound: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "app.checks.search", None)
    ((status, told),) = _amiss(capsys)["search"]
    assert status == "problem"
    assert told.endswith("Install what `install` names.")


def test_where_packages_cannot_be_looked_at_the_one_that_this_needs_is_named(
    sound: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(sys.modules, "app.checks.install", raising=False)
    monkeypatch.delattr("app.checks.install", raising=False)
    monkeypatch.setitem(sys.modules, "packaging.requirements", None)
    ((_, told),) = _amiss(capsys)["install"]
    assert told.startswith("Not looked at: import of packaging.requirements halted")
    assert told.endswith(f" Run `{sys.executable} -m pip install packaging`.")


def test_a_check_that_fails_does_not_keep_the_others_from_being_made(
    sound: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: Any) -> None:  # Any: whatever the check takes
        raise ZeroDivisionError("by zero")

    monkeypatch.setattr(machine, "check", fail)
    told = _told(capsys, code=1)
    assert told["machine"] == [("problem", "Not looked at: ZeroDivisionError: by zero")]
    assert told["port"] == [("ok", "FAQ_PORT=0: the service takes a free one")]


def test_settings_are_not_needed(
    sound: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("FAQ_CORPUS_DIR", "FAQ_INDEX_DIR", "FAQ_DATA_DIR", "FAQ_PORT", "FAQ_MODEL", "FAQ_SECOND_ENCODER"):
        monkeypatch.delenv(name)
    assert _told(capsys, code=1)["settings"] == [("ok", "nothing is set: the defaults hold")]
