"""Generations listed, rolled back to, and pruned."""

from collections.abc import Callable
from datetime import datetime, tzinfo
from pathlib import Path
from typing import Self

import pytest

from app.errors import IndexCorrupt, IndexIncompatible, IndexMissing, IndexUnwritable, PublishRefused
from app.generations import Generation, Usable, current_name, folder_of, load_current, published
from app.ingest import Ingestion
from app.manifest import Manifest
from app.retrieval.flat import FLAT
from app.upkeep import listed, prune, roll_back


@pytest.fixture
def names(ingestion: Ingestion, corpus: Path, index: Path) -> list[str]:
    """Three generations, the oldest first; the last is served."""
    made = []
    for days in range(3):
        (corpus / "boutique/faq.txt").write_text(f"How long?\nIt takes {days} days.\n")
        made.append(ingestion.run(corpus).manifest.generation)
    return made


def _damage(index: Path, name: str) -> None:
    (folder_of(index, name) / "passages.jsonl").write_text("")


def _states(index: Path) -> list[tuple[str, str]]:
    return [(each.name, each.state) for each in listed(index, FLAT)]


def test_generations_are_listed_newest_first(names: list[str], index: Path) -> None:
    assert _states(index) == [(names[2], "served"), (names[1], "fallback"), (names[0], "fallback")]


def test_a_listed_generation_tells_its_manifest_and_size(names: list[str], index: Path) -> None:
    first, *_ = listed(index, FLAT)
    assert first.manifest == load_current(index, FLAT).manifest
    assert first.bytes == sum(path.stat().st_size for path in folder_of(index, names[2]).iterdir())


def test_a_damaged_one_is_listed_with_its_damage(names: list[str], index: Path) -> None:
    _damage(index, names[1])
    _, damaged, _ = listed(index, FLAT)
    assert (damaged.state, damaged.manifest) == ("damaged", None)
    assert "passages.jsonl does not match its checksum" in damaged.damage


def test_where_the_named_one_is_damaged_the_newest_whole_one_is_listed_as_served(names: list[str], index: Path) -> None:
    _damage(index, names[2])
    assert _states(index) == [(names[2], "damaged"), (names[1], "served"), (names[0], "fallback")]


@pytest.mark.parametrize(
    "damage", [lambda index: (index / "CURRENT").unlink(), lambda index: (index / "CURRENT").write_text("x")]
)
def test_without_a_name_in_current_the_newest_is_served(
    names: list[str], index: Path, damage: Callable[[Path], object]
) -> None:
    damage(index)
    assert _states(index)[0] == (names[2], "served")


def test_an_index_without_generations_lists_none(tmp_path: Path) -> None:
    assert listed(tmp_path, FLAT) == []


def test_rolling_back_serves_the_generation_before(names: list[str], index: Path) -> None:
    done = roll_back(index, None, FLAT)
    assert (done.manifest.generation, done.before) == (names[1], names[2])
    assert load_current(index, FLAT).manifest == done.manifest
    assert roll_back(index, None, FLAT).manifest.generation == names[0]


def test_rolling_back_passes_over_a_damaged_one(names: list[str], index: Path) -> None:
    _damage(index, names[1])
    assert roll_back(index, None, FLAT).manifest.generation == names[0]


def test_a_named_generation_is_served_again(names: list[str], index: Path) -> None:
    roll_back(index, names[0], FLAT)
    roll_back(index, names[2], FLAT)
    assert current_name(index) == names[2]


def test_a_damaged_one_is_not_rolled_back_to(names: list[str], index: Path) -> None:
    _damage(index, names[0])
    with pytest.raises(IndexCorrupt, match=r"passages\.jsonl does not match"):
        roll_back(index, names[0], FLAT)
    assert current_name(index) == names[2]


def test_one_that_cannot_be_searched_is_not_rolled_back_to(names: list[str], index: Path) -> None:
    def prove(generation: Generation) -> None:
        raise PublishRefused(generation.manifest.generation)

    with pytest.raises(PublishRefused, match=names[1]):
        roll_back(index, None, FLAT, prove=prove)
    assert current_name(index) == names[2]


def test_a_generation_that_is_not_there_is_not_rolled_back_to(names: list[str], index: Path) -> None:
    with pytest.raises(IndexMissing, match=r"holds no generation '\.\./x'. `faq generations list` shows"):
        roll_back(index, "../x", FLAT)


def test_from_the_oldest_rolling_back_serves_the_newest_other_one(names: list[str], index: Path) -> None:
    roll_back(index, names[0], FLAT)
    assert roll_back(index, None, FLAT).manifest.generation == names[2]


