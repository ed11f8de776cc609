"""What the service counts and times, for Prometheus to collect. No label holds what anybody asked."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Literal, Protocol

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from app.caching import Cache

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
"""Of the format that `Metrics.text` writes."""

_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.015, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5)


class Observed(Protocol):
    """What is read of a service when somebody asks for its figures."""

    @property
    def is_ready(self) -> bool:
        """Whether searches are answered."""
        ...

    @property
    def taken(self) -> int:
        """Searches that run or wait."""
        ...

    @property
    def caches(self) -> Mapping[str, Cache[Any, Any]]:  # Any: whatever each keeps
        """What is kept of earlier searches, by name."""
        ...


class Metrics:
    """One service's figures. Safe to use from many threads."""

    def __init__(self, service: Observed) -> None:
        self._registry = CollectorRegistry(auto_describe=False)
        self._replies = Counter("faq_replies", "Replies.", ("endpoint", "status"), registry=self._registry)
        self._searches = Histogram("faq_search_seconds", "Searches.", buckets=_SECONDS, registry=self._registry)
        self._answers = Histogram("faq_answer_seconds", "Answers.", buckets=_SECONDS, registry=self._registry)
        self._stages = Histogram(
            "faq_stage_seconds",
            "Stages of searches and answers.",
            ("stage",),
            buckets=_SECONDS,
            registry=self._registry,
        )
        self._registry.register(_State(service))

    def replied(self, endpoint: str, status: int) -> None:
        """Counts a reply of an endpoint, named by its path as it is routed."""
        self._replies.labels(endpoint, str(status)).inc()

    def computed(self, use: Literal["search", "answer"], milliseconds: float, stages: Mapping[str, float]) -> None:
        """Times a search or an answer that was computed, and its stages, all in milliseconds."""
        (self._searches if use == "search" else self._answers).observe(milliseconds / 1000)
        for stage, duration in stages.items():
            self._stages.labels(stage).observe(duration / 1000)

    def text(self) -> bytes:
        """All figures in Prometheus's text format."""
        return generate_latest(self._registry)


class _State(Collector):
    """Figures that are read when somebody asks."""

    def __init__(self, service: Observed) -> None:
        self._service = service

    def collect(self) -> Iterator[Metric]:
        yield GaugeMetricFamily("faq_ready", "Whether searches are answered.", self._service.is_ready)
        yield GaugeMetricFamily("faq_searches_taken", "Searches that run or wait.", self._service.taken)
        yield from _caches(self._service.caches)


def _caches(caches: Mapping[str, Cache[Any, Any]]) -> Iterable[Metric]:  # Any: whatever each keeps
    asked = CounterMetricFamily("faq_cache_lookups", "Times that a cache was asked.", labels=("cache", "found"))
    held = GaugeMetricFamily("faq_cache_bytes", "Memory of what a cache holds.", labels=("cache",))
    for name, cache in caches.items():
        asked.add_metric((name, "yes"), cache.hits)
        asked.add_metric((name, "no"), cache.misses)
        held.add_metric((name,), cache.bytes)
    return asked, held
