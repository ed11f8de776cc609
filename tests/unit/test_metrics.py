"""Figures as Prometheus reads them."""

from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any

import pytest
from prometheus_client.parser import text_string_to_metric_families

from app import logs
from app.api.metrics import Metrics
from app.api.watching import Ended
from app.caching import Cache

CACHE: Cache[str, str] = Cache(100, len)


class Nothing:
    """A service that does nothing yet."""

    is_ready, taken = False, 0
    caches: Mapping[str, Cache[Any, Any]] = {"results": CACHE}  # Any: as the protocol has it


@pytest.fixture
def metrics() -> Metrics:
    return Metrics(Nothing())


def value(metrics: Metrics, name: str, **labels: str) -> float | None:
    """The figure of this name and these labels, as Prometheus would read it."""
    families = text_string_to_metric_families(metrics.text().decode())
    return {
        (sample.name, frozenset(sample.labels.items())): sample.value
        for family in families
        for sample in family.samples
    }.get((name, frozenset(labels.items())))


def ended(status: int, milliseconds: float, code: str | None = None) -> Ended:
    return Ended("GET", "/v1/search", status, milliseconds, code, None, None, None)


def test_requests_are_counted_by_status_and_timed_by_its_class(metrics: Metrics) -> None:
    metrics.ended(ended(200, 3))
    metrics.ended(ended(204, 30))
    metrics.ended(ended(404, 1, "not_found"))
    assert value(metrics, "faq_replies_total", endpoint="/v1/search", status="200") == 1
    seconds = {"endpoint": "/v1/search", "status_class": "2xx"}
    assert value(metrics, "faq_request_seconds_count", **seconds) == 2
    assert value(metrics, "faq_request_seconds_sum", **seconds) == pytest.approx(0.003 + 0.030)
    assert value(metrics, "faq_request_seconds_bucket", **seconds, le="0.005") == 1
    assert value(metrics, "faq_request_seconds_bucket", **seconds, le="0.05") == 2


def test_refusals_are_counted_by_code(metrics: Metrics) -> None:
    metrics.ended(ended(200, 1))
    metrics.ended(ended(404, 1, "not_found"))
    metrics.ended(ended(404, 1, "unknown_merchant"))
    metrics.ended(ended(404, 1, "not_found"))
    assert value(metrics, "faq_refusals_total", code="not_found") == 2
    assert value(metrics, "faq_refusals_total", code="unknown_merchant") == 1


def test_stages_are_timed_in_seconds(metrics: Metrics) -> None:
    metrics.computed("search", 6, {"encoders": 4, "hits": 2})
    metrics.computed("answer", 8, {"encoders": 4})
    assert value(metrics, "faq_search_seconds_sum") == pytest.approx(0.006)
    assert value(metrics, "faq_answer_seconds_sum") == pytest.approx(0.008)
    assert value(metrics, "faq_stage_seconds_sum", stage="encoders") == pytest.approx(0.004 + 0.004)


def test_what_goes_wrong_is_counted(metrics: Metrics) -> None:
    metrics.degraded()
    metrics.authentication_failed()
    metrics.rate_limited("key")
    metrics.query_log("kept", 3)
    metrics.query_log("dropped", 2)
    metrics.generation_refused()
    assert value(metrics, "faq_degraded_searches_total") == 1
    assert value(metrics, "faq_authentication_failures_total") == 1
    assert value(metrics, "faq_rate_limited_total", by="key") == 1
    assert value(metrics, "faq_query_log_entries_total", outcome="kept") == 3
    assert value(metrics, "faq_query_log_entries_total", outcome="dropped") == 2
    assert value(metrics, "faq_generation_loads_total", outcome="refused") == 1


@pytest.mark.parametrize(
    ("name", "labels"),
    [
        ("faq_rate_limited_total", {"by": "address"}),
        ("faq_rate_limited_total", {"by": "key"}),
        ("faq_query_log_entries_total", {"outcome": "kept"}),
        ("faq_query_log_entries_total", {"outcome": "dropped"}),
        ("faq_generation_loads_total", {"outcome": "served"}),
        ("faq_generation_loads_total", {"outcome": "refused"}),
        ("faq_degraded_searches_total", {}),
        ("faq_authentication_failures_total", {}),
        ("faq_log_lines_dropped_total", {}),
    ],
)
def test_what_has_not_happened_yet_is_zero_so_that_a_rate_sees_the_first_time(
    metrics: Metrics, name: str, labels: dict[str, str]
) -> None:
    assert value(metrics, name, **labels) == 0


def test_one_generation_is_served_at_a_time(metrics: Metrics) -> None:
    metrics.generation_served("old")
    metrics.generation_served("new")
    assert value(metrics, "faq_generation_info", generation="old") is None
    assert value(metrics, "faq_generation_info", generation="new") == 1
    assert value(metrics, "faq_generation_loads_total", outcome="served") == 2


def test_lines_that_were_not_written_are_told(metrics: Metrics, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logs, "dropped", lambda: 7)
    assert value(metrics, "faq_log_lines_dropped_total") == 7


def test_the_state_of_the_service_is_read_when_somebody_asks() -> None:
    metrics = Metrics(SimpleNamespace(is_ready=True, taken=3, caches={"results": CACHE}))
    CACHE.put("q", "reply")
    CACHE.get("q")
    assert (value(metrics, "faq_ready"), value(metrics, "faq_searches_taken")) == (1, 3)
    assert value(metrics, "faq_cache_bytes", cache="results") == len("reply")
    assert value(metrics, "faq_cache_lookups_total", cache="results", found="yes") == 1


def test_the_process_tells_its_memory_and_its_time(metrics: Metrics) -> None:
    memory, seconds = value(metrics, "process_resident_memory_bytes"), value(metrics, "process_cpu_seconds_total")
    assert memory is not None
    assert memory > 10_000_000
    assert seconds is not None
    assert seconds > 0
