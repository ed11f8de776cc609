"""A model folder's card: what is written is read back; anything else is refused with the command that mends it."""

import hashlib
import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from app.encoders import onnx_encoder
from app.encoders.background import save_background
from app.encoders.encoded_text import EncodedText
from app.encoders.model_folder import (
    BACKGROUND,
    CARD,
    GRAPH,
    PIECES,
    TOKENIZER,
    ModelCard,
    Parity,
    read_card,
    sha256,
    verify,
    write_card,
)
from app.encoders.onnx_encoder import OnnxQueryEncoder
from app.errors import ModelIntegrityError, ModelMissing

CARD_VALUE = ModelCard(
    name="tiny",
    fingerprint="0123456789abcdef",
    dimension=8,
    max_tokens=16,
    query_prefix="query: ",
    passage_prefix="",
    pooling="mean",
    quantisation="q4",
    parity=Parity(texts=3, mean_cosine=0.9999, min_cosine=0.999, batch_deviation=1e-7),
    checksums={"encoder.onnx": hashlib.sha256(b"graph").hexdigest()},
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "encoder.onnx").write_bytes(b"graph")
    write_card(tmp_path, CARD_VALUE)
    return tmp_path


def test_a_card_is_read_as_it_was_written(folder: Path) -> None:
    assert read_card(folder) == CARD_VALUE


def test_a_folder_without_a_card_names_the_command_that_builds_it(tmp_path: Path) -> None:
    with pytest.raises(ModelMissing, match="Run `faq ingest`"):
        OnnxQueryEncoder.load(tmp_path / "none")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "\ufeff{}",
        json.dumps({"format_version": 2}),
        json.dumps({"format_version": 1}),
        json.dumps({"format_version": 1, "name": 3}),
    ],
)
def test_a_card_of_another_shape_is_refused(folder: Path, text: str) -> None:
    (folder / CARD).write_text(text, encoding="utf-8")
    with pytest.raises(ModelIntegrityError, match=r"model\.json.*faq ingest"):
        read_card(folder)


@pytest.mark.parametrize(("field", "value"), [("dimension", "8"), ("extra", 1), ("parity", {"texts": 3})])
def test_a_card_with_a_wrong_field_is_refused(folder: Path, field: str, value: object) -> None:
    data = json.loads((folder / CARD).read_text(encoding="utf-8"))
    (folder / CARD).write_text(json.dumps({**data, field: value}), encoding="utf-8")
    with pytest.raises(ModelIntegrityError, match="does not hold the fields"):
        read_card(folder)


def test_the_files_that_were_checked_pass(folder: Path) -> None:
    verify(folder, CARD_VALUE, ["encoder.onnx"])


def test_a_changed_file_is_refused(folder: Path) -> None:
    (folder / "encoder.onnx").write_bytes(b"graph!")
    with pytest.raises(ModelIntegrityError, match="not the file that was checked"):
        verify(folder, CARD_VALUE, ["encoder.onnx"])


def test_a_missing_file_is_refused(folder: Path) -> None:
    with pytest.raises(ModelIntegrityError, match=r"tokenizer\.json is missing"):
        OnnxQueryEncoder.load(folder)


@pytest.mark.parametrize("name", ["/etc/passwd", "../../secret", "a/../../b"])
def test_a_card_that_names_files_of_other_folders_is_refused_before_they_are_read(folder: Path, name: str) -> None:
    write_card(folder, replace(CARD_VALUE, checksums={name: "0" * 64}))
    with pytest.raises(ModelIntegrityError, match="not in its folder"):
        read_card(folder)


def _complete(folder: Path) -> Path:
    """A model folder whose card names all of its files; none of them is what it is called."""
    (folder / TOKENIZER).write_bytes(b"tokenizer")
    save_background(folder, np.zeros(8, np.float32), np.zeros(8, np.float32))
    names = (GRAPH, TOKENIZER, BACKGROUND)
    write_card(folder, replace(CARD_VALUE, checksums={name: sha256(folder / name) for name in names}))
    return folder


def test_a_tokenizer_that_the_card_does_not_name_is_not_used(folder: Path) -> None:
    (_complete(folder) / PIECES).write_bytes(b"slipped in")
    with pytest.raises(ModelIntegrityError, match=r"tokenizer\.model is not the file that was checked"):
        OnnxQueryEncoder.load(folder)


def test_a_graph_that_is_none_is_refused_though_its_checksum_says_so(folder: Path) -> None:
    with pytest.raises(ModelIntegrityError, match=r"holds no model that can be run.*faq ingest"):
        OnnxQueryEncoder.load(_complete(folder))


class _Graph:
    """Stands for a graph of another model."""

    @classmethod
    def load(cls, *_: object, **__: object) -> "_Graph":
        return cls()

    def encode(self, *_: object, **__: object) -> list[EncodedText]:
        return [EncodedText(np.ones(9, np.float32), np.ones((2, 9), np.float32), np.zeros((2, 2), np.int32))]


def test_a_graph_of_another_dimension_is_refused(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(onnx_encoder, "OnnxGraph", _Graph)
    save_background(_complete(folder), np.zeros(9, np.float32), np.zeros(9, np.float32))
    checksums = {name: sha256(folder / name) for name in (GRAPH, TOKENIZER, BACKGROUND)}
    write_card(folder, replace(CARD_VALUE, checksums=checksums))
    with pytest.raises(ModelIntegrityError, match="another dimension"):
        OnnxQueryEncoder.load(folder)
