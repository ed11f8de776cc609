"""A model folder's card: what is written is read back; anything else is refused with the command that mends it."""

import hashlib
import json
from dataclasses import replace
from pathlib import Path

import pytest

from app.encoders.model_folder import CARD, ModelCard, Parity, read_card, verify, write_card
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
        OnnxQueryEncoder.load(_with_tokenizer_promised(folder))


def _with_tokenizer_promised(folder: Path) -> Path:
    write_card(folder, replace(CARD_VALUE, checksums={**CARD_VALUE.checksums, "tokenizer.json": "0" * 64}))
    return folder
