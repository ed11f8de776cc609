"""Runs an exported encoder: texts to sentence vectors and token vectors, with ONNX Runtime and tokenizers only."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Encoding, Tokenizer

from app.encoders.model_folder import GRAPH, TOKENIZER
from app.encoders.ports import Spans, Vectors


@dataclass(frozen=True, slots=True)
class EncodedText:
    """What the graph makes of a text: its vector (dimension,), its tokens' (tokens, dimension), and their spans.

    Neither special tokens nor the prefix's are among them; spans are code-point offsets into the text alone.
    """

    vector: Vectors
    tokens: Vectors
    spans: Spans


class OnnxGraph:
    """`encoder.onnx` with its `tokenizer.json`, which holds the truncation and the padding too. Thread-safe."""

    def __init__(self, session: onnxruntime.InferenceSession, tokenizer: Tokenizer) -> None:
        self._session = session
        self._tokenizer = tokenizer
        self._pad_id: int = (tokenizer.padding or {}).get("pad_id", 0)

    @classmethod
    def load(cls, folder: Path, threads: int) -> Self:
        """The graph of a model folder, run by `threads` threads for one call; its files are not verified here."""
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        # Idle threads that spin take the cores from everything else: two runtimes slow each other 2.5 times.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        options.log_severity_level = 3  # errors; its warnings are about graph optimisation
        session = onnxruntime.InferenceSession(str(folder / GRAPH), options, providers=["CPUExecutionProvider"])
        return cls(session, Tokenizer.from_file(str(folder / TOKENIZER)))

    def encode(self, texts: Sequence[str], *, prefix: str, longest: int | None = None) -> list[EncodedText]:
        """Each text's vector and token vectors, all in one batch: long texts are best given a few at a time.

        A text of more than `longest` tokens (default: what the model reads) is cut there.
        """
        # One by one: the tokenizer's own batches use a thread pool, which warns after a fork.
        encodings = [self._encoded(prefix + text, longest) for text in texts]
        ids, mask = self._inputs(encodings)
        sentences, tokens = self._session.run(["sentence", "tokens"], {"input_ids": ids, "attention_mask": mask})
        kept = [_without_prefix(encoding, len(prefix)) for encoding in encodings]
        spans = [
            _spans(text, [encoding.offsets[place] for place in places], len(prefix))
            for text, encoding, places in zip(texts, encodings, kept, strict=True)
        ]
        return [EncodedText(sentences[row], tokens[row, places], spans[row]) for row, places in enumerate(kept)]

    def _encoded(self, text: str, longest: int | None) -> Encoding:
        encoding = self._tokenizer.encode(text)
        if longest is None or len(encoding) <= longest:
            return encoding
        _, end = encoding.offsets[longest - 2]  # the last place is the closing token's
        return self._tokenizer.encode(text[:end])

    def _inputs(self, encodings: Sequence[Encoding]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        shape = len(encodings), max(len(encoding) for encoding in encodings)
        ids, mask = np.full(shape, self._pad_id, np.int64), np.zeros(shape, np.int64)
        for row, encoding in enumerate(encodings):
            ids[row, : len(encoding)] = encoding.ids
            mask[row, : len(encoding)] = 1
        return ids, mask


def _without_prefix(encoding: Encoding, prefix_length: int) -> NDArray[np.intp]:
    """Places of the tokens that reach past the prefix: neither its own nor special ones."""
    ends = np.array([end for _, end in encoding.offsets])
    return np.flatnonzero((ends > prefix_length) & (np.array(encoding.special_tokens_mask) == 0))


def _spans(text: str, offsets: Sequence[tuple[int, int]], prefix_length: int) -> Spans:
    """The tokenizer's offsets as spans of the text without the prefix.

    A token of the next word takes the space in front of it along, and one of a composed letter leaves out its mark.
    """
    spans = np.zeros((len(offsets), 2), np.int32)
    for row, (start, end) in enumerate(offsets):
        first, last = max(start - prefix_length, 0), _past_marks(text, end - prefix_length)
        spans[row] = last - len(text[first:last].lstrip()), last
    return spans


def _past_marks(text: str, place: int) -> int:
    while place < len(text) and unicodedata.category(text[place]).startswith("M"):
        place += 1
    return place
