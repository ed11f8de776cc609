"""The answer use case: the smallest verbatim extracts of passages that answer a query, each with where it stands."""

import dataclasses
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from app.domain import Alternate, Answerability, Curation, Merchant, Passage, SearchRequest, SearchResult, Source, Span
from app.errors import InvalidValue
from app.extracts import extract_of
from app.requests import checked, require_known
from app.scope import EVERYTHING, Scope, narrowed
from app.search import Found, Searcher
from app.stopwatch import Stopwatch
from app.text import lines_of

DEFAULT_EXTRACTS, MOST_EXTRACTS = 3, 5

_LOOKED_AT = 20
"""Hits that extracts are taken from: behind them another merchant's best hardly ever answers."""

_ANOTHER_MERCHANT = 0.2
"""Score from which another merchant's best hit is worth an extract (README, 'Measured')."""

_SAME_MERCHANT = 0.98
"""Of the score of a merchant's first extract, from which a second one of the same merchant is."""

_DOCUMENTS_KNOWN = 64
"""Documents whose line starts are kept: a text may be large, and counting its lines reads all of it."""


@dataclass(frozen=True, slots=True)
class Extract:
    """The part of a passage's text that answers; `span` counts in that text, `lines` (1-based) in its document.

    `alternates` and `curation` are those of the hit that it was taken from.
    """

    passage: Passage
    merchant: Merchant
    source: Source
    span: Span
    lines: tuple[int, int]
    alternates: tuple[Alternate, ...] = ()
    curation: Curation | None = None

    @property
    def text(self) -> str:
        """Verbatim."""
        return self.passage.text[self.span.start : self.span.end]


@dataclass(frozen=True, slots=True)
class Answer:
    """What answers one query, best first; nothing where the verdict is "none". `stages` are in milliseconds."""

    query: str
    query_language: str | None
    answerability: Answerability
    extracts: tuple[Extract, ...]
    processing_ms: float
    generation: str
    degraded: bool = False
    stages: Mapping[str, float] = field(default_factory=dict)


class Answerer:
    """Answers from what a searcher finds. Safe to call from many threads."""

    def __init__(self, searcher: Searcher) -> None:
        self._searcher = searcher
        self._line_starts = lru_cache(_DOCUMENTS_KNOWN)(self._read_line_starts)

    def answer(self, request: SearchRequest, scope: Scope = EVERYTHING) -> Answer:
        """At most `request.limit` extracts, of as many passages of the scope.

        Raises InvalidValue for a limit beyond `MOST_EXTRACTS` or an offset; otherwise as a search does.
        """
        if not 1 <= request.limit <= MOST_EXTRACTS or request.offset:
            asked = f"limit is {request.limit} and offset {request.offset}"
            raise InvalidValue(f"{asked}; an answer takes a limit from 1 to {MOST_EXTRACTS} and no offset.")
        found = self._searcher.found(self._within_named(request, scope), scope)
        watch, result = Stopwatch(), found.result
        places = _worth_extracts(result)[: request.limit]
        extracts = tuple(self._extract(found, place) for place in places)
        watch.lap("extracts")
        return Answer(
            query=result.query,
            query_language=result.query_language,
            answerability=result.answerability,
            extracts=extracts,
            processing_ms=round(result.processing_ms + watch.total, 3),
            generation=result.generation,
            degraded=result.degraded,
            stages={**result.stages, **watch.stages},
        )

    def _within_named(self, request: SearchRequest, scope: Scope) -> SearchRequest:
        """The search for it, within the merchants that the query names: another's texts would mislead."""
        request = checked(request)
        require_known(request.merchants, self._searcher.merchants, scope)
        among = narrowed(request.merchants, scope.merchants)
        named = self._searcher.names.named(request.q, among=among).merchant_ids
        return dataclasses.replace(request, merchants=tuple(sorted(named)) or request.merchants, limit=_LOOKED_AT)

    def _extract(self, found: Found, place: int) -> Extract:
        """That of the hit at this place."""
        hit = found.result.hits[place]
        span = extract_of(hit.passage.text, self._searcher.evidence(found, place))
        lines = self._lines(hit.passage, span)
        return Extract(hit.passage, hit.merchant, hit.source, span, lines, hit.alternates, hit.curation)

    def _lines(self, passage: Passage, span: Span) -> tuple[int, int]:
        starts = self._line_starts(passage.document)
        first, last = (offset_in_document(passage, offset) for offset in (span.start, span.end - 1))
        return bisect_right(starts, first), bisect_right(starts, last)

    def _read_line_starts(self, document: str) -> list[int]:
        return [line.start for line in lines_of(self._searcher.documents[document].text)]


def offset_in_document(passage: Passage, offset: int) -> int:
    """Where a character of the passage's text stands in its document: the text is its spans, joined by newlines.

    Raises ValueError for a newline that joins two spans, and outside the text: these stand nowhere.
    """
    left = offset
    for span in passage.spans:
        if 0 <= left < span.end - span.start:
            return span.start + left
        left -= span.end - span.start + 1
    raise ValueError(f"The text of {passage.id} has no character {offset} that stands in its document.")


def _worth_extracts(result: SearchResult) -> list[int]:
    """Places of hits: the first, other merchants' best ones, and those as good as their merchant's best."""
    best: dict[str, float] = {}
    worth: list[int] = []
    for place, hit in enumerate(result.hits if result.answerability.verdict != "none" else ()):
        bar = _SAME_MERCHANT * best[hit.merchant.id] if hit.merchant.id in best else _ANOTHER_MERCHANT
        if place == 0 or hit.score >= bar:
            worth.append(place)
            best.setdefault(hit.merchant.id, hit.score)
    return worth
