"""A `tokenizer.json` as SentencePiece's own file, where it describes the same: pieces with scores, and a character map.

Models of the XLM-RoBERTa family were trained with SentencePiece, and their `tokenizer.json` was made from its file.
"""

import base64
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sentencepiece import SentencePieceProcessor
from sentencepiece.sentencepiece_model_pb2 import ModelProto, TrainerSpec  # type: ignore[attr-defined]  # generated
from tokenizers import Tokenizer

from app.encoders.tokenizers import FileTokenizer, PieceTokenizer

_Described = Mapping[str, Any]  # Any: JSON as the library writes it


def as_pieces(tokenizer: Tokenizer, max_tokens: int, *, texts: Iterable[str]) -> bytes | None:
    """The SentencePiece model that gives `texts` the same ids; None where there is none."""
    described: _Described = json.loads(tokenizer.to_str())
    characters, ends = _character_map(described["normalizer"]), _ends(described)
    if described["model"]["type"] != "Unigram" or characters is None or ends is None:
        return None
    model = _model(described, characters, ends)
    theirs, ours = FileTokenizer(tokenizer), PieceTokenizer(SentencePieceProcessor(model_proto=model), max_tokens)
    return model if all(theirs.tokenize(text).ids == ours.tokenize(text).ids for text in texts) else None


def _character_map(normalizer: _Described | None) -> bytes | None:
    """SentencePiece's table of what each character becomes, as it stands in its file."""
    steps: Sequence[_Described] = [] if normalizer is None else normalizer.get("normalizers", [normalizer])
    tables = [step["precompiled_charsmap"] for step in steps if step["type"] == "Precompiled"]
    return base64.b64decode(tables[0]) if len(tables) == 1 else None


def _ends(described: _Described) -> tuple[int, int] | None:
    """The ids that are put in front of and behind a text."""
    processor = described["post_processor"] or {}
    if processor.get("type") != "TemplateProcessing" or len(processor["single"]) != 3:
        return None
    known = processor["special_tokens"]
    around = [part["SpecialToken"]["id"] for part in processor["single"] if "SpecialToken" in part]
    return (known[around[0]]["ids"][0], known[around[1]]["ids"][0]) if len(around) == 2 else None


def _model(described: _Described, characters: bytes, ends: tuple[int, int]) -> bytes:
    kinds, (first, last) = ModelProto.SentencePiece, ends
    model, unknown = ModelProto(), described["model"]["unk_id"]
    special = {token["id"] for token in described["added_tokens"] if token["special"]}
    for number, (piece, score) in enumerate(described["model"]["vocab"]):
        kind = kinds.UNKNOWN if number == unknown else kinds.CONTROL if number in special else kinds.NORMAL
        model.pieces.add(piece=piece, score=score, type=kind)
    training = model.trainer_spec
    training.model_type, training.vocab_size = TrainerSpec.UNIGRAM, len(model.pieces)
    padding = (described["padding"] or {"pad_id": 0})["pad_id"]
    for name, number in {"unk": unknown, "bos": first, "eos": last, "pad": padding}.items():
        setattr(training, f"{name}_id", number)
        setattr(training, f"{name}_piece", model.pieces[number].piece)
    model.normalizer_spec.precompiled_charsmap = characters
    return bytes(model.SerializeToString(deterministic=True))
