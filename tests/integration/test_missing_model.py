"""A model whose files are missing or exchanged: what starts without it, and what becomes of it when they are back."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from app.domain import SearchRequest
from app.encoders.hashing import HashingEncoder
from app.encoders.model_folder import GRAPH
from app.errors import ModelMissing
from app.ingest import Ingestion
from app.manifest import Model
from app.settings import Settings
from app.wiring import Searchers


class Absent(HashingEncoder):
    """Builds an index of a model that nobody has."""

    fingerprint = "absent-1"


@pytest.fixture
def searchers(ingestion: Ingestion, corpus: Path, index: Path) -> Searchers:
    model = Model("absent", Absent.fingerprint)
    replace(ingestion, model=lambda _: model, encoder=Absent).run(corpus)
    return Searchers(Settings.from_environment({"FAQ_INDEX_DIR": str(index), "FAQ_SECOND_ENCODER": "none"}))


def test_a_service_starts_without_it_and_finds_by_letters(
    searchers: Searchers, caplog: pytest.LogCaptureFixture
) -> None:
    result = searchers.newest().search(SearchRequest("How long does delivery take?"))
    assert (result.degraded, result.hits[0].passage.question) == (True, "How long does delivery take?")
    assert "letters alone: There is no model in" in caplog.text


def test_the_command_line_refuses_to_search_without_it(searchers: Searchers) -> None:
    with pytest.raises(ModelMissing, match=r"There is no model in .*absent-1. Run `faq ingest`"):
        searchers.current()


@pytest.fixture
def linked(real_settings: Settings, model_folder: Path, tmp_path: Path) -> Settings:
    """The real index beside a model folder of its own, whose files are links, and all the time that loading takes."""
    index = tmp_path / "real"
    shutil.copytree(real_settings.index_dir, index, ignore=shutil.ignore_patterns("models"))
    folder = index / "models" / model_folder.name
    folder.mkdir(parents=True)
    for file in model_folder.iterdir():
        (folder / file.name).symlink_to(file)
    return replace(real_settings, index_dir=index, encoder_ms=60_000)


@pytest.mark.model
def test_a_service_that_started_over_a_changed_file_is_itself_again_once_the_file_is_back(linked: Settings) -> None:
    (graph,) = linked.index_dir.glob(f"models/*/{GRAPH}")
    original = graph.readlink()
    graph.unlink()
    graph.write_text("another graph")
    searcher = Searchers(linked).newest()
    assert searcher.search(SearchRequest("refund")).degraded
    graph.unlink()
    graph.symlink_to(original)
    result = searcher.search(SearchRequest("Wann bekomme ich mein Geld zurück?"))
    assert (result.degraded, result.hits[0].match.cross_lingual) == (False, True)
