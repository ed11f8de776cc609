"""keys.json: kept whole, for its owner only, read strictly; and followed by a running service."""

import json
import logging
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
from app.key_watch import KeyWatch
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


def test_a_running_service_sees_what_is_added_and_revoked_at_once(file: KeyFile) -> None:
    watch = KeyWatch(file)
    assert watch.keys() is None
    issued = file.add(AGENT)
    assert watch.keys() == {issued.key.id: issued.key}
    file.revoke(issued.key.id)
    assert watch.keys() == {}


def test_a_file_of_the_same_size_is_another_one_all_the_same(file: KeyFile) -> None:
    first = file.add(AGENT)
    watch, size = KeyWatch(file), file.path.stat().st_size
    file.revoke(first.key.id)
    second = file.add(AGENT)
    assert file.path.stat().st_size == size
    assert watch.keys() == {second.key.id: second.key}


def test_a_file_that_stays_the_same_is_read_once(file: KeyFile, monkeypatch: pytest.MonkeyPatch) -> None:
    file.add(AGENT)
    watch = KeyWatch(file)
    monkeypatch.setattr(file, "read", lambda: pytest.fail("read again"))
    assert watch.keys() is watch.keys()


def test_a_file_that_is_damaged_meanwhile_leaves_the_keys_in_force_and_is_told_once(
    file: KeyFile, caplog: pytest.LogCaptureFixture
) -> None:
    issued = file.add(AGENT)
    watch, content = KeyWatch(file), file.path.read_bytes()
    file.path.write_text("{")
    with caplog.at_level(logging.ERROR):
        assert watch.keys() == watch.keys() == {issued.key.id: issued.key}
    (told,) = caplog.messages
    assert told.startswith(f"The keys stay as they were: {file.path} is not a file of keys.")
    file.path.write_bytes(content)
    file.revoke(issued.key.id)
    assert watch.keys() == {}


def test_a_file_that_is_gone_lets_nobody_in(file: KeyFile, caplog: pytest.LogCaptureFixture) -> None:
    issued = file.add(AGENT)
    watch, aside = KeyWatch(file), file.path.with_name("aside")
    file.path.rename(aside)
    with caplog.at_level(logging.ERROR):
        assert watch.keys() == watch.keys() == {}
    assert caplog.messages == [f"{file.path} is gone: nobody is admitted until it is back, or the service starts anew."]
    aside.rename(file.path)
    assert watch.keys() == {issued.key.id: issued.key}


def test_a_folder_that_cannot_be_looked_at_leaves_the_keys_in_force(
    file: KeyFile, caplog: pytest.LogCaptureFixture
) -> None:
    issued = file.add(AGENT)
    watch, folder = KeyWatch(file), file.path.parent
    folder.rename(folder.with_name("aside"))
    folder.write_text("no folder")
    assert watch.keys() == watch.keys() == {issued.key.id: issued.key}
    assert len(caplog.messages) == 1


def test_a_service_does_not_start_with_a_damaged_file(file: KeyFile) -> None:
    file.add(AGENT)
    file.path.write_text("{")
    with pytest.raises(DataFolderError, match="is not a file of keys"):
        KeyWatch(file)
