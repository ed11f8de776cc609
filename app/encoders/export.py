"""Exports a sentence-transformers model to one ONNX graph, with block-wise weights, and its tokenizer to one file."""

from collections.abc import Iterable
from pathlib import Path

import onnx_ir
import torch
from onnx_ir.passes.common import ClearMetadataAndDocStringPass
from sentence_transformers import SentenceTransformer
from tokenizers import Tokenizer
from torch import Tensor, nn

from app.encoders.model_folder import PIECES, TOKENIZER, Quantisation
from app.encoders.pieces import as_pieces
from app.encoders.quantise import quantise_graph
from app.encoders.quiet import quiet
from app.errors import ModelError

DEFAULT_MAX_TOKENS = 512
_OPSET = 21
_BITS: dict[Quantisation, int] = {"q4": 4, "q8": 8}


class _TwoOutputs(nn.Module):
    """Token ids and mask to `sentence` (batch, dimension) and `tokens` (batch, sequence, dimension), unit rows."""

    def __init__(self, model: SentenceTransformer) -> None:
        super().__init__()
        self.model = model

    def forward(self, input_ids: Tensor, attention_mask: Tensor) -> tuple[Tensor, Tensor]:
        features = self.model({"input_ids": input_ids, "attention_mask": attention_mask})
        sentence, tokens = features["sentence_embedding"], features["token_embeddings"]
        return nn.functional.normalize(sentence, dim=-1), nn.functional.normalize(tokens, dim=-1)


def export_graph(model: SentenceTransformer, path: Path, quantisation: Quantisation) -> None:
    """Write the model as ONNX to `path`; raises ModelError for one that cannot be exported."""
    graph = _trace(model)
    if bits := _BITS.get(quantisation):
        quantise_graph(graph.graph, bits)
        graph.opset_imports["com.microsoft"] = 1
    # The exporter leaves stack traces with this machine's paths, about a tenth of a megabyte.
    ClearMetadataAndDocStringPass()(graph)
    onnx_ir.save(graph, path)


def _trace(model: SentenceTransformer) -> onnx_ir.Model:
    ids = torch.tensor([[5, 6, 7, 8, 9], [5, 6, 7, 1, 1]])
    mask = torch.tensor([[1, 1, 1, 1, 1], [1, 1, 1, 0, 0]])
    free = {0: torch.export.Dim.DYNAMIC, 1: torch.export.Dim.DYNAMIC}
    try:
        with quiet(), torch.no_grad():
            program = torch.onnx.export(
                _TwoOutputs(model),
                (ids, mask),
                input_names=["input_ids", "attention_mask"],
                output_names=["sentence", "tokens"],
                dynamic_shapes={"input_ids": free, "attention_mask": free},
                opset_version=_OPSET,
                verbose=False,
            )
    except Exception as exc:  # whatever an unknown architecture raises, the remedy is the same
        cause = exc.__cause__ or exc  # the exporter wraps it in a page of advice for its own developers
        what = f"{type(cause).__name__}: {cause}"
        raise ModelError(f"The model cannot be exported to ONNX ({what}). Choose another in FAQ_MODEL.") from exc
    assert program is not None  # noqa: S101 - the new exporter always returns a program
    return program.model


def export_tokenizer(model: SentenceTransformer, folder: Path, *, sample: Iterable[str]) -> None:
    """Write the model's tokenizer with its truncation and padding; raises ModelError for one without a fast version.

    As SentencePiece's file too, if that gives the same tokens for `sample`.
    """
    fast = getattr(model.tokenizer, "backend_tokenizer", None)
    if not isinstance(fast, Tokenizer):
        raise ModelError("The model has no fast tokenizer (tokenizer.json). Choose another in FAQ_MODEL.")
    tokenizer = Tokenizer.from_str(fast.to_str())
    tokenizer.enable_truncation(max_tokens(model))
    tokenizer.enable_padding(pad_id=model.tokenizer.pad_token_id or 0, pad_token=model.tokenizer.pad_token or "[PAD]")
    tokenizer.save(str(folder / TOKENIZER), pretty=False)
    if pieces := as_pieces(tokenizer, max_tokens(model), texts=sample):
        (folder / PIECES).write_bytes(pieces)


def max_tokens(model: SentenceTransformer) -> int:
    """Tokens after which the model truncates; 512 where it does not say."""
    return model.max_seq_length or DEFAULT_MAX_TOKENS


def dimension(model: SentenceTransformer) -> int:
    """Length of the model's vectors."""
    return int(model.get_embedding_dimension() or 0)


def pooling(model: SentenceTransformer) -> str:
    """How token vectors become one, as the model's own configuration names it."""
    modes = [getattr(module, "pooling_mode", None) for module in model]
    return next((str(mode) for mode in modes if mode), "unknown")
