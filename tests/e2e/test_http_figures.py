"""Figures of a service that everybody may ask: true, and no more of them however much a caller invents."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from app.api.problems import INTERNAL, KINDS
from app.search import Searcher
from tests.e2e.keyed import Keyed, keyed_service, routes

Series = tuple[str, frozenset[tuple[str, str]]]

INVENTED = "invented"


@pytest.fixture
def keyed(searcher: Searcher, tmp_path: Path) -> Iterator[Keyed]:
    with keyed_service(searcher, tmp_path) as keyed:
        yield keyed


def figures(keyed: Keyed) -> dict[Series, float]:
    """Every figure by its name and labels."""
    text = keyed.ask("GET", "/metrics", keyed.shown["metrics"].text).text
    samples = [sample for family in text_string_to_metric_families(text) for sample in family.samples]
    return {(each.name, frozenset(each.labels.items())): each.value for each in samples}


def count(keyed: Keyed, name: str, **labels: str) -> float:
    return figures(keyed)[name, frozenset(labels.items())]


def invent(keyed: Keyed, number: int) -> None:
    """Puts something new wherever a caller may put something."""
    new, agent = f"{INVENTED}{number}", keyed.shown["agent"].text
    headers = {"X-Request-Id": new, "Origin": f"https://{new}.example", "User-Agent": new, "Host": new}
    ask = keyed.client.request
    ask("GET", f"/{new}")
    ask("GET", f"/static/{new}")
    ask("GET", f"/source/{new}")
    ask(new.upper(), "/v1/search")
    ask("GET", f"/v1/search?q={new}&merchant={new}&{new}={new}", headers={"Authorization": f"Bearer {new}"})
    for path in (f"search?q={new}", f"search?q=a&merchant={new}", f"passages/{new}", f"documents/{new}"):
        ask("GET", f"/v1/{path}", headers={**headers, "Authorization": f"Bearer {agent}"})
    keyed.ask("POST", "/v1/search", agent, json={"q": new, new: new})


def test_what_callers_invent_adds_no_figure(keyed: Keyed) -> None:
    invent(keyed, 0)
    figures(keyed)  # asking for figures makes some
    before = figures(keyed)
    invent(keyed, 1)
    invent(keyed, 2)
    after = figures(keyed)
    assert after.keys() == before.keys()
    assert INVENTED not in repr(after).lower()


def test_labels_are_the_service_s_own_words(keyed: Keyed) -> None:
    invent(keyed, 0)
    found = [labels for _, pairs in figures(keyed) for labels in pairs]
    endpoints = {path for _, path in routes(keyed.app)} | {"other", "/v1/documents/{path:path}"}
    codes = {kind.code for kind in (*KINDS.values(), INTERNAL)} | {"method_not_allowed"}
    assert {value for name, value in found if name == "endpoint"} <= endpoints
    assert {value for name, value in found if name == "code"} <= codes
    assert {value for name, value in found if name == "status_class"} <= {"2xx", "4xx", "5xx"}


def test_wrong_keys_are_counted_and_right_ones_are_not(keyed: Keyed) -> None:
    keyed.ask("GET", "/v1/merchants", "faq_wrong")
    keyed.ask("GET", "/v1/merchants", keyed.shown["search"].text)
    assert count(keyed, "faq_authentication_failures_total") == 1


def test_the_served_generation_is_named(keyed: Keyed, searcher: Searcher) -> None:
    assert count(keyed, "faq_generation_info", generation=searcher.generation.manifest.generation) == 1
    assert count(keyed, "faq_generation_loads_total", outcome="served") == 1


def test_whole_requests_are_timed_by_endpoint(keyed: Keyed) -> None:
    agent = keyed.shown["agent"].text
    keyed.ask("GET", "/v1/search?q=shipping", agent)
    keyed.ask("POST", "/v1/search", agent, json={"q": "shipping"})
    keyed.ask("GET", "/v1/search", agent)
    search = {"endpoint": "/v1/search"}
    assert count(keyed, "faq_request_seconds_count", **search, status_class="2xx") == 2
    assert count(keyed, "faq_request_seconds_count", **search, status_class="4xx") == 1
    assert count(keyed, "faq_refusals_total", code="invalid_query") == 1
