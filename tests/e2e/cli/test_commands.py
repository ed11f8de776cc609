"""The command line, run in process on a small corpus with the hashing encoder."""

import json
import re
import socket
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest
from starlette.testclient import TestClient

from app import __version__, terminal
from app.api.application import create_app
from app.api.engines import Index
from app.cli import main
from app.commands.search import NO_ANSWER
from app.settings import Settings
from app.wiring import searcher

Captured = pytest.CaptureFixture[str]


def test_ingesting_says_what_was_published_and_then_that_nothing_changed(shop: Path, capsys: Captured) -> None:
    assert main(["ingest"]) == 0
    assert re.search(r"Published generation \S+: 3 passages of 2 documents and 2 merchants\.", capsys.readouterr().out)
    assert main(["ingest"]) == 0
    assert "Nothing has changed" in capsys.readouterr().out


def test_the_report_accounts_for_every_line(shop: Path, capsys: Captured) -> None:
    assert main(["ingest", "--report"]) == 0
    out = capsys.readouterr().out
    assert re.search(r"alpine/faq\.txt +2 +4 +0 +0 +1 +1 +0\b", out)
    assert "dropped, repeat: alpine/faq.txt:4: Three days." in out
    assert "dropped, page furniture: alpine/faq.txt:1: 0 items" in out


PAGE = (
    '<script type="application/ld+json">{broken</script><nav id=menu>Candles</nav>'
    "<main><h2>Is it free?</h2><p>It is.</p><h2>Which way?</h2><p>By post.</p></main>"
)


def test_what_a_reader_found_wrong_is_a_warning_and_what_it_left_out_is_in_the_report(
    shop: Path, capsys: Captured
) -> None:
    (shop / "page.html").write_text(PAGE)
    assert main(["merchants", "add", "pages", "--name", "Pages", str(shop / "page.html")]) == 0
    assert main(["ingest", "--report"]) == 0
    out = capsys.readouterr().out
    assert "Warning: page.html: its JSON-LD (schema.org) cannot be read" in out
    assert "left out, navigation: page.html # menu: Candles" in out


OVERRIDES = """
[[hidden]]
merchant = "alpine"
question = "{question}"
reason = "is wrong"
author = "Ann"

[[pins]]
merchant = "{other}"
question = "{others}"
query = ["price"]
reason = "they mean it"
author = "Ann"
"""


def test_what_curators_did_is_told_and_each_hidden_passage_with_its_reason(ingested: Path, capsys: Captured) -> None:
    asked = {p.merchant_id: p.question for p in searcher(Settings.from_environment()).passages.values() if p.question}
    hidden, (other, others) = asked.pop("alpine"), next(iter(asked.items()))
    told = OVERRIDES.format(question=hidden, other=other, others=others)
    (ingested / "overrides.toml").write_text(told, encoding="utf-8")
    assert main(["ingest", "--force"]) == 0
    out = capsys.readouterr().out
    assert "Overrides: 2 in force, 0 more rows, 1 passages hidden." in out
    assert f"hidden: alpine: {hidden} (is wrong; Ann)" in out


def test_the_report_is_there_for_machines_too(shop: Path, capsys: Captured) -> None:
    assert main(["ingest", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["embedded"], told["counts"]["passages"]) == (3, 3)
    assert [document["lost"] for document in told["documents"]] == [[], []]
    assert [line["line"] for line in told["documents"][0]["dropped"]] == [1, 4]


def test_a_file_that_nobody_lists_is_a_warning(shop: Path, capsys: Captured) -> None:
    (shop / "stray.txt").write_text("x")
    assert main(["ingest"]) == 0
    assert "Warning: stray.txt is not listed" in capsys.readouterr().out


def test_a_passage_over_the_limit_is_a_warning(shop: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.encoders.hashing.HashingEncoder.max_tokens", 2)
    assert main(["ingest"]) == 0
    assert "is longer than the model reads" in capsys.readouterr().out


def test_another_corpus_folder_may_be_named(shop: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("FAQ_CORPUS_DIR")
    assert main(["ingest", "--corpus", str(shop)]) == 0


def test_a_bad_corpus_is_an_error_that_names_the_file(shop: Path, capsys: Captured) -> None:
    (shop / "other.txt").unlink()
    assert main(["ingest"]) == 1
    err = capsys.readouterr().err.replace("\n", "")
    assert err.startswith("Error: ")
    assert "other.txt" in err
    assert "merchants.toml:10" in err


def test_searching_before_ingesting_says_what_to_run(shop: Path, capsys: Captured) -> None:
    assert main(["search", "delivery"]) == 1
    assert "Run `faq ingest`" in capsys.readouterr().err


def test_a_search_shows_merchant_source_and_text(ingested: Path, capsys: Captured) -> None:
    assert main(["search", "How long does delivery take? Three days."]) == 0
    out = capsys.readouterr().out
    assert re.match(r"Answered \(confidence 0\.9\d\)\n1-3 of 3 passages · asked in en · \d+ ms\n\n", out)
    assert "\n1. How long does delivery take?\n   Alpine  alpine/faq.txt:2-3  en  0.9" in out
    assert "\n   Three days.\n\n2. " in out


def test_a_terminal_gets_colours(ingested: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm-256color")
    main(["search", "delivery"])
    assert "\x1b[1" in capsys.readouterr().out


def test_a_search_without_an_answer_says_so_in_its_exit_code(ingested: Path, capsys: Captured) -> None:
    assert main(["search", "zebra"]) == NO_ANSWER
    assert capsys.readouterr().out.startswith("No clear answer here")


def test_a_document_cannot_command_the_terminal(ingested: Path, capsys: Captured) -> None:
    main(["search", "shipping", "-m", "other"])
    assert "\x1b" not in capsys.readouterr().out


def test_search_as_json_is_the_body_that_http_sends(ingested: Path, capsys: Captured) -> None:
    main(["search", "delivery", "--merchant", "alpine", "-n", "2", "--json"])
    printed = json.loads(capsys.readouterr().out)
    with TestClient(create_app(Index(lambda: searcher(Settings.from_environment())))) as client:
        while client.get("/readyz").status_code != 200:
            pass
        sent = client.get("/v1/search", params={"q": "delivery", "merchant": "alpine", "limit": 2}).json()
    assert {**sent, "query_id": None, "processing_ms": 0} == {**printed, "processing_ms": 0}


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["search", " "], "q is blank"),
        (["search", "x", "-n", "0"], "limit is 0"),
        (["search", "x", "-m", "nobody"], "No merchant 'nobody'"),
        (["evaluate", "missing.jsonl"], "missing.jsonl"),
    ],
)
def test_a_request_that_cannot_be_served_is_an_error(
    ingested: Path, capsys: Captured, arguments: list[str], complaint: str
) -> None:
    assert main(arguments) == 1
    assert complaint in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments", [["search"], ["nonsense"], ["search", "x", "--limit", "many"], ["ingest", "--no"]]
)
def test_a_wrong_command_line_exits_with_two(arguments: list[str], capsys: Captured) -> None:
    assert main(arguments) == 2
    assert "Usage: faq" in capsys.readouterr().err


