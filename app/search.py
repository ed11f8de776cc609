"""The search use case: one request to ranked, attributed passages within the caller's filters."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import and_

import numpy as np

from app.curated_rows import CuratedRows
from app.domain import Passage, SearchRequest, SearchResult, Shown
from app.encoders.ports import QueryEncoder, SecondEncoder
from app.errors import IndexIncompatible, NotFound
from app.facets import Facet
from app.generations import Generation
from app.highlights import Highlighter, SentenceEvidence
from app.hits import Hits, are_different
from app.judgement import Judge
from app.merchant_names import MerchantNames, Named
from app.preferences import Preferences
from app.query_cleaning import cleaned
from app.query_encoding import TIME_LIMIT, QueryEncoders, embedding_cache
from app.ranked import Groups, Pin, Ranked
from app.requests import checked, require_known
from app.retrieval.dense import DenseRetriever
from app.retrieval.fusion import Fused, RetrievalQuery, Retriever
from app.retrieval.ports import Rows, Selection, Vectors
from app.retrieval.query_parts import parts_of
from app.retrieval.weights import Weights
from app.scope import EVERYTHING, Scope, narrowed
from app.stopwatch import Stopwatch

MOST_HITS = 1000
"""Results that paging can reach."""

_EXTRA = 100
"""Candidates taken beyond `MOST_HITS`, to fill the places of collapsed duplicates."""


@dataclass(frozen=True, slots=True)
class Understanding:
    """What a searcher understands queries with."""

    encoder: QueryEncoder
    second: SecondEncoder | None
    language: Callable[[str], str | None]
    weights: Weights
    cache_bytes: int = 0
    """Memory for what the encoders made of queries, in case they are asked again."""
    encoder_seconds: float = TIME_LIMIT
    """How long a search waits for the encoders."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """One query, understood."""

    query: RetrievalQuery
    language: str | None
    named: frozenset[str]
    pin: Pin | None
    """What a curator set first for it."""
    asks: bool
    """Whether there is more in it than signs, numbers and a merchant's name."""
    degraded: bool
    """Whether an encoder failed."""


@dataclass(frozen=True, slots=True)
class Found:
    """A result, with what its hits can be looked at again by: the query's tokens, and the hits' rows."""

    result: SearchResult
    tokens: Vectors
    rows: Sequence[int]


