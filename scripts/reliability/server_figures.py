"""What the service says of itself: its figures for Prometheus, before and after something."""

import urllib.request
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from prometheus_client.parser import text_string_to_metric_families

_REQUESTS = "faq_request_seconds"
_REFUSED = "5xx"
"""No search is refused with another status, and none fails: faults are counted by their code."""


@dataclass(frozen=True, slots=True)
class Figures:
    """How many searches were refused within so many seconds (the last bound is infinite), and problems by code."""

    refused_within: Sequence[tuple[float, float]]
    problems: Counter[str]


def figures(address: str) -> Figures:
    """The service's figures until now."""
    with urllib.request.urlopen(f"{address}/metrics", timeout=30) as reply:  # noqa: S310 - our own loopback address
        text = reply.read().decode()
    refused: Counter[float] = Counter()
    problems: Counter[str] = Counter()
    for sample in (sample for family in text_string_to_metric_families(text) for sample in family.samples):
        if sample.name == f"{_REQUESTS}_bucket" and sample.labels["status_class"] == _REFUSED:
            refused[float(sample.labels["le"])] += int(sample.value)
        if sample.name == "faq_refusals_total":
            problems[sample.labels["code"]] += int(sample.value)
    return Figures(sorted(refused.items()), problems)


def refused_between(before: Figures, after: Figures) -> list[tuple[float, float]]:
    """How many were refused within so many seconds, between the two."""
    earlier = dict(before.refused_within)
    return [(bound, count - earlier.get(bound, 0)) for bound, count in after.refused_within]


def quantile(within: Sequence[tuple[float, float]], share: float) -> float:
    """The seconds within which a share of what a histogram counted lies, as if it were spread evenly in each bucket.

    0 of nothing; infinite beyond the last bound.
    """
    wanted = share * (within[-1][1] if within else 0)
    for (low, below), (high, until) in pairwise([(0.0, 0.0), *within]):
        if wanted <= until:
            return low + (high - low) * (wanted - below) / (until - below) if until > below else low
    return 0.0
