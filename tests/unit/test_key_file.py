"""keys.json: kept whole, for its owner only, read strictly."""

import fcntl
import json
import os
import stat
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from app.errors import DataFolderError, NotFound
from app.grants import Grant
from app.key_file import KeyFile
from app.scope import Scope

GRANT = Grant(
    role="search",
    note="Alpine's backend ✓",
    scope=Scope(frozenset({"alpine", "boutique"}), frozenset({"fr"})),
    origins=frozenset({"https://shop.example"}),
    rate=2.5,
    expires=datetime(2030, 1, 2, tzinfo=UTC),
)
AGENT = Grant(role="agent")


@pytest.fixture
def file(tmp_path: Path) -> KeyFile:
    return KeyFile(tmp_path / "data")


def kept(file: KeyFile) -> dict[str, Any]:  # Any: JSON
    content: dict[str, Any] = json.loads(file.path.read_text(encoding="utf-8"))
    return content


def test_without_a_file_there_are_no_keys(file: KeyFile) -> None:
    assert file.read() is None
    assert file.identity() is None


def test_what_is_kept_is_read_again(file: KeyFile) -> None:
    one, another = file.add(GRANT), file.add(AGENT)
    assert file.read() == {one.key.id: one.key, another.key.id: another.key}
    assert one.key.grant == GRANT


def test_the_file_tells_people_what_each_key_may_do_and_nobody_its_secret(file: KeyFile) -> None:
    issued = file.add(GRANT)
    (told,) = kept(file)["keys"]
    assert told["merchants"] == ["alpine", "boutique"]
    assert told["note"] == "Alpine's backend ✓"
    assert told["expires"] == "2030-01-02T00:00:00+00:00"
    assert issued.shown.secret not in file.path.read_text(encoding="utf-8")


def test_only_its_owner_may_read_it(file: KeyFile) -> None:
    file.path.parent.mkdir()
    file.path.with_suffix(".new").write_text("left by a process that was killed")
    file.add(AGENT)
    assert stat.S_IMODE(file.path.stat().st_mode) == 0o600
    assert sorted(path.name for path in file.path.parent.iterdir()) == ["keys.json", "keys.lock"]


def test_a_revoked_key_is_gone_and_the_others_stay(file: KeyFile) -> None:
    one, another = file.add(GRANT), file.add(AGENT)
    file.revoke(one.key.id)
    assert file.read() == {another.key.id: another.key}


def test_revoking_what_is_not_there_changes_nothing(file: KeyFile) -> None:
    file.add(AGENT)
    before = file.path.read_bytes()
    with pytest.raises(NotFound, match=r"No key 'nobody'. `faq keys list` shows those that there are."):
        file.revoke("nobody")
    assert file.path.read_bytes() == before


def test_keys_that_are_added_at_once_are_all_kept(file: KeyFile) -> None:
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(file.add, [AGENT] * 8))
    assert len(file.read() or {}) == 8


def test_a_write_that_fails_leaves_the_keys_as_they_were(file: KeyFile, monkeypatch: pytest.MonkeyPatch) -> None:
    file.add(AGENT)
    before = file.path.read_bytes()

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(
        DataFolderError, match=r"cannot be written: No space left on device. The keys are as they were."
    ):
        file.add(AGENT)
    assert file.path.read_bytes() == before


def test_behind_a_writer_that_does_not_go_on_nobody_waits_for_ever(file: KeyFile) -> None:
    file.add(AGENT)
    impatient, before = KeyFile(file.path.parent, patience=0.02), file.path.read_bytes()
    with file.path.with_suffix(".lock").open("wb") as stopped:
        fcntl.flock(stopped, fcntl.LOCK_EX)
        with pytest.raises(DataFolderError, match=r"is being written by others, for 0.02 s already. The keys are as"):
            impatient.add(AGENT)
    assert file.path.read_bytes() == before
    impatient.add(AGENT)


def test_a_file_that_cannot_be_read_is_told(file: KeyFile) -> None:
    file.path.mkdir(parents=True)
    with pytest.raises(DataFolderError, match=r"cannot be read: Is a directory. Mend its permissions."):
        file.read()


def changed(**fields: Any) -> Callable[[dict[str, Any]], Any]:  # Any: JSON, here and below
    return lambda content: {**content, "keys": [{**content["keys"][0], **fields}]}


@pytest.mark.parametrize(
    ("damage", "told"),
    [
        (lambda _: [], "is not a file of keys."),
        (lambda _: {"format_version": 1}, "is not a file of keys."),
        (lambda content: {**content, "format_version": 2}, "has format 2; this program reads 1."),
        (lambda content: {**content, "keys": None}, "holds a key that is none"),
        (lambda content: {**content, "keys": [5]}, "holds a key that is none"),
        (lambda content: {**content, "keys": [{}]}, "holds a key that is none"),
        (lambda content: {**content, "keys": content["keys"] * 2}, "holds two keys of one id."),
        (changed(secret_sha256=None), "holds a key that is none"),
        (changed(role="boss"), "role is 'boss'; give one of"),
        (changed(role=[]), "holds a key that is none"),
        (changed(merchants="alpine"), "a limit is neither null nor a list of names"),
        (changed(languages=[1]), "a limit is neither null nor a list of names"),
        (changed(merchants=[]), "merchants names none."),
        (changed(rate="many"), "holds a key that is none"),
        (changed(rate=1e-300), "rate is 1e-300; give requests a second, from 0.001 to 1000000."),
        (changed(rate=10**400), "rate is 1000"),
        (changed(created="yesterday"), "Invalid isoformat string: 'yesterday'"),
        (changed(expires="2030-01-01"), "expires has no time zone."),
        (changed(public_key="AAAA"), "holds a key that is none"),
        (changed(only_on_mondays=True), "has other fields than it was written with"),
    ],
)
def test_a_damaged_file_is_refused_with_what_to_do(
    file: KeyFile, damage: Callable[[dict[str, Any]], Any], told: str
) -> None:
    file.add(GRANT)
    file.path.write_text(json.dumps(damage(kept(file))))
    with pytest.raises(DataFolderError) as refused:
        file.read()
    assert told in str(refused.value)
    assert "create" in str(refused.value)


@pytest.mark.parametrize("content", [b"", b"\xff", b"[" * 100_000])
def test_what_is_no_json_is_refused(file: KeyFile, content: bytes) -> None:
    file.add(GRANT)
    file.path.write_bytes(content)
    with pytest.raises(DataFolderError, match=r"is not a file of keys. Put back a copy that is whole"):
        file.read()


def test_nothing_is_added_to_a_damaged_file(file: KeyFile) -> None:
    file.add(AGENT)
    file.path.write_text("{")
    with pytest.raises(DataFolderError, match="is not a file of keys"):
        file.add(AGENT)
    assert file.path.read_text() == "{"
