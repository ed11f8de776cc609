"""Which generation is served where the one that `CURRENT` names is damaged, and what is said of that."""

import dataclasses
from collections.abc import Callable
from pathlib import Path

import pytest

from app.errors import IndexCorrupt, IndexMissing
from app.generations import current_folder, current_name, folder_of, load_current, load_newest, published
from app.ingest import Ingestion
from app.manifest import read_manifest
from app.retrieval.flat import FLAT


@pytest.fixture
def two(ingestion: Ingestion, corpus: Path, index: Path) -> tuple[str, str]:
    """The names of two generations, the second of which is served."""
    first = ingestion.run(corpus).manifest.generation
    (corpus / "boutique/faq.txt").write_text("How long does it take?\nTwo weeks.\n\nMay I return a gift?\nYes.\n")
    return first, ingestion.run(corpus).manifest.generation


def test_what_current_names_is_served(two: tuple[str, str], index: Path) -> None:
    served = load_newest(index, FLAT)
    assert (served.generation.manifest.generation, served.wanted, served.refused) == (two[1], two[1], ())


def test_where_it_is_damaged_the_one_before_is_served_and_the_file_named(two: tuple[str, str], index: Path) -> None:
    before, wanted = two
    (folder_of(index, wanted) / "passages.jsonl").write_text("{}")
    served = load_newest(index, FLAT)
    (refused,) = served.refused
    file = f"generations/{wanted}/passages.jsonl"
    assert (served.generation.manifest.generation, served.wanted) == (before, wanted)
    assert refused == f"{file} does not match its checksum. Run `faq ingest` to build the index again."


@pytest.mark.parametrize(
    ("damage", "reason"),
    [
        (lambda current: current.unlink(), "CURRENT is missing. Run `faq ingest` to publish again"),
        (lambda current: current.write_text("20261122T"), "CURRENT names no generation ('20261122T')."),
        (lambda current: current.write_text(current.read_text().strip()), "CURRENT names no generation"),
        (lambda current: current.write_text("20261122T000000000Z-01234567\n"), "which is not there."),
        (lambda current: (current.unlink(), current.mkdir()), "CURRENT is not text, or cannot be read."),
    ],
)
def test_without_a_name_in_current_the_newest_is_served(
    two: tuple[str, str], index: Path, damage: Callable[[Path], object], reason: str
) -> None:
    damage(index / "CURRENT")
    served = load_newest(index, FLAT)
    (refused,) = served.refused
    assert (served.generation.manifest.generation, served.wanted) == (two[1], "")
    assert refused.startswith("CURRENT ")
    assert reason in refused


def test_where_none_is_whole_the_wanted_one_s_damage_is_told_without_a_path(two: tuple[str, str], index: Path) -> None:
    for name in two:
        (folder_of(index, name) / "merchants.jsonl").unlink()
    with pytest.raises(IndexCorrupt) as raised:
        load_newest(index, FLAT)
    assert str(raised.value).startswith(f"generations/{two[1]}/merchants.jsonl is missing.")
    assert str(index) not in str(raised.value)


def test_before_the_first_ingestion_the_command_is_named_without_a_path(tmp_path: Path) -> None:
    with pytest.raises(IndexMissing, match=r"^The index folder holds no index yet\. Run `faq ingest`"):
        load_newest(tmp_path / "index", FLAT)


def test_a_file_that_the_disk_cannot_read_is_damaged(
    two: tuple[str, str], index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(path: Path) -> str:
        raise OSError(5, "Input/output error", str(path))

    monkeypatch.setattr("app.manifest.checksum", broken)
    with pytest.raises(IndexCorrupt, match=r"columns\.json cannot be read \(Input/output error\)"):
        load_current(index, FLAT)


def test_a_failure_that_names_no_file_names_the_generation(
    two: tuple[str, str], index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_: Path) -> str:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr("app.manifest.checksum", broken)
    with pytest.raises(IndexCorrupt, match=f"generations/{two[1]} cannot be read"):
        load_newest(index, FLAT)


def test_a_generation_under_another_s_name_is_refused(two: tuple[str, str], index: Path) -> None:
    first, second = (folder_of(index, name) for name in two)
    second.rename(second.with_name("aside"))
    first.rename(second)
    with pytest.raises(IndexCorrupt, match=f"holds generation {two[0]}"):
        load_current(index, FLAT)


def test_other_folders_are_no_generations(two: tuple[str, str], index: Path) -> None:
    (index / "generations/.new-left").mkdir()
    assert published(index) == [two[1], two[0]]
    assert current_name(index) == two[1]


@pytest.mark.parametrize("change", [lambda told: told.replace(b'": "', b'":  "', 1), lambda told: told + b" "])
def test_not_a_byte_of_a_manifest_may_change(
    two: tuple[str, str], index: Path, change: Callable[[bytes], bytes]
) -> None:
    path = current_folder(index) / "manifest.json"
    path.write_bytes(change(path.read_bytes()))
    with pytest.raises(IndexCorrupt, match=r"manifest\.json and manifest\.sha256 do not match"):
        read_manifest(path.parent)


def test_a_manifest_of_files_elsewhere_is_refused(two: tuple[str, str], index: Path) -> None:
    folder = current_folder(index)
    manifest = read_manifest(folder)
    dataclasses.replace(manifest, files={**manifest.files, "../../CURRENT": ""}).write(folder)
    with pytest.raises(IndexCorrupt, match="is not a manifest of format"):
        read_manifest(folder)


def test_a_manifest_without_its_seal_is_refused(two: tuple[str, str], index: Path) -> None:
    (current_folder(index) / "manifest.sha256").unlink()
    with pytest.raises(IndexCorrupt, match=r"manifest\.sha256 is missing or cannot be read"):
        read_manifest(current_folder(index))
