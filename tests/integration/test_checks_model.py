"""Whether the index's model is there, on folders made up for it."""

import dataclasses
from pathlib import Path

import pytest

from app.checks import model
from app.checks.finding import Finding, ok
from app.encoders.model_folder import GRAPH, ModelCard, Parity, sha256, write_card
from app.encoders.source import find_source
from app.errors import ModelMissing
from app.manifest import Manifest
from app.settings import Settings

GENERATION = "20261122T074835604Z-bc7be558"
BUNDLED = find_source("bundled").fingerprint
MANIFEST = Manifest(
    generation=GENERATION,
    created="2026-11-22T07:48:35+00:00",
    digest="sha256:0",
    model="the bundled one",
    fingerprint=BUNDLED,
    dimension=384,
    index_kind="flat",
    settings={},
    counts={},
    second=None,
    files={},
)
CARD = ModelCard(
    name="the bundled one",
    fingerprint=BUNDLED,
    dimension=384,
    max_tokens=512,
    query_prefix="",
    passage_prefix="",
    pooling="mean",
    quantisation="q4",
    parity=Parity(1, 1.0, 1.0, 0.0),
    checksums={},
)


@pytest.fixture
def index(tmp_path: Path) -> Path:
    """An index folder whose manifest and model name the bundled model; its files are two short texts."""
    _publish(tmp_path, BUNDLED)
    folder = tmp_path / "models" / BUNDLED
    (folder / "original").mkdir(parents=True)
    (folder / GRAPH).write_text("graph")
    (folder / "original/weights").write_text("weights")
    checksums = {name: sha256(folder / name) for name in (GRAPH, "original/weights")}
    write_card(folder, dataclasses.replace(CARD, checksums=checksums))
    return tmp_path


def _publish(index: Path, fingerprint: str) -> None:
    folder = index / "generations" / GENERATION
    folder.mkdir(parents=True, exist_ok=True)
    dataclasses.replace(MANIFEST, fingerprint=fingerprint).write(folder)
    (index / "CURRENT").write_text(f"{GENERATION}\n")


def _found(index: Path, named: str = "bundled") -> list[Finding]:
    return list(model.check(Settings.from_environment({"FAQ_INDEX_DIR": str(index), "FAQ_MODEL": named})))


def _sound(index: Path) -> Finding:
    return ok(f"{index / 'models' / BUNDLED}: the bundled one, 384 dimensions")


def test_a_whole_model_is_ok(index: Path) -> None:
    assert _found(index) == [_sound(index)]


def test_a_model_that_is_not_there_is_an_error(index: Path) -> None:
    _publish(index, "0123456789abcdef")
    with pytest.raises(ModelMissing, match="0123456789abcdef"):
        _found(index)


def test_a_damaged_file_that_serving_needs_is_a_problem(index: Path) -> None:
    (index / "models" / BUNDLED / GRAPH).write_text("damaged")
    damage, _ = _found(index)
    assert damage.status == "problem"
    assert f"{GRAPH} is not the file that was checked" in damage.told


def test_a_missing_file_that_only_ingesting_needs_is_a_warning(index: Path) -> None:
    (index / "models" / BUNDLED / "original/weights").unlink()
    damage, _ = _found(index)
    assert damage.status == "warning"
    assert "original/weights is missing" in damage.told


def test_another_configured_model_is_a_warning(index: Path) -> None:
    other = index / "other"
    other.mkdir()
    (other / "config.json").write_text("{}")
    (warning, sound) = _found(index, str(other))
    assert (warning.status, sound) == ("warning", _sound(index))
    assert f"built with the bundled one ({BUNDLED}), and is searched with it; FAQ_MODEL is {other}" in warning.told


def test_a_model_of_the_hub_is_not_asked_for(index: Path) -> None:
    assert _found(index, "somebody/some-model") == [_sound(index)]


def test_the_hashing_encoder_needs_no_model(index: Path) -> None:
    assert _found(index, "hashing") == [ok("hashing (for tests), which has no files")]


def test_without_an_index_no_model_is_looked_at(tmp_path: Path) -> None:
    assert _found(tmp_path) == [Finding("warning", "Not looked at: no index says which model it needs.")]
