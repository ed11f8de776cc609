"""Encodes passages at ingestion with sentence-transformers, in full precision."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Self, cast

import numpy as np
from sentence_transformers import SentenceTransformer
from torch import Tensor

from app.encoders.background import load_background, without_background
from app.encoders.batches import by_length
from app.encoders.encoded_text import EncodedText
from app.encoders.model_folder import ORIGINAL, ModelCard, read_card
from app.encoders.ports import EncodedPassage, Progress, Vectors
from app.encoders.quiet import quiet


class SentenceTransformersEncoder:
    """A `PassageEncoder` over the `sentence-transformers/` folder of a built model."""

    def __init__(self, model: SentenceTransformer, card: ModelCard, background: Vectors) -> None:
        self._model, self._card = model, card
        self._mean = background

    @classmethod
    def load(cls, folder: Path) -> Self:
        """The encoder of `models/<fingerprint>/`, whose files `build_model` has verified."""
        card = read_card(folder)
        _, passage_mean = load_background(folder)
        return cls(load_model(folder / ORIGINAL), card, passage_mean)

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

    def encode_passages(self, texts: Sequence[str], progress: Progress | None = None) -> list[EncodedPassage]:
        """Each text's vector and token vectors, which one pass of the model gives, with the passage prefix."""
        passages: dict[int, EncodedPassage] = {}
        for rows in by_length(token_counts(self._model, texts), progress):
            encoded = _encode_batch(self._model, [texts[row] for row in rows], prefix=self._card.passage_prefix)
            for row, one in zip(rows, encoded, strict=True):
                passages[row] = EncodedPassage(one.vector, without_background(one.tokens, self._mean), one.spans)
        return [passages[row] for row in range(len(texts))]

    def encode_questions(self, questions: Sequence[str], progress: Progress | None = None) -> Vectors:
        """Unit rows, with the query prefix."""
        return encode(self._model, questions, prefix=self._card.query_prefix, progress=progress)

    def count_tokens(self, text: str) -> int:
        """Tokens of the prefixed text, special ones included."""
        return token_counts(self._model, [self._card.passage_prefix + text])[0]


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
    for rows in by_length(token_counts(model, texts), progress):
        batch = [texts[row] for row in rows]
        vectors[rows] = model.encode(
            batch, prompt=prefix, batch_size=len(batch), normalize_embeddings=True, show_progress_bar=False
        )
    return vectors


def token_counts(model: SentenceTransformer, texts: Sequence[str]) -> list[int]:
    """Tokens of each text without any prefix, special ones included, before truncation."""
    return [len(model.tokenizer(text, verbose=False)["input_ids"]) for text in texts]


def _encode_batch(model: SentenceTransformer, batch: list[str], *, prefix: str) -> list[EncodedText]:
    """Each text's vector and tokens, by one pass of the model over all of them."""
    encoded = model.encode(
        batch,
        prompt=prefix,  # always given: left out, a model may add a default prompt of its own
        batch_size=len(batch),
        output_value=None,
        show_progress_bar=False,
        processing_kwargs={"text": {"return_offsets_mapping": True}},
    )
    # The library's overloads take a list of texts for one input.
    every = cast("list[dict[str, Tensor]]", encoded)
    return [_encoded_text(text, features, prefix) for text, features in zip(batch, every, strict=True)]


def _encoded_text(text: str, features: Mapping[str, Tensor], prefix: str) -> EncodedText:
    vector, tokens = (_unit_rows(features[name]) for name in ("sentence_embedding", "token_embeddings"))
    return EncodedText.of(text, vector, tokens, offsets=features["offset_mapping"].tolist(), prefix=prefix)


def _unit_rows(vectors: Tensor) -> Vectors:
    rows: Vectors = vectors.numpy()  # torch's threads would take longer to start than such a division takes
    return np.asarray(rows / np.maximum(np.linalg.norm(rows, axis=-1, keepdims=True), 1e-12), np.float32)
