"""Runs an exported encoder: texts to sentence vectors and token vectors, with ONNX Runtime and a tokenizer only."""

from collections.abc import Sequence
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from app.encoders.encoded_text import EncodedText
from app.encoders.model_folder import GRAPH
from app.encoders.quiet_runtime import onnxruntime
from app.encoders.tokenizers import TextTokenizer, Tokenized, load_tokenizer


class OnnxGraph:
    """`encoder.onnx` with its tokenizer. Thread-safe."""

    def __init__(self, session: onnxruntime.InferenceSession, tokenizer: TextTokenizer) -> None:
        self._session = session
        self._tokenizer = tokenizer

    @classmethod
    def load(cls, folder: Path, *, threads: int, max_tokens: int) -> Self:
        """The graph of a model folder, run by `threads` threads for one call; its files are not verified here."""
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        # Idle threads that spin take the cores from everything else: two runtimes slow each other 2.5 times.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        options.log_severity_level = 3  # errors; its warnings are about graph optimisation
        session = onnxruntime.InferenceSession(str(folder / GRAPH), options, providers=["CPUExecutionProvider"])
        return cls(session, load_tokenizer(folder, max_tokens))

    def encode(self, texts: Sequence[str], *, prefix: str, longest: int | None = None) -> list[EncodedText]:
        """Each text's vector and token vectors, all in one batch: long texts are best given a few at a time.

        A text of more than `longest` tokens (default: what the model reads) is cut there.
        """
        # One by one: the tokenizers' own batches use thread pools, which do not survive a fork.
        tokenized = [self._tokenized(prefix + text, longest) for text in texts]
        ids, mask = self._inputs(tokenized)
        sentences, tokens = self._session.run(["sentence", "tokens"], {"input_ids": ids, "attention_mask": mask})
        return [
            EncodedText.of(text, vector, rows, offsets=one.offsets, prefix=prefix)
            for text, vector, rows, one in zip(texts, sentences, tokens, tokenized, strict=True)
        ]

    def _tokenized(self, text: str, longest: int | None) -> Tokenized:
        tokenized = self._tokenizer.tokenize(text)
        if longest is None or len(tokenized.ids) <= longest:
            return tokenized
        _, end = tokenized.offsets[longest - 2]  # the last place is the closing token's
        return self._tokenizer.tokenize(text[:end])

    def _inputs(self, tokenized: Sequence[Tokenized]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        shape = len(tokenized), max(len(one.ids) for one in tokenized)
        ids, mask = np.full(shape, self._tokenizer.padding, np.int64), np.zeros(shape, np.int64)
        for row, one in enumerate(tokenized):
            ids[row, : len(one.ids)] = one.ids
            mask[row, : len(one.ids)] = 1
        return ids, mask