class Searcher:
    """Searches one generation. Safe to call from many threads."""

    def __init__(self, generation: Generation, understanding: Understanding) -> None:
        _check_encoders(generation, understanding)
        self.generation = generation
        self._understanding, self._weights = understanding, understanding.weights
        self.embeddings = embedding_cache(understanding.cache_bytes)
        self.encoders = QueryEncoders(
            understanding.encoder, understanding.second, self.embeddings, seconds=understanding.encoder_seconds
        )
        rows, content = generation.rows, generation.content
        curated = self._curated = CuratedRows(content)
        several = curated.stands_for if curated.phrasings else None
        self._retriever = Retriever(
            DenseRetriever(rows.passages, rows.questions, rows.nearest, several),
            rows.tokens,
            rows.lexical,
            rows.second if understanding.second else None,
            self._weights.fusion,
        )
        self.names = MerchantNames(content.merchants)
        self._judge = Judge(self._weights)
        columns = content.columns if several is None else content.columns.of_rows(several)
        self._preferences = Preferences(columns.merchants, columns.languages, self._weights.preference)
        self._highlighter = Highlighter(content.passages, rows.tokens, content.frequent)
        self._hits = Hits(content, curated, self._highlighter)
        self.merchants = {merchant.id: merchant for merchant in content.merchants}
        self.documents = content.documents.by_key
        self.passages = content.passages.by_key
        self._facets = {
            "merchant": Facet(columns.merchants),
            "language": Facet(columns.languages),
            "section": Facet(columns.sections),
        }
        self._same = columns.same

    def search(self, request: SearchRequest, scope: Scope = EVERYTHING) -> SearchResult:
        """Ranked passages for a request, of those in the scope: nothing else is looked at, counted or named.

        Raises InvalidQuery, InvalidValue, or UnknownMerchant for a merchant that the scope does not hold.
        """
        return self.found(request, scope).result

    def found(self, request: SearchRequest, scope: Scope = EVERYTHING) -> Found:
        """As `search`, for `evidence`."""
        watch = Stopwatch()
        request = checked(request)
        require_known(request.merchants, self.merchants, scope)
        asked = self._understood(request, scope, watch)
        ranked = self._ranked(asked, self._selection(request, scope), watch)
        page = slice(request.offset, request.offset + request.limit)
        scores = self._judge.scores(ranked, page)
        hits = self._hits.of(ranked, scores, page, query=asked.query, language=asked.language, scope=scope)
        best = ranked.fused.rows[[places[0] for places in ranked.groups]]
        facets = self._counted(best)
        watch.lap("hits")
        result = SearchResult(
            query=request.q,
            query_language=asked.language,
            answerability=self._judge.answerability(ranked),
            hits=hits,
            total_hits=len(ranked.groups),
            facets=facets,
            processing_ms=round(watch.total, 3),
            generation=self.generation.manifest.generation,
            degraded=asked.degraded,
            stages=watch.stages,
        )
        return Found(result, asked.query.tokens, self._curated.stands_for[best[page]].tolist())

    def evidence(self, found: Found, place: int) -> SentenceEvidence:
        """How much each sentence of the hit at this place of the page tells about the query."""
        return self._highlighter.evidence(found.tokens, found.rows[place])

    def _understood(self, request: SearchRequest, scope: Scope, watch: Stopwatch) -> _Asked:
        within = narrowed(request.merchants, scope.merchants)
        named = self.names.named(request.q, among=within)
        text, language = cleaned(named.rest), self._understanding.language(named.rest)
        watch.lap("language and names")
        encoded = self.encoders.encode(text, language, scope.key)
        watch.lap("encoders")
        first = encoded.first
        return _Asked(
            RetrievalQuery(text, first.vector, first.tokens, parts_of(text, first.spans), encoded.second),
            language,
            named.merchant_ids,
            self._pin(request.q, named, within),
            asks=not named.alone and any(c.isalpha() for c in text),
            degraded=encoded.degraded,
        )

    def _ranked(self, asked: _Asked, selection: Selection | None, watch: Stopwatch) -> Ranked:
        fused, pin = self._rank(asked, selection, watch), asked.pin
        groups: Groups = self._collapsed(fused)
        confident = self._confidence(asked, fused, groups)
        if pin is None or not (selection is None or selection.holds(np.array([pin.row])).all()):
            return Ranked(fused, groups[:MOST_HITS], confident)
        fused, groups = self._curated.with_first(fused, groups, pin.row)
        return Ranked(fused, groups[:MOST_HITS], confident, pin)

    def _rank(self, asked: _Asked, selection: Selection | None, watch: Stopwatch) -> Fused:
        prefer = self._preferences.towards(asked.language, asked.named)
        favoured = self._narrowed(selection, asked.named) if asked.named else None
        watch.lap("filters")
        return self._retriever.rank(
            asked.query, MOST_HITS + _EXTRA, prefer=prefer, selection=selection, favoured=favoured, watch=watch
        )

    def _narrowed(self, selection: Selection | None, merchants: frozenset[str]) -> Selection:
        """The rows of these merchants that the filters leave."""
        theirs = self._facets["merchant"].rows_of(merchants)
        return theirs if selection is None else theirs & selection

    def _collapsed(self, fused: Fused) -> list[list[int]]:
        """Places in the ranking, best first, grouped where one merchant gives the same answer twice."""
        groups: dict[int, list[int]] = {}
        for place, answer in enumerate(self._same[fused.rows].tolist()):
            groups.setdefault(answer, []).append(place)
        return list(groups.values())

    def _confidence(self, asked: _Asked, fused: Fused, groups: Groups) -> float:
        """What asks nothing is not answered, however near it is to some passage."""
        if not groups or not asked.asks:
            return 0.0
        foreign = are_different(self._curated.language_of(int(fused.rows[0])), asked.language)
        return self._judge.confidence(fused, groups, foreign=foreign)

    def _pin(self, q: str, named: Named, within: Collection[str] | None) -> Pin | None:
        """What is pinned to the query, where it is asked of one merchant.

        Of several none is first because its own curator says so.
        """
        asked_of = self.merchants.keys() if within is None else self.merchants.keys() & set(within)
        merchants = asked_of if len(asked_of) == 1 else named.merchant_ids
        if len(merchants) != 1:
            return None
        return self._curated.pin(next(iter(merchants)), (q, named.rest))

    def passage(self, passage_id: str, scope: Scope = EVERYTHING) -> Passage:
        """The passage of this id. Raises NotFound for one that the scope does not hold, too."""
        passage = self.passages.get(passage_id)
        if passage is None or not (scope.has_merchant(passage.merchant_id) and scope.has_language(passage.language)):
            raise NotFound(f"No passage {passage_id[:100]!r}. Ids come from search results of the served index.")
        return passage

    def shown(self, passage_id: str, scope: Scope = EVERYTHING) -> Shown:
        """The passage of this id, with whose it is and where it stands. Raises NotFound."""
        passage = self.passage(passage_id, scope)
        return self._hits.shown(self.generation.content.passages.row_of(passage.id), scope)

    def passages_by_merchant(self, scope: Scope = EVERYTHING) -> Mapping[str, int]:
        """How many passages of the scope each merchant has, those with none left out."""
        selection = self._selection(SearchRequest(""), scope)
        merchants = self.generation.content.columns.merchants
        if selection is None:
            return merchants.counts
        own = len(self.passages)  # phrasings behind them are no passages
        return self._facets["merchant"].counted(selection.rows[selection.rows < own])

    def _selection(self, request: SearchRequest, scope: Scope) -> Selection | None:
        """Which rows the scope and the filters leave, or None for all."""
        wanted = {
            "merchant": narrowed(request.merchants, scope.merchants),
            "language": narrowed(request.languages, scope.languages),
            "section": request.sections or None,
        }
        chosen = [self._facets[name].rows_of(values) for name, values in wanted.items() if values is not None]
        return reduce(and_, chosen) if chosen else None

    def _counted(self, rows: Rows) -> dict[str, dict[str, int]]:
        """How many of these rows each value of each facet has."""
        return {name: facet.counted(rows) for name, facet in self._facets.items()}


def _check_encoders(generation: Generation, understanding: Understanding) -> None:
    manifest = generation.manifest
    if manifest.fingerprint != understanding.encoder.fingerprint:
        raise IndexIncompatible(
            f"The index was built with model {manifest.model} ({manifest.fingerprint}), "
            f"the encoder is {understanding.encoder.fingerprint}. Run `faq ingest` with the model that shall serve."
        )
    if understanding.second and manifest.second != understanding.second.fingerprint:
        raise IndexIncompatible(
            f"The index was built with second encoder {manifest.second or 'none'}, "
            f"the one to serve with is {understanding.second.fingerprint}. Run `faq ingest`, or set FAQ_SECOND_ENCODER."
        )
