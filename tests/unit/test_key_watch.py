"""A running service follows keys.json: what it reads counts, and a read that fails is tried again and told."""

import errno
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest

from app import key_watch
from app.errors import DataFolderError
from app.grants import Grant
from app.key_file import KeyFile
from app.key_watch import KeyWatch, followed

AGENT = Grant(role="agent")
UNREADABLE = "The keys cannot be read; the service's log says why."


@pytest.fixture
def file(tmp_path: Path) -> KeyFile:
    return KeyFile(tmp_path / "data")


@pytest.fixture
def elsewhere(file: KeyFile) -> KeyFile:
    """The same file, as another process has it."""
    return KeyFile(file.path.parent)


@contextmanager
def reads_fail(error: Exception) -> Iterator[None]:
    """For a while."""

    def fail(_: Path) -> bytes:
        raise error

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(Path, "read_bytes", fail)
        yield


def test_what_is_written_here_counts_at_once(file: KeyFile) -> None:
    watch = KeyWatch(file)
    assert watch.keys() is None
    issued = file.add(AGENT)
    assert watch.keys() == {issued.key.id: issued.key}
    file.revoke(issued.key.id)
    assert (watch.keys(), watch.problem) == ({}, None)


def test_what_is_written_elsewhere_counts_after_the_next_look(file: KeyFile, elsewhere: KeyFile) -> None:
    issued = elsewhere.add(AGENT)
    watch = KeyWatch(file)
    elsewhere.revoke(issued.key.id)
    watch.look()
    assert watch.keys() == {}


def test_a_service_looks_several_times_a_second(file: KeyFile, elsewhere: KeyFile) -> None:
    issued = elsewhere.add(AGENT)
    watch, started = followed(file), time.monotonic()
    elsewhere.revoke(issued.key.id)
    wait_until(lambda: not watch.keys())
    assert time.monotonic() < started + 1


def test_whoever_asks_for_the_keys_waits_for_no_disk(file: KeyFile, monkeypatch: pytest.MonkeyPatch) -> None:
    file.add(AGENT)
    watch = KeyWatch(file)
    monkeypatch.setattr(file, "identity", lambda: pytest.fail("the disk was asked"))
    assert len(watch.keys() or {}) == 1


def test_a_file_of_the_same_size_is_another_one_all_the_same(file: KeyFile, elsewhere: KeyFile) -> None:
    first = file.add(AGENT)
    watch, size = KeyWatch(file), file.path.stat().st_size
    elsewhere.revoke(first.key.id)
    second = elsewhere.add(AGENT)
    watch.look()
    assert file.path.stat().st_size == size
    assert watch.keys() == {second.key.id: second.key}


def test_a_file_that_stays_the_same_is_read_once(file: KeyFile, monkeypatch: pytest.MonkeyPatch) -> None:
    file.add(AGENT)
    watch = KeyWatch(file)
    monkeypatch.setattr(file, "read", lambda: pytest.fail("read again"))
    watch.look()
    assert watch.problem is None


NO_DESCRIPTOR = OSError(errno.EMFILE, "Too many open files")
TOLD = "{} cannot be read: Too many open files. Mend its permissions."


@pytest.mark.parametrize(("error", "told"), [(NO_DESCRIPTOR, TOLD), (MemoryError(), "MemoryError()")])
def test_a_read_that_failed_is_tried_again_and_told_once(
    file: KeyFile, elsewhere: KeyFile, caplog: pytest.LogCaptureFixture, error: Exception, told: str
) -> None:
    issued = elsewhere.add(AGENT)
    watch = KeyWatch(file)
    elsewhere.revoke(issued.key.id)
    with reads_fail(error):
        watch.look()
        watch.look()
    assert (watch.keys(), watch.problem) == ({issued.key.id: issued.key}, UNREADABLE)
    assert caplog.messages == [f"The keys stay as they were: {told.format(file.path)}"]
    watch.look()
    assert (watch.keys(), watch.problem) == ({}, None)


def test_a_file_that_is_damaged_meanwhile_leaves_the_keys_in_force_and_is_told_once(
    file: KeyFile, elsewhere: KeyFile, caplog: pytest.LogCaptureFixture
) -> None:
    issued = file.add(AGENT)
    watch, content = KeyWatch(file), file.path.read_bytes()
    file.path.write_text("{")
    watch.look()
    watch.look()
    assert (watch.keys(), watch.problem) == ({issued.key.id: issued.key}, UNREADABLE)
    (told,) = caplog.messages
    assert told.startswith(f"The keys stay as they were: {file.path} is not a file of keys.")
    file.path.write_bytes(content)
    elsewhere.revoke(issued.key.id)
    watch.look()
    assert (watch.keys(), watch.problem) == ({}, None)


def test_a_file_that_is_gone_lets_nobody_in(file: KeyFile, caplog: pytest.LogCaptureFixture) -> None:
    issued = file.add(AGENT)
    watch, aside = KeyWatch(file), file.path.with_name("aside")
    file.path.rename(aside)
    watch.look()
    watch.look()
    assert (watch.keys(), watch.problem) == ({}, UNREADABLE)
    assert caplog.messages == [f"{file.path} is gone: nobody is admitted until it is back, or the service starts anew."]
    aside.rename(file.path)
    watch.look()
    assert (watch.keys(), watch.problem) == ({issued.key.id: issued.key}, None)


def test_a_folder_that_cannot_be_looked_at_leaves_the_keys_in_force_until_it_can(
    file: KeyFile, caplog: pytest.LogCaptureFixture
) -> None:
    issued = file.add(AGENT)
    watch, folder, aside = KeyWatch(file), file.path.parent, file.path.parent.with_name("aside")
    folder.rename(aside)
    folder.write_text("no folder")
    watch.look()
    watch.look()
    assert (watch.keys(), watch.problem) == ({issued.key.id: issued.key}, UNREADABLE)
    assert len(caplog.messages) == 1
    folder.unlink()
    aside.rename(folder)
    watch.look()
    assert watch.problem is None


def test_a_disk_that_hangs_is_told_and_the_keys_are_there_meanwhile(
    file: KeyFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    issued, goes_on = file.add(AGENT), threading.Event()
    watch, identity = KeyWatch(file), file.identity()
    monkeypatch.setattr(key_watch, "_PATIENCE", 0)
    monkeypatch.setattr(file, "identity", lambda: goes_on.wait(5) and identity)
    with ThreadPoolExecutor(1) as thread:
        looking = thread.submit(watch.look)
        wait_until(lambda: watch.problem is not None)
        assert watch.problem == "The disk that holds the keys does not answer: they are as they were."
        assert watch.keys() == {issued.key.id: issued.key}
        goes_on.set()
        looking.result()
    assert watch.problem is None


def wait_until(happens: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 5
    while not happens() and time.monotonic() < deadline:
        time.sleep(0.001)


def test_a_service_does_not_start_with_a_damaged_file(file: KeyFile) -> None:
    file.add(AGENT)
    file.path.write_text("{")
    with pytest.raises(DataFolderError, match="is not a file of keys"):
        KeyWatch(file)
