"""Whether corpus, data folder and machine are fit for the service."""

import shutil
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest

from app.checks import corpus, data_folder, machine
from app.checks.finding import Finding, ok
from app.errors import DataFolderError, RegistryError
from app.feedback import FILE, Feedback, FeedbackFile
from app.settings import Settings

REGISTRY = """[[merchants]]
id = "alpine"
name = "Alpine"
[[merchants.documents]]
path = "one.txt"
[[merchants.documents]]
path = "two.txt"
"""


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A corpus of two documents; no index and no data folder yet."""
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "merchants.toml").write_text(REGISTRY)
    (folder / "one.txt").write_text("Is it free?\nYes.\n")
    (folder / "two.txt").write_text("Is it fast?\nYes.\n")
    names = {"FAQ_CORPUS_DIR": folder, "FAQ_INDEX_DIR": tmp_path / "index", "FAQ_DATA_DIR": tmp_path / "data/service"}
    return Settings.from_environment({name: str(path) for name, path in names.items()})


def test_a_sound_corpus_is_counted(settings: Settings) -> None:
    assert list(corpus.check(settings)) == [ok(f"{settings.corpus_dir}: 1 merchants, 2 documents listed")]


def test_every_document_that_cannot_be_read_is_a_problem(settings: Settings) -> None:
    (settings.corpus_dir / "one.txt").unlink()
    (settings.corpus_dir / "two.txt").write_bytes(b"\xff")
    _, one, two = corpus.check(settings)
    assert (one.status, two.status) == ("problem", "problem")
    assert "merchants.toml:4): no such file" in one.told
    assert "line 1 is not UTF-8" in two.told


def test_a_file_that_nobody_lists_is_a_warning(settings: Settings) -> None:
    (settings.corpus_dir / "three.txt").write_text("x")
    _, found = corpus.check(settings)
    assert found.status == "warning"
    assert found.told == f"{settings.corpus_dir / 'three.txt'} is not listed, so it is not searched."


def test_a_registry_that_cannot_be_read_is_told_by_its_line(settings: Settings) -> None:
    (settings.corpus_dir / "merchants.toml").write_text("[[merchants]]\nid = \n")
    with pytest.raises(RegistryError, match=r"merchants\.toml:2"):
        list(corpus.check(settings))


def test_a_machine_that_only_serves_needs_no_corpus(settings: Settings) -> None:
    shutil.rmtree(settings.corpus_dir)
    (found,) = corpus.check(settings)
    assert found.status == "warning"


def test_looking_at_the_data_folder_leaves_nothing_behind(settings: Settings) -> None:
    assert list(data_folder.check(settings)) == [ok(f"{settings.data_dir}: 0 entries of feedback")]
    assert not settings.data_dir.parent.exists()


def test_what_people_said_is_counted(settings: Settings) -> None:
    with closing(FeedbackFile(settings.data_dir)) as store:
        for helpful in (True, False, True):
            store.keep(Feedback(datetime.now(UTC), "q", "alpine:1", "alpine", "g", helpful))
    assert list(data_folder.check(settings)) == [ok(f"{settings.data_dir}: 3 entries of feedback")]


def test_a_file_in_the_way_of_the_data_folder_is_a_problem(settings: Settings) -> None:
    settings.data_dir.parent.write_text("")
    (found,) = data_folder.check(settings)
    remedy = "Mend its permissions, or set FAQ_DATA_DIR."
    assert found == Finding("problem", f"{settings.data_dir} cannot be written: Not a directory.", remedy)


def test_damaged_feedback_is_an_error(settings: Settings) -> None:
    settings.data_dir.mkdir(parents=True)
    (settings.data_dir / FILE).write_text("no database")
    with pytest.raises(DataFolderError, match="cannot be used"):
        list(data_folder.check(settings))


def _machine(settings: Settings) -> Iterator[tuple[str, str]]:
    for found in machine.check(settings):
        yield found.status, found.told


@pytest.mark.parametrize(("kilobytes", "status"), [(8_000_000, "ok"), (400_000, "warning")])
def test_memory_is_held_against_what_serving_takes(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kilobytes: int, status: str
) -> None:
    monkeypatch.setattr(machine, "MEMORY", tmp_path / "meminfo")
    machine.MEMORY.write_text(f"MemFree: 1 kB\nMemAvailable:   {kilobytes} kB\n")
    told, _ = _machine(settings)
    assert told[0] == status
    assert told[1].startswith(f"{kilobytes * 1024 / 1e9:.1f} GB of memory available")


@pytest.mark.parametrize(("free", "status"), [(50_000_000_000, "ok"), (500_000_000, "warning")])
def test_disk_is_held_against_what_ingesting_takes(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, free: int, status: str
) -> None:
    monkeypatch.setattr(machine, "MEMORY", tmp_path / "absent")
    monkeypatch.setattr("shutil.disk_usage", lambda folder: SimpleNamespace(free=free))
    (told,) = _machine(settings)
    assert told[0] == status
    assert told[1].startswith(f"{free / 1e9:.1f} GB of disk free at {tmp_path}")
