"""The search use case: one request to ranked, attributed passages within the caller's filters."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import and_

import numpy as np

from app.domain import Answerability, Hit, Match, Merchant, Passage, SearchRequest, SearchResult, Shown
from app.encoders.ports import QueryEncoder, SecondEncoder
from app.errors import IndexIncompatible, NotFound
from app.facets import Facet
from app.generations import Generation
from app.highlights import Highlighter, SentenceEvidence
from app.merchant_names import MerchantNames
from app.preferences import Preferences
from app.query_cleaning import cleaned
from app.query_encoding import TIME_LIMIT, QueryEncoders, embedding_cache
from app.requests import checked, require_known
from app.retrieval.answerability import Evidence, answerability, confidence, score_of
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
        self._retriever = Retriever(
            DenseRetriever(rows.passages, rows.questions, rows.nearest),
            rows.tokens,
            rows.lexical,
            rows.second if understanding.second else None,
            self._weights.fusion,
        )
        self.names = MerchantNames(content.merchants)
        self._preferences = Preferences(content.columns.merchants, content.columns.languages, self._weights.preference)
        self._highlighter = Highlighter(content.passages, rows.tokens, content.frequent)
        self.merchants = {merchant.id: merchant for merchant in content.merchants}
        self.sources, self.documents = content.sources.by_key, content.documents.by_key
        self.passages = content.passages.by_key
        columns = content.columns
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
        fused = self._rank(asked, self._selection(request, scope), watch)
        groups = self._collapsed(fused)[:MOST_HITS]
        judged = self._judged(asked, fused, groups)
        page = slice(request.offset, request.offset + request.limit)
        scores = self._scores(fused, groups, page, confident=judged.confidence)
        hits = self._hits(groups[page], asked, fused, scores=scores)
        facets = self._counted(fused.rows[[places[0] for places in groups]])
        watch.lap("hits")
        result = SearchResult(
            query=request.q,
            query_language=asked.language,
            answerability=judged,
            hits=hits,
            total_hits=len(groups),
            facets=facets,
            processing_ms=round(watch.total, 3),
            generation=self.generation.manifest.generation,
            degraded=asked.degraded,
            stages=watch.stages,
        )
        return Found(result, asked.query.tokens, [int(fused.rows[places[0]]) for places in groups[page]])

    def evidence(self, found: Found, place: int) -> SentenceEvidence:
        """How much each sentence of the hit at this place of the page tells about the query."""
        return self._highlighter.evidence(found.tokens, found.rows[place])

    def _understood(self, request: SearchRequest, scope: Scope, watch: Stopwatch) -> _Asked:
        named = self.names.named(request.q, among=narrowed(request.merchants, scope.merchants))
        text, language = cleaned(named.rest), self._understanding.language(named.rest)
        watch.lap("language and names")
        encoded = self.encoders.encode(text, language, scope.key)
        watch.lap("encoders")
        first = encoded.first
        return _Asked(
            RetrievalQuery(text, first.vector, first.tokens, parts_of(text, first.spans), encoded.second),
            language,
            named.merchant_ids,
            asks=not named.alone and any(c.isalpha() for c in text),
            degraded=encoded.degraded,
        )

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

    def _judged(self, asked: _Asked, fused: Fused, groups: Sequence[Sequence[int]]) -> Answerability:
        """What asks nothing is not answered, however near it is to some passage."""
        confident = 0.0
        if groups and asked.asks:
            seen = groups[: fused.looked_at]  # none behind them has been looked at
            plain = [float(fused.grounds.plain[places[0]]) for places in seen if places[0] < fused.looked_at]
            second = None if fused.grounds.second is None else float(fused.grounds.second[0])
            foreign = self._is_foreign(int(fused.rows[0]), asked.language)
            by_letters = fused.grounds.by_letters
            confident = confidence(Evidence(plain[0], plain[1:], second, foreign, by_letters), self._weights)
        return answerability(confident, self._weights.verdict)

    def _scores(self, fused: Fused, groups: Sequence[Sequence[int]], page: slice, *, confident: float) -> list[float]:
        """The score of each group's best on a page: preferences decide its place, not its chance to answer.

        None is above the one before it; a lone passage's chance is the confidence itself.
        """
        if len(groups) == 1:
            return [confident][page]
        unseen = len(fused.rows) - fused.looked_at
        plain = fused.grounds.plain
        plain = np.concatenate([plain, np.full(unseen, plain.min(initial=0))])
        behind = np.maximum.accumulate([plain[0] - plain[places[0]] for places in groups])
        by = self._weights.score_by_letters if fused.grounds.by_letters else self._weights.score
        return [score_of(confident, float(less), by) for less in behind[page]]

    def _hits(
        self, page: Sequence[Sequence[int]], asked: _Asked, fused: Fused, *, scores: Sequence[float]
    ) -> tuple[Hit, ...]:
        rows = [[int(fused.rows[place]) for place in places] for places in page]
        foreign = {same[0] for same in rows if self._is_foreign(same[0], asked.language)}
        query, best = asked.query, [same[0] for same in rows]
        marked = self._highlighter.highlights(query.text, query.tokens, best, cross_lingual=foreign)
        return tuple(
            Hit(
                passage=(passage := self._passage_at(same[0])),
                merchant=self.merchant_of(passage),
                source=self.sources[passage.document],
                score=score,
                match=_match(fused, places[0], cross_lingual=same[0] in foreign),
                highlights=highlights,
                duplicates=tuple(self._passage_at(row).id for row in same[1:]),
            )
            for places, same, highlights, score in zip(page, rows, marked, scores, strict=True)
        )

    def _passage_at(self, row: int) -> Passage:
        return self.generation.content.passages[row]

    def _is_foreign(self, row: int, language: str | None) -> bool:
        """Whether a passage is in another language than the query; unknown where either is."""
        own = self._passage_at(row).language
        return None not in (language, own) and language != own

    def passage(self, passage_id: str, scope: Scope = EVERYTHING) -> Passage:
        """The passage of this id. Raises NotFound for one that the scope does not hold, too."""
        passage = self.passages.get(passage_id)
        if passage is None or not (scope.has_merchant(passage.merchant_id) and scope.has_language(passage.language)):
            raise NotFound(f"No passage {passage_id[:100]!r}. Ids come from search results of the served index.")
        return passage

    def shown(self, passage_id: str, scope: Scope = EVERYTHING) -> Shown:
        """The passage of this id, with whose it is and where it stands. Raises NotFound."""
        passage = self.passage(passage_id, scope)
        return Shown(passage, self.merchant_of(passage), self.sources[passage.document])

    def merchant_of(self, passage: Passage) -> Merchant:
        """Who the registry says a passage belongs to."""
        return self.merchants[passage.merchant_id]

    def passages_by_merchant(self, scope: Scope = EVERYTHING) -> Mapping[str, int]:
        """How many passages of the scope each merchant has, those with none left out."""
        selection = self._selection(SearchRequest(""), scope)
        merchants = self.generation.content.columns.merchants
        return merchants.counts if selection is None else self._facets["merchant"].counted(selection.rows)

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


def _match(fused: Fused, place: int, *, cross_lingual: bool) -> Match:
    if place >= fused.looked_at:
        return Match(cross_lingual)
    semantic, lexical = fused.grounds.semantic, round(float(fused.grounds.lexical[place]), 4)
    return Match(cross_lingual, None if semantic is None else round(float(semantic[place]), 4), lexical)


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
