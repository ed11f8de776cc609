"""Where a model comes from: what its fingerprint covers, whose prefixes it takes, and what a wrong name says."""

import json
from pathlib import Path

import pytest

from app.encoders import hub
from app.encoders.source import find_source
from app.errors import ModelError, ModelMissing


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in {
        "config.json": "{}",
        "modules.json": "[]",
        "model.safetensors": "weights",
        "1_Pooling/config.json": "{}",
        "config_sentence_transformers.json": json.dumps({"prompts": {"query": "q: ", "document": "d: "}}),
        "README.md": "about",
        "onnx/model.json": "{}",
        ".cache/state.json": "{}",
    }.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def test_prefixes_are_the_models_own_prompts(folder: Path) -> None:
    found = find_source(str(folder))
    assert (found.query_prefix, found.passage_prefix, found.quantisation) == ("q: ", "d: ", "q8")


def test_a_passage_prompt_comes_before_a_document_prompt(folder: Path) -> None:
    prompts = {"prompts": {"query": "q: ", "document": "d: ", "passage": "p: "}}
    (folder / "config_sentence_transformers.json").write_text(json.dumps(prompts), encoding="utf-8")
    assert find_source(str(folder)).passage_prefix == "p: "


@pytest.mark.parametrize("prompts", ["{}", '{"prompts": null}'])
def test_a_model_without_prompts_has_no_prefixes(folder: Path, prompts: str) -> None:
    (folder / "config_sentence_transformers.json").write_text(prompts, encoding="utf-8")
    found = find_source(str(folder))
    assert (found.query_prefix, found.passage_prefix) == ("", "")


def test_a_model_without_a_configuration_of_its_own_has_no_prefixes(folder: Path) -> None:
    (folder / "config_sentence_transformers.json").unlink()
    assert find_source(str(folder)).query_prefix == ""


def test_given_prefixes_replace_the_models_own_even_with_nothing(folder: Path) -> None:
    found = find_source(str(folder), query_prefix="", passage_prefix="x ", quantisation="none")
    assert (found.query_prefix, found.passage_prefix, found.quantisation) == ("", "x ", "none")


def test_equal_models_have_equal_fingerprints_wherever_they_lie(
    folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    copy = tmp_path_factory.mktemp("copy")
    find_source(str(folder)).write(copy)
    assert find_source(str(copy)).fingerprint == find_source(str(folder)).fingerprint
    assert not (copy / "README.md").exists()


@pytest.mark.parametrize("name", ["model.safetensors", "1_Pooling/config.json"])
def test_the_fingerprint_changes_with_weights_and_pooling(folder: Path, name: str) -> None:
    before = find_source(str(folder)).fingerprint
    (folder / name).write_text("changed", encoding="utf-8")
    assert find_source(str(folder)).fingerprint != before


@pytest.mark.parametrize("name", ["README.md", "onnx/model.json", ".cache/state.json"])
def test_the_fingerprint_ignores_what_the_model_does_not_use(folder: Path, name: str) -> None:
    before = find_source(str(folder)).fingerprint
    (folder / name).write_text("changed", encoding="utf-8")
    assert find_source(str(folder)).fingerprint == before


def test_the_fingerprint_changes_with_prefixes_and_quantisation(folder: Path) -> None:
    sources = [
        find_source(str(folder)),
        find_source(str(folder), query_prefix="d: "),
        find_source(str(folder), passage_prefix="q: "),
        find_source(str(folder), quantisation="q4"),
    ]
    assert len({source.fingerprint for source in sources}) == len(sources)


def test_the_bundled_fingerprint_is_the_same_on_every_machine() -> None:
    assert find_source("bundled").fingerprint == "7eff8c699e18eb09"


def test_a_folder_without_a_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="not a sentence-transformers model"):
        find_source(str(tmp_path))


@pytest.mark.parametrize("text", ["{", "[]"])
def test_unreadable_prompts_are_refused(folder: Path, text: str) -> None:
    (folder / "config_sentence_transformers.json").write_text(text, encoding="utf-8")
    with pytest.raises(ModelError, match="cannot be read"):
        find_source(str(folder))


def test_a_cached_hub_model_is_used_without_the_network() -> None:
    def download(name: str, *, allow_patterns: list[str], local_files_only: bool) -> str:
        return f"/cache/{name}/{allow_patterns[0]}"

    assert hub.fetch("some/model", ["*.json"], download) == Path("/cache/some/model/*.json")


def test_a_hub_model_that_is_not_cached_is_downloaded() -> None:
    def download(name: str, *, allow_patterns: list[str], local_files_only: bool = False) -> str:
        return "/absent" if not local_files_only else str(Path("/absent").resolve(strict=True))

    assert hub.fetch("some/model", [], download) == Path("/absent")


def test_a_name_that_is_neither_a_folder_nor_on_the_hub_says_what_may_be_given() -> None:
    with pytest.raises(ModelMissing, match=r"'no such: model'.*FAQ_MODEL.*bundled"):
        find_source("no such: model")
