"""Missed queries of a query log: those that nothing answered well, or whose answer is no help, as people said."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from app.feedback import Feedback
from app.query_log import LoggedQuery
from app.text import fold

MOST_TEXTS = 3000
"""Different texts, the newest, that are looked at: each takes 8 ms to embed."""

Kind = Literal["answered", "weak", "none", "badly_rated", "degraded"]
Complaints = frozenset[tuple[str, str]]
"""Queries, folded, with the ids of passages."""


def complaints(said: Iterable[Feedback]) -> Complaints:
    """The queries that a passage was no help with more often than it was one."""
    balance = Counter[tuple[str, str]]()
    for each in said:
        balance[fold(each.query), each.passage_id] += 1 if each.helpful else -1
    return frozenset(pair for pair, helped in balance.items() if helped < 0)


def kind_of(entry: LoggedQuery, about: Complaints) -> Kind:
    """What became of a query. What was asked while an encoder failed tells of the encoder, not of the texts."""
    outcome = entry.outcome
    if outcome.degraded:
        return "degraded"
    if outcome.verdict != "answer":
        return outcome.verdict
    is_bad = outcome.passage_id is not None and (fold(entry.query), outcome.passage_id) in about
    return "badly_rated" if is_bad else "answered"


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
        """Takes in a log's entries, the newest first."""
        for entry in entries:
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
