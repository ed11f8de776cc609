"""Fewer token rows for a passage: neighbouring tokens of a sentence become one, their mean (Clavié et al. 2024)."""

import dataclasses
from collections.abc import Iterator
from itertools import pairwise

import numpy as np

from app.encoders.ports import EncodedPassage
from app.passage_texts import embedded_text
from app.text import lines_of, sentences


def pooled(encoded: EncodedPassage, question: str | None, text: str, *, most: int) -> EncodedPassage:
    """At most so many neighbouring tokens as one unit row, whose span goes from the first's start to the last's end.

    None reaches over the end of the question, of a line or of a sentence of the text.
    """
    if most == 1 or not len(encoded.tokens):
        return encoded
    ends = np.searchsorted(encoded.spans[:, 1], list(_ends(question, text)), side="right")
    bounds = np.unique([0, *ends.tolist(), len(encoded.tokens)])
    starts = np.concatenate([np.arange(a, b, most) for a, b in pairwise(bounds.tolist())])
    lasts = np.append(starts[1:], len(encoded.tokens)) - 1
    sums = np.add.reduceat(encoded.tokens, starts, axis=0)
    lengths = np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-9)
    spans = np.stack([encoded.spans[starts, 0], encoded.spans[lasts, 1]], axis=1)
    return dataclasses.replace(encoded, tokens=np.asarray(sums / lengths, np.float32), spans=spans)


def _ends(question: str | None, text: str) -> Iterator[int]:
    """Where in the embedded text the question ends, and each sentence of each line of the answer."""
    embedded = embedded_text(question, text)
    answer = len(embedded) - len(text)
    yield len(question or "")
    for line in lines_of(text):
        for sentence in sentences(text[line.start : line.end]):
            yield answer + line.start + sentence.end
