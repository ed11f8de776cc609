"""Whatever fails while a generation is published, the served one stays, and nothing is left behind."""

import dataclasses
import errno
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from app import publication
from app.errors import IndexUnwritable, IngestBusy, PublishRefused
from app.generations import Generation, current_name, load_current, published
from app.index_folder import switch, writable, writing
from app.ingest import Ingestion
from app.retrieval.flat import FLAT
from app.upkeep import roll_back


def _everything(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def _change(corpus: Path, days: int = 9) -> None:
    (corpus / "boutique/faq.txt").write_text(f"How long?\nIt takes {days} days.\n\nMay I return a gift?\nYes.\n")


@pytest.fixture
def before(ingestion: Ingestion, corpus: Path, index: Path) -> dict[str, bytes]:
    """The index folder after a first ingestion; the corpus has changed since then."""
    ingestion.run(corpus)
    _change(corpus)
    return _everything(index)


@pytest.mark.parametrize(("owner", "call"), [(os, "fsync"), (Path, "mkdir"), (Path, "rename"), (Path, "replace")])
def test_a_step_that_the_disk_refuses_leaves_everything_as_it_was(
    ingestion: Ingestion,
    corpus: Path,
    index: Path,
    before: dict[str, bytes],
    monkeypatch: pytest.MonkeyPatch,
    owner: Any,  # Any: a class or a module
    call: str,
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(owner, call, refuse)
        with pytest.raises(IndexUnwritable, match=r"No space left on device.*stays as it was\. Free space there"):
            ingestion.run(corpus)
    assert _everything(index) == before
    assert ingestion.run(corpus).published


def test_what_is_not_approved_is_not_published(
    ingestion: Ingestion, corpus: Path, index: Path, before: dict[str, bytes]
) -> None:
    def approve(new: Generation, served: Generation | None) -> tuple[str, ...]:
        assert served is not None
        assert (len(new.content.passages), len(served.content.passages)) == (6, 6)
        raise PublishRefused("not that one")

    with pytest.raises(PublishRefused, match="not that one"):
        dataclasses.replace(ingestion, approve=approve).run(corpus)
    assert _everything(index) == before


def test_an_interruption_right_after_the_switch_leaves_what_is_served(
    ingestion: Ingestion, corpus: Path, index: Path, before: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    def switched(folder: Path, name: str) -> None:
        switch(folder, name)
        raise KeyboardInterrupt

    monkeypatch.setattr(publication, "switch", switched)
    with pytest.raises(KeyboardInterrupt):
        ingestion.run(corpus)
    assert load_current(index, FLAT).manifest.generation == published(index)[0]


def test_a_switch_that_cannot_be_synced_has_taken_place(
    ingestion: Ingestion, corpus: Path, index: Path, before: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    name, synced = current_name(index), os.fsync

    def refuse_folders(descriptor: int) -> None:
        if Path(f"/proc/self/fd/{descriptor}").readlink() == index:
            raise OSError(errno.EIO, "Input/output error")
        synced(descriptor)

    monkeypatch.setattr(os, "fsync", refuse_folders)
    assert ingestion.run(corpus).manifest.generation == current_name(index) != name


def test_the_first_generation_of_all_leaves_nothing_either(
    ingestion: Ingestion, corpus: Path, index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: Path, __: str) -> None:
        raise OSError(errno.EROFS, "Read-only file system")

    monkeypatch.setattr(publication, "switch", refuse)
    with pytest.raises(IndexUnwritable, match="Mount it writable, or name another folder in FAQ_INDEX_DIR"):
        ingestion.run(corpus)
    assert list(_everything(index)) == [".lock"]


def test_an_old_generation_that_cannot_be_removed_does_not_matter(
    ingestion: Ingestion, corpus: Path, index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: Path, name: str) -> None:
        raise OSError(errno.EIO, name)

    monkeypatch.setattr(publication, "remove", refuse)
    for days in range(4):
        _change(corpus, days)
        ingestion.run(corpus)
    assert len(published(index)) == 4


def test_what_was_served_is_kept_to_fall_back_to(ingestion: Ingestion, corpus: Path, index: Path) -> None:
    names = []
    for days in range(3):
        _change(corpus, days)
        names.append(ingestion.run(corpus).manifest.generation)
    roll_back(index, names[0], FLAT)
    _change(corpus, 7)
    names.append(ingestion.run(corpus).manifest.generation)
    assert published(index) == [names[3], names[2], names[0]]


def test_what_a_killed_ingestion_left_is_cleared_before_the_next(index: Path) -> None:
    for left in (".new-one", ".old-one"):
        (index / "generations" / left).mkdir(parents=True)
    (index / ".CURRENT.new").write_text("half")
    with writing(index):
        assert list(_everything(index)) == [".lock"]
        assert list((index / "generations").iterdir()) == []


def test_another_process_that_is_ingesting_is_told_of(ingestion: Ingestion, corpus: Path, index: Path) -> None:
    index.mkdir()
    hold = "import fcntl, sys; f = open(sys.argv[1], 'w'); fcntl.flock(f, fcntl.LOCK_EX); print(flush=True); input()"
    command = [sys.executable, "-c", hold, str(index / ".lock")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout
        assert other.stdout.readline()
        with pytest.raises(IngestBusy, match="Another ingestion is writing"):
            ingestion.run(corpus)
        with pytest.raises(IngestBusy):
            roll_back(index, None, FLAT)
        other.communicate(b"\n")
    assert ingestion.run(corpus).published


def test_an_error_that_is_not_the_disk_s_is_told_as_it_is(tmp_path: Path) -> None:
    with pytest.raises(ConnectionError), writable(tmp_path):
        raise ConnectionError(errno.ECONNREFUSED, "Connection refused")
