"""Which generations a service takes: those of another model are passed over where there is one of the right model."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from app.chosen_model import ChosenModel
from app.domain import SearchRequest
from app.encoders.hashing import HashingEncoder
from app.errors import IndexFolderError, IndexIncompatible
from app.generations import current_manifest, current_name
from app.ingest import Ingestion
from app.manifest import Model
from app.settings import Settings
from app.wiring import Searchers

Publish = Callable[[Model], str]


class Absent(HashingEncoder):
    """Builds generations of a model that nobody has."""

    fingerprint = "absent-1"


HASHING, ABSENT = Model("hashing", HashingEncoder.fingerprint), Model("absent", Absent.fingerprint)


@pytest.fixture
def publish(ingestion: Ingestion, corpus: Path, index: Path) -> Publish:
    """Publishes the corpus as a generation of a model, and tells its name."""

    def published(model: Model) -> str:
        encoder = Absent if model == ABSENT else HashingEncoder
        replace(ingestion, model=lambda _: model, encoder=encoder).run(corpus)
        return current_name(index)

    return published


def _searchers(index: Path, model: str) -> Searchers:
    given = {"FAQ_INDEX_DIR": str(index), "FAQ_MODEL": model, "FAQ_SECOND_ENCODER": "none"}
    return Searchers(Settings.from_environment(given))


def test_a_generation_of_another_model_is_passed_over_and_the_reason_told(publish: Publish, index: Path) -> None:
    right, wrong = publish(HASHING), publish(ABSENT)
    generation = _searchers(index, "hashing").newest().generation
    assert generation.manifest.generation == right
    (refused,) = generation.refused
    assert refused.startswith(f"Generation {wrong} was built with model absent-1, not with FAQ_MODEL's.")


def test_where_all_are_of_another_model_none_is_served(publish: Publish, index: Path) -> None:
    publish(ABSENT)
    with pytest.raises(IndexFolderError, match="was built with model absent-1"):
        _searchers(index, "hashing").newest()


def test_where_no_model_is_there_the_newest_of_the_right_kind_is_searched_by_letters(
    publish: Publish, index: Path
) -> None:
    right, _ = publish(ABSENT), publish(HASHING)
    searcher = _searchers(index, "a/name").newest()
    assert searcher.generation.manifest.generation == right
    assert searcher.search(SearchRequest("How long does delivery take?")).degraded


def test_a_generation_whose_model_is_not_there_is_told_with_the_file(publish: Publish, index: Path) -> None:
    publish(ABSENT)
    manifest, model = current_manifest(index), ChosenModel("a/name", None, index / "models")
    with pytest.raises(IndexIncompatible, match=r"models/absent-1/model\.json is missing"):
        model.require_there(manifest)
    card = index / "models/absent-1/model.json"
    card.parent.mkdir(parents=True)
    card.write_text("{}")
    model.require_there(manifest)


def test_another_second_encoder_is_told(publish: Publish, index: Path) -> None:
    publish(HASHING)
    model = ChosenModel("hashing", "universal-2", index / "models")
    with pytest.raises(IndexIncompatible, match=r"second encoder none, not with universal-2\. .*FAQ_SECOND_ENCODER"):
        model.require_same(current_manifest(index))
    replace(model, second=None).require_there(current_manifest(index))
