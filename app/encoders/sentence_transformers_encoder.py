"""Encodes passages at ingestion with sentence-transformers, in full precision."""

from collections.abc import Sequence
from pathlib import Path
from typing import Self

import numpy as np
from sentence_transformers import SentenceTransformer

from app.encoders.batches import by_length
from app.encoders.model_folder import ORIGINAL, ModelCard, read_card
from app.encoders.ports import Progress, Vectors
from app.encoders.quiet import quiet


class SentenceTransformersEncoder:
    """A `PassageEncoder` over the `sentence-transformers/` folder of a built model."""

    def __init__(self, model: SentenceTransformer, card: ModelCard) -> None:
        self._model = model
        self._card = card

    @classmethod
    def load(cls, folder: Path) -> Self:
        """The encoder of `models/<fingerprint>/`, whose files `build_model` has verified."""
        card = read_card(folder)
        return cls(load_model(folder / ORIGINAL), card)

    @property
    def fingerprint(self) -> str:
        """The model's, from its card."""
        return self._card.fingerprint

    @property
    def dimension(self) -> int:
        """Length of every vector."""
        return self._card.dimension

    @property
    def max_tokens(self) -> int:
        """Tokens after which the model truncates."""
        return self._card.max_tokens

    def encode_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """Unit rows, with the passage prefix."""
        return encode(self._model, texts, prefix=self._card.passage_prefix, progress=progress)

    def encode_questions(self, questions: Sequence[str], progress: Progress | None = None) -> Vectors:
        """Unit rows, with the query prefix."""
        return encode(self._model, questions, prefix=self._card.query_prefix, progress=progress)

    def count_tokens(self, text: str) -> int:
        """Tokens of the prefixed text, special ones included."""
        return len(self._model.tokenizer(self._card.passage_prefix + text, verbose=False)["input_ids"])


def load_model(folder: Path, *, exportable: bool = False) -> SentenceTransformer:
    """The sentence-transformers model in `folder`, on the CPU, without the network.

    `exportable` asks for plain attention: the fused one becomes a graph of twice as many nodes, at no gain.
    """
    attention = {"attn_implementation": "eager"} if exportable else {}
    with quiet():
        return SentenceTransformer(str(folder), device="cpu", local_files_only=True, model_kwargs=attention).eval()


def encode(
    model: SentenceTransformer, texts: Sequence[str], *, prefix: str, progress: Progress | None = None
) -> Vectors:
    """(len(texts), dimension) unit rows; batches hold texts of similar length, so that little is padding."""
    vectors = np.empty((len(texts), int(model.get_embedding_dimension() or 0)), np.float32)
    for rows in by_length(texts, progress):
        # `prompt` is always given: left out, a model may add a default prompt of its own.
        batch = [texts[row] for row in rows]
        vectors[rows] = model.encode(batch, prompt=prefix, normalize_embeddings=True, show_progress_bar=False)
    return vectors
