"""`faq keys`, and what a service does without any."""

import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest

from app.access import Access
from app.cli import main
from app.grants import Grant
from app.key_file import KeyFile
from app.key_records import told
from app.key_watch import KeyWatch
from app.scope import Scope

Captured = pytest.CaptureFixture[str]


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> KeyFile:
    monkeypatch.setenv("FAQ_DATA_DIR", str(tmp_path / "data"))
    return KeyFile(tmp_path / "data")


def create(capsys: Captured, *options: str) -> dict[str, Any]:  # Any: JSON
    """The new key, with what the list tells of it."""
    assert main(["keys", "create", *options]) == 0
    key = capsys.readouterr().out.strip()
    return {"key": key, **listed(capsys)[-1]}


def listed(capsys: Captured) -> list[dict[str, Any]]:  # Any: JSON
    assert main(["keys", "list", "--json"]) == 0
    keys: list[dict[str, Any]] = json.loads(capsys.readouterr().out)["keys"]
    return keys


def test_a_created_key_is_shown_alone_on_standard_output_and_counts(file: KeyFile, capsys: Captured) -> None:
    assert main(["keys", "create", "--role", "search", "-m", "alpine", "--days", "30", "--note", "Alpine"]) == 0
    out, err = capsys.readouterr()
    caller = Access(KeyWatch(file)).caller(f"Bearer {out.strip()}")
    assert (caller.role, caller.scope) == ("search", Scope(frozenset({"alpine"})))
    assert f"This is shown once. {file.path} keeps its role and limits, not the key itself." in err.replace("\n", " ")


def test_every_limit_of_a_key_can_be_given(file: KeyFile, capsys: Captured) -> None:
    limits = ("-m", "alpine", "-m", "other", "-l", "fr", "--origin", "HTTPS://Shop.example:443", "--rate", "2.5")
    created = create(capsys, "--role", "search", *limits)
    assert {name: created[name] for name in ("merchants", "languages", "origins", "rate", "expires")} == {
        "merchants": ["alpine", "other"],
        "languages": ["fr"],
        "origins": ["https://shop.example"],
        "rate": 2.5,
        "expires": None,
    }


def test_a_listed_key_tells_what_it_is_for_and_not_itself(file: KeyFile, capsys: Captured) -> None:
    limits = ("-m", "alpine", "-l", "fr", "--rate", "2.5", "--days", "1", "--note", "Alpine")
    search, admin = create(capsys, "--role", "search", *limits), create(capsys, "--role", "admin")
    assert main(["keys", "list"]) == 0
    header, *lines = capsys.readouterr().out.splitlines()
    assert header.split() == ["id", "role", "created", "expires", "only", "note"]
    assert lines[0].split() == [
        *(search["id"], "search", search["created"][:10], search["expires"][:10]),
        *("alpine,", "fr,", "2.5", "a", "second", "Alpine"),
    ]
    assert lines[1].split() == [admin["id"], "admin", admin["created"][:10], "never"]
    assert search["key"].split("_", 2)[2] not in "".join(lines)


def test_an_expired_key_is_listed_as_over(file: KeyFile, capsys: Captured) -> None:
    created = create(capsys, "--role", "agent", "--days", "1")
    file.path.write_text(file.path.read_text().replace(created["expires"], "2026-01-02T00:00:00+00:00"))
    main(["keys", "list"])
    assert "2026-01-02 (over)" in capsys.readouterr().out


def test_the_list_as_json_is_the_one_that_http_gives(file: KeyFile, capsys: Captured) -> None:
    key = file.add(Grant(role="agent", note="Support")).key
    assert listed(capsys) == [told(key)]


def test_without_keys_the_list_says_so(file: KeyFile, capsys: Captured) -> None:
    assert main(["keys", "list"]) == 0
    assert capsys.readouterr().out == "There are no keys.\n"


def test_revoking_the_last_key_says_that_nobody_is_let_in(file: KeyFile, capsys: Captured) -> None:
    one, last = create(capsys, "--role", "agent"), create(capsys, "--role", "agent")
    assert main(["keys", "revoke", one["id"]]) == 0
    assert capsys.readouterr().err == f"Key {one['id']} is revoked, and every token that it signed.\n"
    assert main(["keys", "revoke", last["id"]]) == 0
    last_line = capsys.readouterr().err.splitlines()[-1]
    assert last_line == f"No key is left, so nobody is let in. Create one, or delete {file.path} to use none."


