"""A built model's folder: its card `model.json`, and whether the files are the ones that were checked."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any, Literal

from app.errors import ModelIntegrityError, ModelMissing

CARD = "model.json"
GRAPH = "encoder.onnx"
TOKENIZER = "tokenizer.json"
PIECES = "tokenizer.model"
"""The same tokenizer as SentencePiece's own file, where there is one."""
BACKGROUND = "background.npy"
ORIGINAL = "sentence-transformers"
SERVED = (GRAPH, TOKENIZER, PIECES, BACKGROUND)
FORMAT = 1

Quantisation = Literal["q4", "q8", "none"]
"""Weights in blocks of 32 with 4 or 8 bits each, or left in float32."""

REMEDY = "Run `faq ingest` to build the model again."


@dataclass(frozen=True, slots=True)
class Parity:
    """How well the exported graph agrees with sentence-transformers over `texts` texts.

    `batch_deviation` is the largest change of any component of any vector between a text encoded alone and
    encoded among longer neighbours.
    """

    texts: int
    mean_cosine: float
    min_cosine: float
    batch_deviation: float


@dataclass(frozen=True, slots=True)
class ModelCard:
    """What `model.json` says; `checksums` maps each file, relative to the folder, to its SHA-256."""

    name: str
    fingerprint: str
    dimension: int
    max_tokens: int
    query_prefix: str
    passage_prefix: str
    pooling: str
    quantisation: str
    parity: Parity
    checksums: dict[str, str]


def write_card(folder: Path, card: ModelCard) -> None:
    """Write `model.json`; the last file of a build, so a folder without it is an unfinished one."""
    text = json.dumps({"format_version": FORMAT, **asdict(card)}, ensure_ascii=False, indent=2)
    (folder / CARD).write_text(text + "\n", encoding="utf-8")


def read_card(folder: Path) -> ModelCard:
    """The folder's card; raises ModelMissing where there is none, ModelIntegrityError where it cannot be used."""
    path = folder / CARD
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ModelMissing(f"There is no model in {folder}. Run `faq ingest` to build it.") from None
    except (OSError, ValueError) as exc:
        raise ModelIntegrityError(f"{path} cannot be read ({exc}). {REMEDY}") from exc
    if not isinstance(data, dict) or data.pop("format_version", None) != FORMAT:
        raise ModelIntegrityError(f"{path} is not a model card of format {FORMAT}. {REMEDY}")
    return _card(path, data)


def verify(folder: Path, card: ModelCard, names: Iterable[str]) -> None:
    """Raise ModelIntegrityError unless each named file is there with the checksum that the card states."""
    for name in names:
        path = folder / name
        if not path.is_file():
            raise ModelIntegrityError(f"{path} is missing. {REMEDY}")
        if sha256(path) != card.checksums.get(name):
            raise ModelIntegrityError(f"{path} is not the file that was checked when the model was built. {REMEDY}")


def served(folder: Path, card: ModelCard) -> list[str]:
    """The files that queries are encoded with, whether the card names them or not."""
    has_pieces = PIECES in card.checksums or (folder / PIECES).exists()
    return [name for name in SERVED if has_pieces or name != PIECES]


def sha256(path: Path) -> str:
    """The file's SHA-256 in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _card(path: Path, data: dict[str, Any]) -> ModelCard:
    _require(path, data, ModelCard)
    _require(path, data["parity"], Parity)
    if outside := [name for name in data["checksums"] if Path(name).is_absolute() or ".." in Path(name).parts]:
        raise ModelIntegrityError(f"{path} names {outside[0]!r}, which is not in its folder. {REMEDY}")
    return ModelCard(**{**data, "parity": Parity(**data["parity"])})


def _require(path: Path, data: dict[str, Any], kind: type[ModelCard] | type[Parity]) -> None:
    """Exactly the fields of `kind`, each of its type (`parity` and `checksums` are objects in JSON)."""
    expected = {field.name: field.type if field.type in (str, int, float) else dict for field in fields(kind)}
    if {name: type(value) for name, value in data.items()} != expected:
        raise ModelIntegrityError(f"{path} does not hold the fields {', '.join(expected)}. {REMEDY}")
