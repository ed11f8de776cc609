"""What the service counts and times, for Prometheus to collect. No label holds what anybody asked."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Literal, Protocol

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from app import logs
from app.api.watching import Ended
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
        registry = self._registry = CollectorRegistry(auto_describe=False)
        self._replies = Counter("faq_replies", "Replies.", ("endpoint", "status"), registry=registry)
        self._requests = _times(registry, "faq_request_seconds", "Whole requests.", "endpoint", "status_class")
        self._searches = _times(registry, "faq_search_seconds", "Searches.")
        self._answers = _times(registry, "faq_answer_seconds", "Answers.")
        self._stages = _times(registry, "faq_stage_seconds", "Stages of searches and answers.", "stage")
        self._refusals = Counter("faq_refusals", "Problems told, by code.", ("code",), registry=registry)
        self._degraded = Counter("faq_degraded_searches", "Searches without an encoder.", registry=registry)
        self._unauthenticated = Counter("faq_authentication_failures", "Wrong keys and tokens.", registry=registry)
        self._limited = Counter("faq_rate_limited", "Requests over a rate.", ("by",), registry=registry)
        self._entries = Counter("faq_query_log_entries", "Queries to be kept.", ("outcome",), registry=registry)
        self._loads = Counter("faq_generation_loads", "Generations loaded.", ("outcome",), registry=registry)
        self._generation = Gauge("faq_generation_info", "Which one is served.", ("generation",), registry=registry)
        _show_zeros(self._limited, "address", "key")
        _show_zeros(self._entries, "kept", "dropped")
        _show_zeros(self._loads, "served", "refused")
        registry.register(_State(service))
        ProcessCollector(registry=registry)

    def ended(self, ended: Ended) -> None:
        """Counts and times a request, and counts what was told where it was refused."""
        self._replies.labels(ended.endpoint, str(ended.status)).inc()
        self._requests.labels(ended.endpoint, f"{ended.status // 100}xx").observe(ended.milliseconds / 1000)
        if ended.code is not None:
            self._refusals.labels(ended.code).inc()

    def degraded(self) -> None:
        """Counts a search or an answer that went without an encoder."""
        self._degraded.inc()

    def authentication_failed(self) -> None:
        """Counts a key or a token that nobody has."""
        self._unauthenticated.inc()

    def rate_limited(self, by: Literal["address", "key"]) -> None:
        """Counts a request that came too soon after others of its address, or of its key."""
        self._limited.labels(by).inc()

    def query_log(self, outcome: Literal["kept", "dropped"], entries: int) -> None:
        """Counts entries of the query log."""
        self._entries.labels(outcome).inc(entries)

    def generation_served(self, generation: str) -> None:
        """Counts a generation that was loaded and is served from now on, in place of the one before it."""
        self._loads.labels("served").inc()
        self._generation.clear()
        self._generation.labels(generation).set(1)

    def generation_refused(self) -> None:
        """Counts a generation that could not be loaded or did not pass its checks."""
        self._loads.labels("refused").inc()

    def computed(self, use: Literal["search", "answer"], milliseconds: float, stages: Mapping[str, float]) -> None:
        """Times a search or an answer that was computed, and its stages, all in milliseconds."""
        (self._searches if use == "search" else self._answers).observe(milliseconds / 1000)
        for stage, duration in stages.items():
            self._stages.labels(stage).observe(duration / 1000)

    def text(self) -> bytes:
        """All figures in Prometheus's text format."""
        return generate_latest(self._registry)


def _times(registry: CollectorRegistry, name: str, meaning: str, *labels: str) -> Histogram:
    return Histogram(name, meaning, labels, buckets=_SECONDS, registry=registry)


def _show_zeros(counter: Counter, *values: str) -> None:
    """A rate over a counter that appears with its first event would miss that event."""
    for value in values:
        counter.labels(value)


class _State(Collector):
    """Figures that are read when somebody asks."""

    def __init__(self, service: Observed) -> None:
        self._service = service

    def collect(self) -> Iterator[Metric]:
        yield GaugeMetricFamily("faq_ready", "Whether searches are answered.", self._service.is_ready)
        yield GaugeMetricFamily("faq_searches_taken", "Searches that run or wait.", self._service.taken)
        yield CounterMetricFamily("faq_log_lines_dropped", "Lines that could not be written.", logs.dropped())
        yield from _caches(self._service.caches)


def _caches(caches: Mapping[str, Cache[Any, Any]]) -> Iterable[Metric]:  # Any: whatever each keeps
    asked = CounterMetricFamily("faq_cache_lookups", "Times that a cache was asked.", labels=("cache", "found"))
    held = GaugeMetricFamily("faq_cache_bytes", "Memory of what a cache holds.", labels=("cache",))
    for name, cache in caches.items():
        asked.add_metric((name, "yes"), cache.hits)
        asked.add_metric((name, "no"), cache.misses)
        held.add_metric((name,), cache.bytes)
    return asked, held
