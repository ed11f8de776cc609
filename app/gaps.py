"""Gaps: clusters of missed queries that mean the same, for the people who write the texts."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

import numpy as np

from app.clusters import Vectors, central, clusters
from app.missed import Asked, Missed, MissedText

ALIKE = 0.92
"""The mean cosine of the bundled model's query vectors that two clusters are one from.

Chosen on 662 French queries that paraphrase 48 questions of a public FAQ, where 0.915 and 0.92 have the best V-measure
(0.83; ARI 0.48, 0.47) and 0.92 the purer clusters (0.79, 0.84); on its 109 English ones, not used to choose it, ARI is
0.49, V-measure 0.81, purity 0.90. Greedy neighbourhoods, at their best threshold: ARI 0.38 and 0.42, purity 0.76 and
0.87; HDBSCAN 0.37 and 0.44, 0.88 and 0.77. Of 1,000 unlike queries on anything 914 clusters are made.
"""

_MOST_EXAMPLES = 5
_CLEARLY_MORE = 3
_DAILY_UP_TO, _WEEK = 14, 7

Trend = Literal["rising", "steady", "falling"]


@dataclass(frozen=True, slots=True)
class Example:
    """A query of a gap, redacted as it was logged, and how often it was asked."""

    text: str
    count: int


@dataclass(frozen=True, slots=True)
class Gap:
    """What several queries asked and nothing answers well; `label` is the most central of them.

    `distinct` counts texts, `badly_rated` the queries that were answered, with `rated_passages`, which people said were
    no help. `series` counts queries by periods of `series_days`, the last one ending now.
    """

    asked: Asked
    label: str
    count: int
    distinct: int
    first_seen: datetime
    last_seen: datetime
    badly_rated: int
    rated_passages: frozenset[str]
    series: tuple[int, ...]
    series_days: int
    trend: Trend
    examples: tuple[Example, ...]


def gaps_of(missed: Missed, vectors: Mapping[str, Vectors]) -> list[Gap]:
    """What was asked most first, the newest of equals first; `vectors` are those of every text's wording."""
    found = [
        _gap(asked, members, label=label, days=missed.days)
        for asked, texts in missed.texts.items()
        for members, label in _clustered([*texts.values()], vectors)
    ]
    return sorted(found, key=lambda gap: (-gap.count, -gap.last_seen.timestamp(), gap.label))


def _clustered(texts: Sequence[MissedText], by: Mapping[str, Vectors]) -> Iterator[tuple[Sequence[MissedText], str]]:
    """Texts of one meaning, with the wording of the most central one."""
    if not texts:
        return
    vectors, counts = np.stack([by[text.wording] for text in texts]), [text.count for text in texts]
    for rows in clusters(vectors, counts, alike=ALIKE):
        members = [texts[row] for row in rows]
        yield members, members[central(vectors[rows], [counts[row] for row in rows])].wording


def _gap(asked: Asked, members: Sequence[MissedText], *, label: str, days: int) -> Gap:
    ago = sum((text.ago for text in members), Counter[int]())
    step = 1 if days <= _DAILY_UP_TO else _WEEK
    frequent = sorted(members, key=lambda text: (-text.count, text.wording != label))[:_MOST_EXAMPLES]
    return Gap(
        asked=asked,
        label=label,
        count=ago.total(),
        distinct=len(members),
        first_seen=min(text.first for text in members),
        last_seen=max(text.last for text in members),
        badly_rated=sum(text.badly_rated for text in members),
        rated_passages=frozenset().union(*(text.rated_passages for text in members)),
        series=series(ago, days, step),
        series_days=step,
        trend=trend(ago, days),
        examples=tuple(Example(text.wording, text.count) for text in frequent),
    )


def series(ago: Mapping[int, int], days: int, step: int) -> tuple[int, ...]:
    """How many in each period of `step` days, the oldest first; `ago` counts by whole days since."""
    parts = [0] * -(-days // step)
    for since, count in ago.items():
        parts[-1 - since // step] += count
    return tuple(parts)


def trend(ago: Mapping[int, int], days: int) -> Trend:
    """Rising: the newer half of the days has at least twice as many as the older, and three more; falling: fewer."""
    newer = sum(count for since, count in ago.items() if 2 * since + 1 < days)
    older = sum(count for since, count in ago.items() if 2 * since + 1 > days)
    if newer >= max(2 * older, older + _CLEARLY_MORE):
        return "rising"
    return "falling" if older >= max(2 * newer, newer + _CLEARLY_MORE) else "steady"
