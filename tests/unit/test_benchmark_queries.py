"""The streams of queries that load is made of."""

import json
from collections import Counter
from itertools import islice
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from app.labelled import LabelledQuery, read_labelled
from app.query_cleaning import cleaned
from scripts.benchmark import mixture, queries
from scripts.benchmark.calls import Asked, search, suggest

QUERIES = Path(__file__).parents[1] / "quality" / "queries.jsonl"


@pytest.fixture(scope="module")
def labelled() -> list[LabelledQuery]:
    return read_labelled(QUERIES)


def test_new_queries_stay_different_in_what_the_service_searches_for(labelled: list[LabelledQuery]) -> None:
    stream = [cleaned(asked.query).casefold() for asked in islice(queries.distinct(labelled), 5000)]
    assert len(set(stream)) == len(stream)


def test_new_queries_end_with_a_labelled_one_and_keep_its_merchants(labelled: list[LabelledQuery]) -> None:
    scopes = {each.query: each.merchants for each in labelled}
    asked = next(queries.distinct(labelled))
    assert asked.merchants in [scopes[query] for query in scopes if asked.query.endswith(f": {query}")]


@pytest.mark.parametrize("stream", [queries.in_turn, queries.distinct, queries.repeated, queries.typed, mixture.mixed])
def test_every_stream_is_the_same_every_time(stream: object, labelled: list[LabelledQuery]) -> None:
    assert callable(stream)
    assert list(islice(stream(labelled), 50)) == list(islice(stream(labelled), 50))


def test_in_turn_each_labelled_query_comes_once_a_round(labelled: list[LabelledQuery]) -> None:
    rounds = [asked.query for asked in islice(queries.in_turn(labelled), 2 * len(labelled))]
    first, second = rounds[: len(labelled)], rounds[len(labelled) :]
    assert sorted(first) == sorted(second) == sorted(each.query for each in labelled)
    assert first != second


def test_repeated_queries_follow_zipfs_law(labelled: list[LabelledQuery]) -> None:
    drawn = Counter(asked.query for asked in islice(queries.repeated(labelled), 100_000))
    first, second = (next_one.query for next_one in islice(queries.distinct(labelled), 2))
    every = sum(rank**-1.1 for rank in range(1, queries.DIFFERENT + 1))
    assert drawn[first] / 100_000 == pytest.approx(1 / every, abs=0.01)
    assert drawn[second] / drawn[first] == pytest.approx(2**-1.1, abs=0.05)
    assert len(drawn) == queries.DIFFERENT


def test_a_visitor_types_letter_by_letter() -> None:
    only = [LabelledQuery("1", "a bc", "en", ("acme",), ())]
    assert [asked.query for asked in islice(queries.typed(only), 5)] == ["a", "a ", "a b", "a bc", "a"]


def test_a_search_says_its_merchants_only_where_there_are_some() -> None:
    assert json.loads(search(Asked("où ?"), limit=3).body or b"") == {"q": "où ?", "limit": 3}
    assert json.loads(search(Asked("q", ("a", "b"))).body or b"") == {"q": "q", "merchant": ["a", "b"]}


def test_a_suggestion_is_asked_for_in_the_query_string() -> None:
    call = suggest("où & ", ("a", "b"))
    assert call.body is None
    assert parse_qs(urlsplit(call.path).query) == {"q": ["où & "], "merchant": ["a", "b"]}


def test_the_mixture_has_its_shares(labelled: list[LabelledQuery]) -> None:
    calls = list(islice(mixture.mixed(labelled), 20_000))
    wrong = sum(call in mixture.MISTAKES for call in calls) / len(calls)
    typed = sum(call.path.startswith("/v1/suggest?") for call in calls) / len(calls)
    assert sum(mixture.SHARES.values()) == 100
    assert wrong == pytest.approx(0.03, abs=0.01)
    assert typed == pytest.approx(0.12, abs=0.01)
