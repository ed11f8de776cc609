"""Ranked rows to hits: passages with whose they are, what of them matched, and what they owe to curators."""

from collections.abc import Sequence

from app.alternates import Alternates
from app.content import StoredContent
from app.curated_rows import CuratedRows
from app.domain import Hit, Match, Shown
from app.highlights import Highlighter
from app.ranked import Ranked
from app.retrieval.fusion import Fused, RetrievalQuery
from app.scope import Scope


class Hits:
    """Makes the hits of one generation. Safe to use from many threads."""

    def __init__(self, content: StoredContent, curated: CuratedRows, highlighter: Highlighter) -> None:
        self._passages, self._sources = content.passages, content.sources.by_key
        self._merchants = {merchant.id: merchant for merchant in content.merchants}
        self._curated, self._highlighter, self._alternates = curated, highlighter, Alternates(content)

    def shown(self, row: int, scope: Scope) -> Shown:
        """The passage of a row as whoever has this scope may see it."""
        passage = self._passages[row]
        merchant, source = self._merchants[passage.merchant_id], self._sources[passage.document]
        return Shown(passage, merchant, source, self._alternates.of(row, scope))

    def of(
        self,
        ranked: Ranked,
        scores: Sequence[float],
        page: slice,
        *,
        query: RetrievalQuery,
        language: str | None,
        scope: Scope,
    ) -> tuple[Hit, ...]:
        """The hits of a page, which have these scores, for a query in `language`."""
        fused, groups = ranked.fused, ranked.groups[page]
        rows = [list(dict.fromkeys(self._curated.stands_for[fused.rows[list(places)]].tolist())) for places in groups]
        best = [same[0] for same in rows]
        foreign = {row for row in best if are_different(self._passages[row].language, language)}
        marked = self._highlighter.highlights(query.text, query.tokens, best, cross_lingual=foreign)
        return tuple(
            Hit(
                passage=(shown := self.shown(same[0], scope)).passage,
                merchant=shown.merchant,
                source=shown.source,
                score=score,
                match=_match(fused, places[0], cross_lingual=same[0] in foreign),
                highlights=highlights,
                duplicates=tuple(self._passages[row].id for row in same[1:]),
                alternates=shown.alternates,
                curation=self._curated.curation(
                    int(fused.rows[places[0]]), shown.passage, query=query.text, pin=ranked.pin
                ),
            )
            for places, same, highlights, score in zip(groups, rows, marked, scores, strict=True)
        )


def are_different(own: str | None, asked: str | None) -> bool:
    """Whether two languages are; unknown where either is."""
    return None not in (own, asked) and own != asked


def _match(fused: Fused, place: int, *, cross_lingual: bool) -> Match:
    if place >= fused.looked_at:
        return Match(cross_lingual)
    semantic, lexical = fused.grounds.semantic, round(float(fused.grounds.lexical[place]), 4)
    return Match(cross_lingual, None if semantic is None else round(float(semantic[place]), 4), lexical)
