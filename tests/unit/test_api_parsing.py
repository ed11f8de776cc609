"""Parsing requests: any JSON at all becomes a search or an error with a code, and reading stops at the limit."""

import asyncio
from collections.abc import Mapping

import pytest
from fastapi import Request
from hypothesis import given
from hypothesis import strategies as st
from starlette.types import Message

from app.api import parsing
from app.api.parsing import LARGEST_BODY, json_fields, query_fields, search_request
from app.api.problems import KINDS, BodyTooLarge, RequestTimeout
from app.domain import SearchRequest
from app.errors import InvalidQuery, InvalidValue

TEXTS = st.text(st.characters())  # lone surrogates included
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=6,
)
NAMES = st.sampled_from(["q", "merchant", "language", "section", "limit", "offset", "log"]) | TEXTS


def outcome(fields: Mapping[str, object]) -> object:
    try:
        return search_request(fields)
    except tuple(KINDS) as exc:
        str(exc).encode()
        return exc


@given(st.dictionaries(NAMES, JSON, max_size=4))
def test_any_json_object_is_a_search_or_a_known_error_whose_text_can_be_sent(fields: dict[str, object]) -> None:
    assert isinstance(outcome(fields), (SearchRequest, *KINDS))


@given(st.binary(max_size=60))
def test_any_bytes_in_a_query_string_are_a_search_or_a_known_error(query_string: bytes) -> None:
    assert isinstance(outcome(query_fields(b"q=" + query_string)), (SearchRequest, *KINDS))


def test_a_query_string_in_raw_utf8_is_read_as_text() -> None:
    assert query_fields("q=délais&section=Échange".encode()) == {"q": "délais", "section": ["Échange"]}


@pytest.mark.parametrize("query_string", [b"q=\xff", b"q=%FF", b"q=%ED%A0%80", "q=délais".encode("latin-1")])
def test_bytes_that_are_no_utf8_are_refused_and_not_replaced(query_string: bytes) -> None:
    assert isinstance(outcome(query_fields(query_string)), InvalidQuery)


@pytest.mark.parametrize(("told", "logged"), [(b"true", True), (b"false", False)])
def test_whether_a_query_may_be_logged_is_told_and_changes_no_search(told: bytes, logged: bool) -> None:
    asked = search_request(query_fields(b"q=a&log=" + told))
    assert (asked.logged, asked, repr(asked)) == (logged, SearchRequest("a"), repr(SearchRequest("a")))


@pytest.mark.parametrize("told", [b"no", b"0", b"", b"true&log=true"])
def test_whether_a_query_may_be_logged_is_told_by_true_or_false_alone(told: bytes) -> None:
    assert isinstance(outcome(query_fields(b"q=a&log=" + told)), InvalidValue)


def test_a_text_and_an_array_of_one_text_ask_for_the_same() -> None:
    assert search_request({"q": "a", "merchant": "m", "section": "s"}) == SearchRequest(
        q="a", merchants=("m",), sections=("s",)
    )
    assert search_request({"q": "a", "merchant": ["m"], "section": ["s"]}) == SearchRequest(
        q="a", merchants=("m",), sections=("s",)
    )


def reading(pieces: list[bytes], **headers: str) -> int:
    """How many pieces of a refused body were taken from the network."""
    left = list(pieces)

    async def receive() -> Message:
        return {"type": "http.request", "body": left.pop(), "more_body": bool(left)}

    named = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    request = Request({"type": "http", "method": "POST", "headers": named}, receive)
    with pytest.raises(BodyTooLarge, match=str(LARGEST_BODY)):
        asyncio.run(json_fields(request))
    return len(pieces) - len(left)


def test_a_body_that_announces_too_much_is_not_read_at_all() -> None:
    assert reading([b"{}"], content_length=str(LARGEST_BODY + 1)) == 0
    assert reading([b"{}"], content_length="9" * 5000) == 0


@pytest.mark.parametrize("announced", ["5", "many", "-1", "\u0663"])
def test_reading_stops_at_the_limit_whatever_was_announced(announced: str) -> None:
    assert reading([b" " * 10_000] * 100, content_length=announced) == LARGEST_BODY // 10_000 + 1


def test_a_body_that_does_not_arrive_is_not_waited_for_longer_than_its_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parsing, "SLOWEST_BODY", 0.01)
    pieces = [b'{"q": ']

    async def receive() -> Message:
        while not pieces:
            await asyncio.sleep(1)
        return {"type": "http.request", "body": pieces.pop(), "more_body": True}

    with pytest.raises(RequestTimeout, match=r"did not arrive within 0\.01 seconds"):
        asyncio.run(json_fields(Request({"type": "http", "method": "POST", "headers": []}, receive)))