def test_after_the_clock_was_set_back_there_is_a_generation_to_roll_back_to(
    names: list[str], ingestion: Ingestion, corpus: Path, index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Earlier(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> Self:
            return cls(2020, 1, 1, tzinfo=tz)

    monkeypatch.setattr("app.publication.datetime", Earlier)
    (corpus / "boutique/faq.txt").write_text("How long?\nIt takes 9 days.\n")
    assert ingestion.run(corpus).manifest.generation < names[0]
    assert roll_back(index, None, FLAT).manifest.generation == names[2]


def test_where_the_named_one_is_damaged_rolling_back_leaves_the_one_that_is_served_in_its_place(
    names: list[str], index: Path
) -> None:
    _damage(index, names[2])
    done = roll_back(index, None, FLAT)
    assert (done.manifest.generation, done.before) == (names[0], names[1])


def test_without_another_whole_one_there_is_nothing_to_roll_back_to(names: list[str], index: Path) -> None:
    _damage(index, names[0])
    _damage(index, names[2])
    with pytest.raises(IndexMissing, match=f"holds no other generation than {names[1]} that can be served"):
        roll_back(index, None, FLAT)
    _damage(index, names[1])
    with pytest.raises(IndexMissing, match="holds no generation that can be served"):
        roll_back(index, None, FLAT)


@pytest.fixture
def others(names: list[str]) -> Usable:
    """Refuses the newest generation, as one of another model."""

    def usable(manifest: Manifest) -> None:
        if manifest.generation == names[2]:
            raise IndexIncompatible("of another model")

    return usable


def test_one_that_cannot_be_used_is_listed_with_the_reason(names: list[str], index: Path, others: Usable) -> None:
    unusable, served, _ = listed(index, FLAT, others)
    assert (unusable.state, unusable.damage, served.state) == ("unusable", "of another model", "served")


def test_one_that_cannot_be_used_is_not_rolled_back_to(names: list[str], index: Path, others: Usable) -> None:
    roll_back(index, names[0], FLAT)
    assert roll_back(index, None, FLAT, usable=others).manifest.generation == names[1]
    with pytest.raises(IndexIncompatible, match="of another model"):
        roll_back(index, names[2], FLAT, usable=others)


def test_without_a_name_in_current_rolling_back_serves_the_newest(names: list[str], index: Path) -> None:
    (index / "CURRENT").write_text("damaged")
    done = roll_back(index, None, FLAT)
    assert (done.manifest.generation, done.before) == (names[2], "")


def test_an_ingestion_after_rolling_back_publishes_what_the_corpus_holds(
    names: list[str], ingestion: Ingestion, corpus: Path, index: Path
) -> None:
    newest = load_current(index, FLAT).manifest
    roll_back(index, None, FLAT)
    again = ingestion.run(corpus)
    assert (again.published, again.manifest.digest) == (True, newest.digest)
    assert again.manifest.generation > newest.generation


def test_pruning_keeps_the_newest(names: list[str], index: Path) -> None:
    assert prune(index, kept=2) == [names[0]]
    assert published(index) == [names[2], names[1]]


@pytest.mark.parametrize("file", ["passages.jsonl", "manifest.sha256"])
def test_pruning_keeps_a_whole_one_to_fall_back_to_before_a_newer_damaged_one(
    names: list[str], index: Path, file: str
) -> None:
    roll_back(index, names[1], FLAT)
    (folder_of(index, names[2]) / file).write_text("")
    assert prune(index, kept=2) == [names[2]]
    assert published(index) == [names[1], names[0]]


def test_without_a_whole_one_to_fall_back_to_pruning_keeps_the_newest(names: list[str], index: Path) -> None:
    _damage(index, names[0])
    _damage(index, names[1])
    assert prune(index, kept=2) == [names[0]]


def test_pruning_never_takes_the_served_one(names: list[str], index: Path) -> None:
    roll_back(index, names[0], FLAT)
    assert prune(index, kept=1) == [names[2], names[1]]
    assert published(index) == [names[0]]
    assert prune(index, kept=1) == []


def test_where_the_served_one_is_damaged_its_fallbacks_stay(names: list[str], index: Path) -> None:
    _damage(index, names[2])
    with pytest.raises(IndexCorrupt):
        prune(index, kept=1)
    assert len(published(index)) == 3


def test_a_disk_that_refuses_is_told(names: list[str], index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path, _: object) -> None:
        raise OSError(30, "Read-only file system", str(path))

    monkeypatch.setattr(Path, "rename", refuse)
    with pytest.raises(IndexUnwritable, match=f"{names[0]} could not be written \\(Read-only file system\\)"):
        prune(index, kept=2)
