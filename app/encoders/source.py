"""Where a model comes from (bundled, a folder or the hub), and the fingerprint that this fixes before it is built."""

import hashlib
import json
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from app.encoders import bundled
from app.encoders.model_folder import Quantisation, sha256
from app.errors import ModelError

RECIPE = 3
"""Part of every fingerprint: raise it when the export or `background.txt` changes what a model's vectors are."""

_KEPT = (".json", ".txt", ".model", ".safetensors", ".bin")
_OTHER_RUNTIMES = {"onnx", "openvino"}


@dataclass(frozen=True, slots=True)
class ModelSource:
    """A model that can be built; `files` maps what it is made of to SHA-256, `write` makes a folder of it."""

    name: str
    files: Mapping[str, str]
    query_prefix: str
    passage_prefix: str
    quantisation: Quantisation
    write: Callable[[Path], None]

    @property
    def fingerprint(self) -> str:
        """16 hex digits of weights, tokenizer, pooling (all in `files`), prefixes, quantisation and recipe."""
        parts = [RECIPE, dict(self.files), self.query_prefix, self.passage_prefix, self.quantisation]
        return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()[:16]


def find_source(
    source: str,
    *,
    query_prefix: str | None = None,
    passage_prefix: str | None = None,
    quantisation: Quantisation | None = None,
) -> ModelSource:
    """The model that `source` names: `bundled`, a folder, or a hub name. What is None is the model's own.

    Weights are quantised to q8 by default: the loss of q4 is too large for most models. The bundled one's are
    4-bit blocks already and lose nothing.
    """
    found = _bundled() if source == "bundled" else _from_folder(source)
    return replace(
        found,
        query_prefix=found.query_prefix if query_prefix is None else query_prefix,
        passage_prefix=found.passage_prefix if passage_prefix is None else passage_prefix,
        quantisation=quantisation or found.quantisation,
    )


def _bundled() -> ModelSource:
    """Its files' checksums are constants, so a bundled model that is built already needs no carrier any more."""
    return ModelSource(
        name=bundled.NAME,
        files={carrier.path: carrier.sha256 for carrier in (bundled.WEIGHTS, bundled.TOKENIZER)},
        query_prefix=bundled.PROMPTS["query"],
        passage_prefix=bundled.PROMPTS["passage"],
        quantisation="q4",
        write=bundled.write_bundled,
    )


def _from_folder(source: str) -> ModelSource:
    folder = Path(source)
    if not folder.is_dir():
        from app.encoders.hub import fetch  # noqa: PLC0415 - half a second that a local model does not need

        folder = fetch(source, [f"*{suffix}" for suffix in _KEPT])
    names = [path.relative_to(folder).as_posix() for path in sorted(folder.rglob("*")) if _is_kept(folder, path)]
    if "config.json" not in names and "modules.json" not in names:
        raise ModelError(f"{folder} is not a sentence-transformers model: it has no modules.json and no config.json.")
    prompts = _prompts(folder)
    return ModelSource(
        name=source,
        files={name: sha256(folder / name) for name in names},
        query_prefix=prompts.get("query") or "",
        passage_prefix=prompts.get("passage") or prompts.get("document") or "",
        quantisation="q8",
        write=partial(_copy, folder, names),
    )


def _is_kept(folder: Path, path: Path) -> bool:
    """Whether the file can matter to sentence-transformers on torch."""
    parts = path.relative_to(folder).parts
    hidden = any(part.startswith(".") for part in parts)
    return path.is_file() and path.suffix in _KEPT and not hidden and parts[0] not in _OTHER_RUNTIMES


def _prompts(folder: Path) -> dict[str, str]:
    path = folder / "config_sentence_transformers.json"
    try:
        prompts = json.loads(path.read_text(encoding="utf-8")).get("prompts") if path.is_file() else None
    except (ValueError, AttributeError) as exc:
        raise ModelError(f"{path} cannot be read ({exc}). Repair it or choose another model in FAQ_MODEL.") from exc
    return prompts or {}


def _copy(source: Path, names: Sequence[str], target: Path) -> None:
    for name in names:
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source / name, target / name)
