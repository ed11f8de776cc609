"""Measures how well an exported graph agrees with the sentence-transformers model that it came from."""

from collections.abc import Sequence

import numpy as np
from sentence_transformers import SentenceTransformer

from app.encoders.model_folder import Parity
from app.encoders.onnx_graph import OnnxGraph
from app.encoders.ports import Vectors
from app.encoders.sentence_transformers_encoder import encode
from app.errors import ParityError

MIN_MEAN_COSINE = 0.999
MAX_BATCH_DEVIATION = 1e-5
_MAX_TEXTS = 64
_NEIGHBOURS = 8


def measure(model: SentenceTransformer, graph: OnnxGraph, texts: Sequence[str], *, prefix: str) -> Parity:
    """Parity over at most 64 of `texts`, spread evenly, and the blank text, each encoded alone by the graph."""
    places = np.linspace(0, len(texts) - 1, min(len(texts), _MAX_TEXTS)).astype(int)
    chosen = ["", *(texts[place] for place in places)]
    alone = np.stack([graph.encode([text], prefix=prefix)[0].vector for text in chosen])
    cosines = np.sum(alone * encode(model, chosen, prefix=prefix), axis=1)
    return Parity(
        texts=len(chosen),
        mean_cosine=round(float(cosines.mean()), 6),
        min_cosine=round(float(cosines.min()), 6),
        batch_deviation=_batch_deviation(graph, chosen, alone, prefix=prefix),
    )


def require(parity: Parity, quantisation: str) -> None:
    """Raise ParityError where the figures are under the bar; a NaN is."""
    if not parity.mean_cosine >= MIN_MEAN_COSINE:
        raise ParityError(
            f"The exported model ({quantisation}) agrees with its original at mean cosine {parity.mean_cosine}, under "
            f"{MIN_MEAN_COSINE}. Choose another model in FAQ_MODEL, or call build_model with a finer quantisation."
        )
    if not parity.batch_deviation <= MAX_BATCH_DEVIATION:
        raise ParityError(
            f"A vector of the exported model changes by {parity.batch_deviation} with its neighbours in a batch, over "
            f"{MAX_BATCH_DEVIATION}. Choose another model in FAQ_MODEL."
        )


def _batch_deviation(graph: OnnxGraph, texts: list[str], alone: Vectors, *, prefix: str) -> float:
    """The shortest texts again, in one batch with the longest."""
    by_length = sorted(range(len(texts)), key=lambda row: len(texts[row]))
    rows = [*by_length[:_NEIGHBOURS], by_length[-1]]
    together = np.stack([encoded.vector for encoded in graph.encode([texts[row] for row in rows], prefix=prefix)])
    return float(np.abs(together - alone[rows]).max())
