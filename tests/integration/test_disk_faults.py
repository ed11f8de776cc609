"""A failing disk leaves the served generation, and nothing behind; `make disk-faults` tries every place."""

import errno
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.errors import IndexCorrupt
from app.generations import load_newest
from app.ingest import Ingestion
from app.retrieval.flat import FLAT
from scripts.reliability.disk_cases import (
    Index,
    Row,
    failing_calls,
    failing_loads,
    large_files_refused,
)
from scripts.reliability.disk_faults import Case, prepared
from scripts.reliability.failing_disk import FailingDisk


def _used(folder: Path) -> None:
    (folder / "a").mkdir()
    (folder / "a" / "text").write_text("one")
    assert (folder / "a" / "text").read_text() == "one"
    (folder / "a" / "text").unlink()


def test_a_failing_disk_counts_the_calls_below_its_folder_only(tmp_path: Path) -> None:
    disk = FailingDisk(tmp_path / "inside")
    (tmp_path / "inside").mkdir()
    with disk.inserted():
        _used(tmp_path)
        assert disk.calls == []
        _used(tmp_path / "inside")
    expected = ["mkdir a", "open a/text", "write a/text", "open a/text", "read a/text", "unlink a/text"]
    assert [call for call in dict.fromkeys(disk.calls) if not call.startswith("stat")] == list(dict.fromkeys(expected))


@pytest.mark.parametrize("at", [1, 2, 3])
def test_a_failing_disk_refuses_the_call_of_that_number(tmp_path: Path, at: int) -> None:
    disk = FailingDisk(tmp_path, at, errno.ENOSPC)
    with disk.inserted(), pytest.raises(OSError, match=os.strerror(errno.ENOSPC)):
        _used(tmp_path)
    assert len(disk.calls) >= at


def _unlistable(index: Path) -> FailingDisk:
    """A disk that refuses to list the generations, as loading the newest one asks it to."""
    healthy = FailingDisk(index)
    with healthy.inserted():
        load_newest(index, FLAT)
    listing = {"listdir generations", "scandir generations"}  # which one, is Python's choice
    return FailingDisk(index, 1 + next(number for number, call in enumerate(healthy.calls) if call in listing))


def test_where_generations_cannot_be_listed_the_wanted_one_is_served_and_the_folder_named(
    ingestion: Ingestion, corpus: Path, index: Path
) -> None:
    wanted = ingestion.run(corpus).manifest.generation
    with _unlistable(index).inserted():
        served = load_newest(index, FLAT)
    assert served.generation.manifest.generation == wanted
    (refused,) = served.refused
    assert refused.startswith("generations cannot be read")


def test_where_neither_current_nor_the_generations_can_be_read_current_is_named(
    ingestion: Ingestion, corpus: Path, index: Path
) -> None:
    ingestion.run(corpus)
    with FailingDisk(index, 1, for_good=True).inserted(), pytest.raises(IndexCorrupt, match="CURRENT"):
        load_newest(index, FLAT)


@pytest.fixture(scope="module")
def pristine(tmp_path_factory: pytest.TempPathFactory) -> Index:
    return prepared(tmp_path_factory.mktemp("disk"))


def _broken(rows: Iterator[Row]) -> list[str]:
    return [told for row in rows for told in row.broken]


@pytest.mark.soak
@pytest.mark.parametrize(("case", "step"), [(failing_calls, 300), (failing_loads, 60), (large_files_refused, 150)])
def test_a_fault_is_refused_with_a_reason_and_leaves_nothing(pristine: Index, case: Case, step: int) -> None:
    assert _broken(case(pristine, step)) == []
