"""Generations listed, rolled back to, and pruned."""

from collections.abc import Callable
from pathlib import Path

import pytest

from app.errors import IndexCorrupt, IndexMissing, IndexUnwritable, PublishRefused
from app.generations import Generation, current_name, folder_of, load_current, published
from app.ingest import Ingestion
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


def test_there_is_nothing_before_the_oldest(names: list[str], index: Path) -> None:
    roll_back(index, names[0], FLAT)
    with pytest.raises(IndexMissing, match="no whole generation before the served one"):
        roll_back(index, None, FLAT)


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
