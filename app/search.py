"""The search use case: one request to ranked, attributed passages within the caller's filters."""

import dataclasses
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence

import numpy as np

from app.domain import Answerability, Hit, Merchant, Passage, SearchRequest, SearchResult
from app.encoders.ports import EncodedQuery, QueryEncoder
from app.errors import IndexIncompatible, InvalidQuery, InvalidValue, NotFound, UnknownMerchant
from app.generations import Generation
from app.retrieval.answerability import answerability, score_of
from app.retrieval.dense import DenseRetriever
from app.retrieval.fusion import Retriever
from app.retrieval.ports import Ranking, Selection
from app.text import count_words, normalise

MOST_HITS = 1000
"""Results that paging can reach."""

_EXTRA = 100
"""Candidates taken beyond `MOST_HITS`, to fill the places of collapsed duplicates."""


LONGEST_QUERY = 512
LARGEST_LIMIT = 50
LARGEST_OFFSET = 1000


def checked(request: SearchRequest) -> SearchRequest:
    """The request with its query trimmed. Raises InvalidQuery or InvalidValue, saying what is allowed."""
    query = request.q.strip()
    if any("\ud800" <= c <= "\udfff" or c == "\0" for c in query):
        raise InvalidQuery("q holds a NUL or a lone surrogate, which are not text. Send UTF-8 text.")
    if len(query) > LONGEST_QUERY:
        raise InvalidQuery(f"q has {len(query)} characters; at most {LONGEST_QUERY} are allowed. Shorten it.")
    if not normalise(query):
        raise InvalidQuery("q is blank. Ask a question or give some words.")
    for name, value, low, high in (
        ("limit", request.limit, 1, LARGEST_LIMIT),
        ("offset", request.offset, 0, LARGEST_OFFSET),
    ):
        if not low <= value <= high:
            raise InvalidValue(f"{name} is {value}; give a whole number from {low} to {high}.")
    return dataclasses.replace(request, q=query)


class Searcher:
    """Searches one generation. Safe to call from many threads."""

    def __init__(
        self, generation: Generation, encoder: QueryEncoder, query_language: Callable[[str], str | None]
    ) -> None:
        if generation.manifest.fingerprint != encoder.fingerprint:
            raise IndexIncompatible(
                f"The index was built with model {generation.manifest.model} ({generation.manifest.fingerprint}), "
                f"the encoder is {encoder.fingerprint}. Run `faq ingest` with the model that shall serve."
            )
        self.generation = generation
        self._encoder, self._query_language = encoder, query_language
        rows = generation.rows
        self._retriever = Retriever(DenseRetriever(rows.passages, rows.questions), rows.tokens)
        content = generation.content
        self.merchants = {merchant.id: merchant for merchant in content.merchants}
        self.documents = {document.path: document for document in content.documents}
        self.passages = {passage.id: passage for passage in content.passages}
        self._facets = {
            "merchant": np.array([p.merchant_id for p in content.passages]),
            "language": np.array([p.language or "" for p in content.passages]),
            "section": np.array([p.section or "" for p in content.passages]),
        }
        self._same = _identical_answers(content.passages)

    def search(self, request: SearchRequest) -> SearchResult:
        """Ranked passages for a request.

        Raises InvalidQuery, InvalidValue, or UnknownMerchant for a merchant that the index does not hold.
        """
        started = time.perf_counter()
        request = checked(request)
        self._check_merchants(request.merchants)
        encoded = self._encoder.encode_query(normalise(request.q))
        language = self._query_language(request.q)
        ranking = self._rank(encoded, request)
        groups = self._collapsed(ranking)[:MOST_HITS]
        page = groups[request.offset : request.offset + request.limit]
        return SearchResult(
            query=request.q,
            query_language=language,
            answerability=_judged(request.q, groups),
            hits=tuple(self._hit(group, language) for group in page),
            total_hits=len(groups),
            facets=self._counted([group[0][0] for group in groups]),
            processing_ms=round((time.perf_counter() - started) * 1000, 3),
            generation=self.generation.manifest.generation,
        )

    def _rank(self, query: EncodedQuery, request: SearchRequest) -> Ranking:
        selection = self._selection(request)
        return self._retriever.rank(query.vector, query.tokens, MOST_HITS + _EXTRA, selection=selection)

    def passage(self, passage_id: str) -> Passage:
        """The passage of this id. Raises NotFound."""
        if passage_id not in self.passages:
            raise NotFound(f"No passage {passage_id[:100]!r}. Ids come from search results of the served index.")
        return self.passages[passage_id]

    def merchant_of(self, passage: Passage) -> Merchant:
        """Who the registry says a passage belongs to."""
        return self.merchants[passage.merchant_id]

    def _check_merchants(self, wanted: Iterable[str]) -> None:
        for merchant_id in wanted:
            if merchant_id not in self.merchants:
                raise UnknownMerchant(f"No merchant {merchant_id[:100]!r}. GET /v1/merchants lists them.")

    def _selection(self, request: SearchRequest) -> Selection | None:
        """Which rows the filters leave, or None where there are no filters."""
        wanted = {"merchant": request.merchants, "language": request.languages, "section": request.sections}
        masks = [np.isin(self._facets[name], list(values)) for name, values in wanted.items() if values]
        return np.logical_and.reduce(masks) if masks else None

    def _collapsed(self, ranking: Ranking) -> list[list[tuple[int, float]]]:
        """(row, score) pairs, best first, grouped where one merchant gives the same answer twice."""
        groups: dict[int, list[tuple[int, float]]] = {}
        for row, score in zip(ranking.rows.tolist(), ranking.scores.tolist(), strict=True):
            groups.setdefault(self._same[row], []).append((row, score))
        return list(groups.values())

    def _hit(self, group: Sequence[tuple[int, float]], language: str | None) -> Hit:
        passages = [self.generation.content.passages[row] for row, _ in group]
        best = passages[0]
        return Hit(
            passage=best,
            merchant=self.merchant_of(best),
            document=self.documents[best.document],
            score=score_of(group[0][1]),
            cross_lingual=None not in (language, best.language) and language != best.language,
            duplicates=tuple(passage.id for passage in passages[1:]),
        )

    def _counted(self, rows: Sequence[int]) -> dict[str, dict[str, int]]:
        """How many of these rows each value of each facet has; most frequent first, blank values left out."""
        return {
            name: {value: n for value, n in Counter(values[rows].tolist()).most_common() if value}
            for name, values in self._facets.items()
        }


def _judged(query: str, groups: Sequence[Sequence[tuple[int, float]]]) -> Answerability:
    """Signs alone ask nothing, however near they are to some passage."""
    asks = any(c.isalnum() for c in query)
    return answerability(groups[0][0][1] if asks and groups else None)


def _identical_answers(passages: Sequence[Passage]) -> list[int]:
    """For each row, the first row of the same merchant with the same answer, white space aside.

    Short answers ("Yes.") say the same only where the question is the same.
    """
    first: dict[tuple[str, str, str | None], int] = {}
    return [first.setdefault(_answer_key(p), row) for row, p in enumerate(passages)]


_TELLING_WORDS = 5


def _answer_key(passage: Passage) -> tuple[str, str, str | None]:
    words = passage.text.split()
    question = None if count_words(passage.text) >= _TELLING_WORDS else passage.question
    return passage.merchant_id, " ".join(words), question
