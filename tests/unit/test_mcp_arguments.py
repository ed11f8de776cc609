"""A tool's arguments: the same bounds as over HTTP, and complaints that say what to do."""

import math
from typing import Any

import pytest

from app.api.parsing import search_request as search_request_over_http
from app.api.schemas import SearchParameters
from app.domain import SearchRequest
from app.errors import InvalidQuery, InvalidValue, UnknownField
from app.mcp_server.arguments import passage_id, search_request
from app.mcp_server.schemas import SEARCH_INPUT

HTTP = SearchParameters.model_json_schema()["properties"]
MCP = SEARCH_INPUT["properties"]


def bounds(schema: dict[str, Any]) -> list[object]:
    """A filter's: of a value, and of how many."""
    one, several = schema["anyOf"]
    return [one["minLength"], one["maxLength"], several["minItems"], several["maxItems"]]


@pytest.mark.parametrize("name", ["merchant", "language"])
def test_filters_are_bounded_as_over_http(name: str) -> None:
    assert bounds(MCP[name]) == bounds(HTTP[name])


def test_the_limit_is_bounded_as_over_http() -> None:
    names = ("minimum", "maximum", "default")
    assert [MCP["limit"][name] for name in names] == [HTTP["limit"][name] for name in names]


def test_a_query_alone_is_a_search_of_everything() -> None:
    assert search_request({"query": "  free shipping "}) == SearchRequest("free shipping")


def test_a_filter_is_one_text_or_several() -> None:
    asked = search_request({"query": "x", "merchant": "alpine", "language": ["en", "fr"], "limit": 50})
    assert asked == SearchRequest("x", merchants=("alpine",), languages=("en", "fr"), limit=50)


@pytest.mark.parametrize("query", ["", " \n\u3000", "\x01", "é" * 513, "ship\0ping", "ship \ud800"])
def test_a_query_that_is_none_is_invalid_and_named(query: str) -> None:
    with pytest.raises(InvalidQuery, match=r"^query "):
        search_request({"query": query})


@pytest.mark.parametrize("query", [None, 5, True, ["shipping"], {"text": "shipping"}])
def test_a_query_that_is_no_text_is_an_invalid_value(query: object) -> None:
    with pytest.raises(InvalidValue, match=r"query is missing or has an unusable value. The question or some words"):
        search_request({"query": query})


def test_a_missing_query_is_asked_for() -> None:
    with pytest.raises(InvalidValue, match=r"query is missing"):
        search_request({"merchant": "alpine"})


@pytest.mark.parametrize("limit", [0, 51, -1, 10**30])
def test_a_limit_out_of_range_is_told_the_range(limit: int) -> None:
    with pytest.raises(InvalidValue, match=f"limit is {limit}; give a whole number from 1 to 50"):
        search_request({"query": "x", "limit": limit})


@pytest.mark.parametrize("limit", ["5", 5.5, math.inf, math.nan, True, None, [5]])
def test_a_limit_that_is_no_whole_number_is_refused(limit: object) -> None:
    with pytest.raises(InvalidValue, match=r"limit is missing or has an unusable value. Results to return"):
        search_request({"query": "x", "limit": limit})


@pytest.mark.parametrize("limit", [5, 5.0])
def test_a_whole_number_may_be_written_with_a_point(limit: float) -> None:
    assert search_request({"query": "x", "limit": limit}).limit == 5


@pytest.mark.parametrize("name", ["merchant", "language"])
@pytest.mark.parametrize("value", ["", [], None, 5, {}, [""], [5], ["x", None], "x" * 201, ["x"] * 101, "a\0b"])
def test_an_unusable_filter_is_refused_instead_of_widened(name: str, value: object) -> None:
    with pytest.raises(InvalidValue, match=f"{name} is missing or has an unusable value"):
        search_request({"query": "x", name: value})


@pytest.mark.parametrize("given", [{"merchant": None}, {"language": None}, {"limit": None}, {"limit": 5.5}])
def test_null_and_parts_of_a_hit_are_refused_as_over_http(given: dict[str, object]) -> None:
    with pytest.raises(InvalidValue):
        search_request_over_http({"q": "x", **given})
    with pytest.raises(InvalidValue):
        search_request({"query": "x", **given})


def test_an_unknown_argument_is_named_beside_the_known_ones() -> None:
    with pytest.raises(UnknownField, match=r"'q' is not a field of a search. Known: query, merchant, language, limit."):
        search_request({"q": "shipping"})
    with pytest.raises(UnknownField, match=r"'path' is not a field of a fetch. Known: id."):
        passage_id({"id": "alpine:0", "path": "/etc/passwd"})


@pytest.mark.parametrize("arguments", [{}, {"id": None}, {"id": 5}, {"id": ["alpine:0"]}])
def test_a_passage_s_id_is_a_text(arguments: dict[str, object]) -> None:
    with pytest.raises(InvalidValue, match=r"id is missing or has an unusable value. A passage's id"):
        passage_id(arguments)
