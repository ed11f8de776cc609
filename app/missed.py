"""Missed queries of a query log: those that nothing answered well, or whose answer is no help, as people said."""

from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal

from app.feedback import Feedback
from app.query_log import LoggedQuery
from app.text import fold

MOST_TEXTS = 3000
"""Different texts, the newest, that are looked at: each takes 8 ms to embed."""

TYPING = timedelta(seconds=10)
"""A search box that searches at every pause of typing asks again within seconds."""

Kind = Literal["answered", "weak", "none", "badly_rated", "degraded"]
Complaints = Mapping[str, frozenset[str]]
"""Queries, folded, by the ids of passages."""


def complaints(said: Iterable[Feedback]) -> Complaints:
    """The queries that a passage was no help with more often than it was one."""
    balances = defaultdict[str, Counter[str]](Counter)
    for each in said:
        balances[each.passage_id][fold(each.query)] += 1 if each.helpful else -1
    return {
        passage_id: frozenset(query for query, helped in balance.items() if helped < 0)
        for passage_id, balance in balances.items()
        if min(balance.values()) < 0
    }


def kind_of(entry: LoggedQuery, about: Complaints) -> Kind:
    """What became of a query. What was asked while an encoder failed tells of the encoder, not of the texts."""
    outcome = entry.outcome
    if outcome.degraded:
        return "degraded"
    if outcome.verdict != "answer":
        return outcome.verdict
    badly_rated = about.get(outcome.passage_id) if outcome.passage_id else None
    return "badly_rated" if badly_rated and fold(entry.query) in badly_rated else "answered"


@dataclass(frozen=True, slots=True)
class Asked:
    """Whom queries asked, none: all merchants; and their language, None: it could not be told."""

    merchants: tuple[str, ...]
    language: str | None


@dataclass(slots=True)
class MissedText:
    """What was asked and missed, in the words of the newest; `ago` is how often, by the days since, whole ones."""

    wording: str
    last: datetime
    first: datetime
    ago: Counter[int] = field(default_factory=Counter)
    badly_rated: int = 0
    rated_passages: set[str] = field(default_factory=set)

    @property
    def count(self) -> int:
        """How often it was asked."""
        return self.ago.total()


class _Typing:
    """Tells steps of typing from queries: a longer one that begins alike is asked of the same merchants soon after."""

    def __init__(self) -> None:
        self._newer = defaultdict[tuple[str, ...], deque[tuple[datetime, str]]](deque)

    def is_step(self, entry: LoggedQuery) -> bool:
        """Of an entry that is older than those asked about before."""
        text, newer = entry.query.casefold(), self._newer[entry.merchants]
        while newer and newer[0][0] - entry.time > TYPING:
            newer.popleft()
        newer.append((entry.time, text))
        return any(len(later) > len(text) and later.startswith(text) for _, later in newer)


class Missed:
    """The missed queries of a log, alike ones (letter case and accents aside) together, and what became of all.

    `days` are those that the log tells of; `left_out` counts missed queries beyond `most` different texts.
    """

    def __init__(self, until: datetime, *, most: int) -> None:
        self.until, self.days, self.left_out = until, 0, 0
        self.kinds: Mapping[tuple[str, ...], Counter[Kind]] = defaultdict(Counter)
        self.texts: Mapping[Asked, dict[str, MissedText]] = defaultdict(dict)
        self._room = most

    def add(self, entries: Iterable[LoggedQuery], about: Complaints) -> None:
        """Takes in a log's entries, the newest first; steps of typing are none."""
        typing = _Typing()
        for entry in entries:
            if typing.is_step(entry):
                continue
            kind = kind_of(entry, about)
            self.kinds[entry.merchants][kind] += 1
            ago = max(0, (self.until - entry.time).days)
            self.days = max(self.days, ago + 1)
            if kind not in ("answered", "degraded"):
                self._miss(entry, ago, is_bad=kind == "badly_rated")

    def _miss(self, entry: LoggedQuery, ago: int, *, is_bad: bool) -> None:
        texts = self.texts[Asked(entry.merchants, entry.outcome.language)]
        text = texts.get(key := fold(entry.query))
        if text is None:
            if not self._room:
                self.left_out += 1
                return
            self._room -= 1
            text = texts[key] = MissedText(entry.query, entry.time, entry.time)
        text.first = entry.time
        text.ago[ago] += 1
        if is_bad and entry.outcome.passage_id:
            text.badly_rated += 1
            text.rated_passages.add(entry.outcome.passage_id)
