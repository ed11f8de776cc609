"""What `faq doctor` says of keys."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.checks.finding import Finding, ok, warning
from app.checks.keys import check
from app.errors import DataFolderError, ServingError
from app.grants import Grant
from app.key_file import KeyFile
from app.settings import Settings


@pytest.fixture
def file(tmp_path: Path) -> KeyFile:
    return KeyFile(tmp_path)


def findings(file: KeyFile, host: str = "127.0.0.1") -> list[Finding]:
    return list(check(Settings.from_environment({"FAQ_DATA_DIR": str(file.path.parent), "FAQ_HOST": host})))


def test_without_keys_only_this_machine_may_ask(file: KeyFile) -> None:
    assert findings(file) == [ok("none: everybody on this machine may ask, and nobody else")]


def test_without_keys_no_other_address_can_be_listened_on(file: KeyFile) -> None:
    with pytest.raises(ServingError, match="holds no key"):
        findings(file, "::")


def test_keys_are_counted_by_role(file: KeyFile) -> None:
    file.add(Grant(role="search"))
    file.add(Grant(role="agent"))
    file.add(Grant(role="search"))
    assert findings(file, "::") == [ok("1 agent, 2 search")]


def test_a_file_that_others_may_read_an_expired_key_and_no_key_left_are_warned_of(file: KeyFile) -> None:
    over = file.add(Grant(role="agent", expires=datetime(2026, 1, 1, tzinfo=UTC))).key
    file.path.chmod(0o640)
    assert findings(file) == [
        ok("1 agent"),
        warning(f"{file.path} has mode 640: others may read it.", f"Run `chmod 600 {file.path}`."),
        warning(f"Key {over.id} (agent) has expired.", f"Run `faq keys revoke {over.id}`."),
    ]
    file.revoke(over.id)
    remedy = "Run `faq keys create --role agent`, or another role."
    assert findings(file) == [warning("No key is left: nobody is let in.", remedy)]


def test_a_damaged_file_is_told(file: KeyFile) -> None:
    file.path.write_text("{")
    with pytest.raises(DataFolderError, match="is not a file of keys"):
        findings(file)