def test_a_misspelt_setting_is_an_error(shop: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FAQ_PROT", "1")
    assert main(["ingest"]) == 1
    assert "FAQ_PROT is not a setting" in capsys.readouterr().err


def test_the_version_is_told(capsys: Captured) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == __version__ + "\n"


def test_serving_hands_settings_to_the_server(ingested: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given: dict[str, object] = {}
    monkeypatch.setattr("app.api.server.uvicorn.run", lambda app, **options: given.update(options))
    monkeypatch.setenv("FAQ_PORT", "8123")
    assert main(["serve", "--host", "127.0.0.2"]) == 0
    alone = {"factory": False, "workers": 1}
    wanted = {"host": "127.0.0.2", "port": 8123, "access_log": False, "server_header": False, **alone}
    assert given.items() >= wanted.items()
    assert main(["serve", "--port", "0"]) == 0
    assert (given["host"], given["port"]) == ("127.0.0.1", 0)


def test_an_index_of_another_model_is_not_searched(
    ingested: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FAQ_MODEL", "bundled")
    assert main(["search", "delivery"]) == 1
    assert "Run `faq ingest` with the model that shall serve" in capsys.readouterr().err.replace("\n", " ")


def test_a_taken_port_is_an_error(ingested: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.api.server.ending_in_time", lambda app: app)  # it ends the process: here, the tests
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        assert main(["serve", "--port", str(taken.getsockname()[1])]) == 1
    assert "Is the port taken?" in capsys.readouterr().err


def test_an_index_folder_that_is_a_file_is_an_error(
    shop: Path, tmp_path: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FAQ_INDEX_DIR", str(shop / "other.txt"))
    assert main(["ingest"]) == 1
    assert "other.txt" in capsys.readouterr().err


def test_a_missing_package_is_an_error_that_names_the_doctor(
    shop: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "app.api.server", None)
    assert main(["serve"]) == 1
    assert "`faq doctor` says which package is missing or broken" in capsys.readouterr().err.replace("\n", " ")


def test_a_package_that_is_there_and_broken_is_an_error_that_names_the_doctor(
    shop: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "app.mcp_server", ModuleType("of an older version"))
    assert main(["mcp"]) == 1
    err = capsys.readouterr().err.replace("\n", " ")
    assert "Error: cannot import name 'run_stdio'" in err
    assert "`faq doctor` says which package is missing or broken" in err


def test_an_assistant_is_served_over_standard_input(shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[Settings] = []
    monkeypatch.setattr("app.mcp_server.run_stdio", given.append)
    assert main(["mcp"]) == 0
    assert given == [Settings.from_environment()]


def test_the_command_line_starts_without_heavy_libraries() -> None:
    heavy = "{'torch', 'faiss', 'fastapi', 'mcp', 'numpy', 'onnxruntime', 'sentence_transformers', 'transformers'}"
    code = f"import sys, app.cli, app.doctor, app.printed_findings; print(sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_a_step_is_told_on_standard_error(capsys: Captured) -> None:
    terminal.print_step("Exporting\x1b it")
    captured = capsys.readouterr()
    assert (captured.out, captured.err) == ("", "Exporting it\n")
