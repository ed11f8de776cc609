"""What the rest of the service asks of an encoder: queries on one side, passages on the other."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
Spans = NDArray[np.int32]
"""(n, 2): half-open code-point offsets into a text."""
Progress = Callable[[int, int], None]
"""Called with (done, total) while passages are embedded."""


@dataclass(frozen=True, slots=True)
class EncodedQuery:
    """One query's embedding: `vector` (dimension,) float32 of unit length, and its token vectors.

    `tokens` is (token count, dimension) float32, unit rows, without the special tokens and the prefix's tokens; `spans`
    (token count, 2) is where each stands in the query.
    """

    vector: Vectors
    tokens: Vectors
    spans: Spans


@dataclass(frozen=True, slots=True)
class EncodedPassage:
    """One passage's embedding: `vector` (dimension,) float32 of unit length, and its token vectors.

    `tokens` (token count, dimension) are to be compared with `EncodedQuery.tokens`; `spans` (token count, 2) is where
    each stands in the passage. Their ends never step back, nor part a letter from its marks.
    """

    vector: Vectors
    tokens: Vectors
    spans: Spans


class QueryEncoder(Protocol):
    """Encodes what visitors type. A query's vector never depends on what else is being encoded."""

    @property
    def fingerprint(self) -> str:
        """Identifies weights, tokenizer, prefixes, pooling and quantisation: two equal ones are interchangeable."""
        ...

    @property
    def dimension(self) -> int:
        """Length of every vector."""
        ...

    def encode_query(self, query: str) -> EncodedQuery:
        """The query's embedding, with the model's query prefix applied here."""
        ...


class PassageEncoder(Protocol):
    """Encodes what merchants wrote, at ingestion."""

    @property
    def fingerprint(self) -> str:
        """Equal to the fingerprint of the query encoder that may search these vectors."""
        ...

    @property
    def dimension(self) -> int:
        """Length of every vector."""
        ...

    def encode_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Sequence[EncodedPassage]:
        """Each text's embedding, with the model's passage prefix applied here, whatever was encoded beside it."""
        ...

    def encode_questions(self, questions: Sequence[str], progress: Progress | None = None) -> Vectors:
        """(len(questions), dimension) float32, unit rows, with the model's *query* prefix.

        Questions are compared with queries symmetrically.
        """
        ...

    def count_tokens(self, text: str) -> int:
        """Tokens that `text` takes as a passage, prefix and special tokens included, before truncation."""
        ...

    @property
    def max_tokens(self) -> int:
        """Tokens after which the model truncates."""
        ...


class SecondEncoder(Protocol):
    """Another model, of another kind, that knows some languages only; its vectors compare with its own alone."""

    @property
    def fingerprint(self) -> str:
        """Identifies what its vectors depend on."""
        ...

    def knows(self, language: str | None) -> bool:
        """Whether its vectors mean anything for texts of this language."""
        ...

    def encode_query(self, query: str, language: str | None) -> Vectors | None:
        """The query's vector, (dimension,) float32 of unit length; None in a language that it does not know."""
        ...

    def encode_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """(len(texts), dimension) float32, unit rows; questions too."""
        ...
