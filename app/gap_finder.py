"""The gap report: a query log and what people said, read, embedded and clustered; what takes long is kept."""

import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from app.clusters import Vectors
from app.encoders.ports import Progress
from app.feedback import FeedbackFile
from app.gap_places import PlacedGap, is_shown, placed
from app.gaps import Gap, gaps_of
from app.missed import MOST_TEXTS, Kind, Missed, complaints
from app.query_cleaning import cleaned
from app.query_log import QueryLogFile
from app.requests import require_known
from app.scope import EVERYTHING, Scope
from app.search import Searcher

DEFAULT_DAYS, MOST_DAYS = 30, 3650
DEFAULT_GAPS, MOST_GAPS = 20, 200
"""Gaps of one report; each that is shown takes a search."""

FRESH = 60.0
"""Seconds that a report is given again for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GapsWanted:
    """Which gaps: what one merchant was asked, in one language (None: any), in the last days; those asked most."""

    merchant: str | None = None
    language: str | None = None
    days: int = DEFAULT_DAYS
    limit: int = DEFAULT_GAPS


@dataclass(frozen=True, slots=True)
class GapReport:
    """What became of the queries since a time, by kind, and the gaps, `total` of them, that were asked for.

    `left_out` counts missed queries of texts beyond those that are looked at, of all merchants and languages.
    """

    since: datetime
    until: datetime
    kinds: Counter[Kind]
    left_out: int
    total: int
    gaps: tuple[PlacedGap, ...]


@dataclass(frozen=True, slots=True)
class _Found:
    missed: Missed
    gaps: Sequence[Gap]
    days: int
    fingerprint: str
    at: float


class GapFinder:
    """Reports one at a time. Vectors are kept as long as their texts are missed, reports for `FRESH` seconds."""

    def __init__(self, queries: QueryLogFile, feedback: FeedbackFile) -> None:
        self._queries, self._feedback = queries, feedback
        self._turn = threading.Lock()
        self._found: _Found | None = None
        self._vectors: dict[str, Vectors] = {}
        self._placed: dict[tuple[str, Gap], PlacedGap] = {}

    def report(
        self,
        searcher: Searcher,
        wanted: GapsWanted = GapsWanted(),
        *,
        scope: Scope = EVERYTHING,
        progress: Progress = lambda done, total: None,
    ) -> GapReport:
        """The gaps of the log, as the searcher's generation answers them now.

        Raises UnknownMerchant, DataFolderError or ModelError.
        """
        require_known([wanted.merchant] if wanted.merchant else [], searcher.merchants, scope)
        with self._turn:
            found = self._fresh(searcher, wanted.days) or self._renewed(searcher, wanted.days, progress)
            kinds: Counter[Kind] = Counter()
            for merchants, counted in found.missed.kinds.items():
                if is_shown(merchants, scope=scope, merchant=wanted.merchant):
                    kinds += counted
            gaps = [gap for gap in found.gaps if _is_wanted(gap, wanted, scope)]
            shown = tuple(self._placed_now(gap, searcher) for gap in gaps[: wanted.limit])
        until = found.missed.until
        return GapReport(until - timedelta(days=wanted.days), until, kinds, found.missed.left_out, len(gaps), shown)

    def _fresh(self, searcher: Searcher, days: int) -> _Found | None:
        found, fingerprint = self._found, searcher.generation.manifest.fingerprint
        is_fresh = found and time.monotonic() - found.at < FRESH
        return found if found and is_fresh and (found.days, found.fingerprint) == (days, fingerprint) else None

    def _renewed(self, searcher: Searcher, days: int, progress: Progress) -> _Found:
        until, fingerprint = datetime.now(UTC), searcher.generation.manifest.fingerprint
        missed, since = Missed(until, most=MOST_TEXTS), until - timedelta(days=days)
        said = (each for each in self._feedback.entries() if each.time >= since)
        missed.add(self._queries.entries(since=since), complaints(said))
        if self._found and self._found.fingerprint != fingerprint:
            self._vectors = {}  # another model's
        wordings = [text.wording for texts in missed.texts.values() for text in texts.values()]
        self._vectors = self._embedded(wordings, searcher.encoders.vector, progress)
        self._found = _Found(missed, gaps_of(missed, self._vectors), days, fingerprint, time.monotonic())
        self._placed = {}
        return self._found

    def _embedded(
        self, wordings: Sequence[str], embed: Callable[[str], Vectors], progress: Progress
    ) -> dict[str, Vectors]:
        vectors = {}
        for done, wording in enumerate(wordings):
            progress(done, len(wordings))
            known = self._vectors.get(wording)
            vectors[wording] = embed(cleaned(wording)) if known is None else known
        return vectors

    def _placed_now(self, gap: Gap, searcher: Searcher) -> PlacedGap:
        key = searcher.generation.manifest.generation, gap
        if key not in self._placed:
            self._placed[key] = placed(gap, searcher)
        return self._placed[key]


def _is_wanted(gap: Gap, wanted: GapsWanted, scope: Scope) -> bool:
    is_of_language = wanted.language is None or gap.asked.language == wanted.language
    return is_of_language and is_shown(gap.asked.merchants, scope=scope, merchant=wanted.merchant)
