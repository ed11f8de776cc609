"""What all token vectors of a model have in common, taken away so that late interaction sees the rest.

The vectors of a model of the E5 family point much the same way (the mean of unit token vectors is about 0.86 long), so
that any two tokens look alike. Taking the mean away is the first step of Mu and Viswanath 2018, "All-but-the-Top". The
mean is that of 35 sentences in 24 languages, which belong to the model and to no merchant: how well a passage matches
never depends on another merchant's texts.
"""

from importlib import resources
from pathlib import Path

import numpy as np

from app.encoders.model_folder import BACKGROUND
from app.encoders.onnx_graph import OnnxGraph
from app.encoders.ports import Vectors
from app.errors import ModelIntegrityError


def measure_background(graph: OnnxGraph, prefix: str) -> Vectors:
    """The mean token vector of the background sentences under a prefix, (dimension,) float32."""
    encoded = [graph.encode([sentence], prefix=prefix)[0].tokens for sentence in background_sentences()]
    return np.asarray(np.concatenate(encoded).mean(axis=0), np.float32)


def background_sentences() -> list[str]:
    """The 35 sentences, the same for every model."""
    return resources.files("app.encoders").joinpath("background.txt").read_text(encoding="utf-8").splitlines()


def save_background(folder: Path, query: Vectors, passage: Vectors) -> None:
    """Both means into a model's folder."""
    with (folder / BACKGROUND).open("wb") as file:
        np.save(file, np.stack([query, passage]), allow_pickle=False)


def load_background(folder: Path) -> tuple[Vectors, Vectors]:
    """The means of query tokens and of passage tokens. Raises ModelIntegrityError."""
    path = folder / BACKGROUND
    try:
        query, passage = np.load(path, allow_pickle=False)
    except (OSError, EOFError, ValueError, TypeError) as exc:
        raise ModelIntegrityError(f"{path} cannot be read ({exc}). Run `faq ingest` to build the model again.") from exc
    if query.ndim != 1 or not np.isfinite([query, passage]).all():
        raise ModelIntegrityError(f"{path} holds no two means. Run `faq ingest` to build the model again.")
    return query, passage


def without_background(tokens: Vectors, background: Vectors) -> Vectors:
    """Token vectors (tokens, dimension) without the mean, at unit length; one that is all mean stays a zero row."""
    rest = tokens - background
    lengths = np.linalg.norm(rest, axis=1, keepdims=True)
    return np.asarray(rest / np.maximum(lengths, np.float32(1e-9)), np.float32)
