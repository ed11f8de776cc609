"""The search with parts left out, each variant over the same generation and the same encoded queries."""

import dataclasses
import functools
from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from app.domain import SearchRequest, SearchResult
from app.encoders.awaited import AwaitedEncoder
from app.encoders.ports import QueryEncoder
from app.errors import ModelMissing
from app.generations import Generation
from app.retrieval.lexical import LexicalIndex
from app.search import Searcher, Understanding
from scripts.remembered import RememberedOpinions, RememberedQueries

PREFERENCES = "preferences"
LEXICAL, LATE, SECOND, QUESTIONS = "lexical", "late interaction", "second encoder", "question rows"
ENCODERS = "encoders"

WEIGHTS = {
    LEXICAL: ("lexical",),
    LATE: ("late_interaction", "question_tokens"),
    SECOND: ("second_window", "second_question"),
    QUESTIONS: ("question_row",),
}
"""The fusion weights of each part that can be left out."""

VARIANTS = {
    "vectors alone": (LEXICAL, LATE, SECOND, PREFERENCES),
    "+ lexical": (LATE, SECOND, PREFERENCES),
    "+ late interaction": (SECOND, PREFERENCES),
    "+ second encoder": (PREFERENCES,),
    "final": (),
    "without question rows": (QUESTIONS,),
    "without lexical": (LEXICAL,),
    "without late interaction": (LATE,),
    "without second encoder": (SECOND,),
    "degraded: letters alone": (ENCODERS,),
}
"""What each variant leaves out, in the order of the tables: built up to the final search, then one part less."""

CALIBRATED = ("final", "without second encoder", "degraded: letters alone")
"""Variants whose confidence means what it says: the others' fused scores are on another scale."""


class Searching(Protocol):
    """What is measured."""

    def search(self, request: SearchRequest) -> SearchResult:
        """The ranked passages for a request."""
        ...


def variants(generation: Generation, understanding: Understanding) -> Mapping[str, Callable[[], Searcher]]:
    """How each variant is made. One that leaves out what is not there (a second encoder) equals its neighbour."""
    remembered = dataclasses.replace(
        understanding,
        encoder=RememberedQueries(understanding.encoder),
        second=RememberedOpinions(understanding.second) if understanding.second else None,
        language=functools.cache(understanding.language),
    )
    return {name: functools.partial(without, generation, remembered, parts) for name, parts in VARIANTS.items()}


def without(generation: Generation, understanding: Understanding, parts: Sequence[str]) -> Searcher:
    """A searcher that these parts have no say in: neither in a score nor in what becomes a candidate."""
    weights, rows = understanding.weights, generation.rows
    fusion = dataclasses.replace(weights.fusion, **{field: 0.0 for part in parts for field in WEIGHTS.get(part, ())})
    if LEXICAL in parts:
        rows = dataclasses.replace(rows, lexical=LexicalIndex.build([(None, "")] * len(rows.lexical)))
    if QUESTIONS in parts:
        rows = dataclasses.replace(rows, questions=rows.passages)
    preference = weights.preference
    if PREFERENCES in parts:
        preference = dataclasses.replace(preference, own_language=0.0, named_merchant=0.0, crowding=0.0)
    encoder = understanding.encoder
    if ENCODERS in parts:
        encoder = AwaitedEncoder(_no_model, fingerprint=encoder.fingerprint, dimension=encoder.dimension)
    return Searcher(
        dataclasses.replace(generation, rows=rows),
        dataclasses.replace(
            understanding,
            encoder=encoder,
            second=None if SECOND in parts else understanding.second,
            weights=dataclasses.replace(weights, fusion=fusion, preference=preference),
        ),
    )


def _no_model() -> QueryEncoder:
    raise ModelMissing("It is left out.")