@pytest.mark.parametrize(
    ("command", "error"),
    [
        (["revoke", "nobody"], "No key 'nobody'. `faq keys list` shows those that there are."),
        (["create", "--role", "agent", "-m", "alpine"], "A key of role agent sees all there is."),
        (["create", "--role", "search", "--origin", "https://["], "'https://[' is no origin as browsers send it"),
        (["create", "--role", "search", "--days", "0"], "days is 0; give a whole number from 1 to 36500."),
    ],
)
def test_what_cannot_be_done_is_told(file: KeyFile, capsys: Captured, command: list[str], error: str) -> None:
    assert main(["keys", *command]) == 1
    assert capsys.readouterr().err.startswith(f"Error: {error}")


def test_a_token_is_signed_with_the_key_of_standard_input(
    file: KeyFile, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    created = create(capsys, "--role", "agent")
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{created['key']}\n"))
    options = ["-m", "alpine", "--days", "30", "-l", "fr", "--origin", "https://Shop.example"]
    assert main(["keys", "token", *options]) == 0
    caller = Access(KeyWatch(file)).caller(f"Bearer {capsys.readouterr().out.strip()}")
    assert (caller.key_id, caller.is_token) == (created["id"], True)
    assert caller.scope == Scope(frozenset({"alpine"}), frozenset({"fr"}))
    assert caller.origins == frozenset({"https://shop.example"})


def test_on_a_terminal_the_key_is_asked_for_and_not_shown(
    file: KeyFile, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    created, asked = create(capsys, "--role", "agent"), dict[str, object]()

    def prompt(text: str, **options: object) -> str:
        asked.update(options, text=text)
        return str(created["key"])

    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
    monkeypatch.setattr("typer.prompt", prompt)
    assert main(["keys", "token", "-m", "alpine", "--days", "1"]) == 0
    assert Access(KeyWatch(file)).caller(f"Bearer {capsys.readouterr().out.strip()}").key_id == created["id"]
    assert asked == {"text": "Key", "hide_input": True, "err": True}


@pytest.mark.parametrize(
    ("given", "days", "error"),
    [
        ("", "1", "That is no key. Give one as `faq keys create` showed it"),
        ("faq_0123456789ab_é", "1", "That is no key."),
        ("", "367", "A token lives at most 366 days, and ends after it began."),
    ],
)
def test_what_signs_nothing_is_told(
    file: KeyFile, capsys: Captured, monkeypatch: pytest.MonkeyPatch, given: str, days: str, error: str
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(given))
    assert main(["keys", "token", "-m", "alpine", "--days", days]) == 1
    assert capsys.readouterr().err.startswith(f"Error: {error}")


def test_without_keys_the_service_listens_on_this_machine_only(file: KeyFile, capsys: Captured) -> None:
    assert main(["serve", "--host", "0.0.0.0"]) == 1  # noqa: S104 - refused
    error = capsys.readouterr().err
    assert error.startswith("Error: 0.0.0.0 can be reached from other machines, and")
    assert "Run `faq keys create --role agent` (or another role) first, or listen on 127.0.0.1." in error


def test_several_processes_are_told_where_the_command_line_says_that_they_listen(
    file: KeyFile, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What runs without keys must be sure that it listens on this machine only, in every process."""
    started = dict[str, object]()
    monkeypatch.setenv("FAQ_HOST", "127.0.0.1")
    monkeypatch.setenv("FAQ_PORT", "8000")
    monkeypatch.setenv("FAQ_PROCESSES", "2")
    monkeypatch.setattr("uvicorn.run", lambda app, **options: started.update(options, app=app))
    create(capsys, "--role", "agent")
    assert main(["serve", "--host", "0.0.0.0", "--port", "8110"]) == 0  # noqa: S104 - nothing listens
    from app.settings import Settings

    settings = Settings.from_environment()
    assert (settings.host, settings.port) == (started["host"], started["port"]) == ("0.0.0.0", 8110)  # noqa: S104
