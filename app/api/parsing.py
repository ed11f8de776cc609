"""Requests to a SearchRequest: the same fields and the same complaints for a JSON body and a query string."""

import asyncio
import json
from collections.abc import Mapping
from typing import NoReturn, TypeVar
from urllib.parse import parse_qsl

from fastapi import Request
from pydantic import BaseModel, ValidationError

from app.api.problems import BodyTooLarge, NotJson, RequestTimeout
from app.api.schemas import QueryParameters, SearchParameters
from app.domain import SearchRequest
from app.errors import InvalidQuery, InvalidValue, RequestError, UnknownField
from app.requests import checked, require_fields

LARGEST_BODY = 64 * 1024
"""Bytes of a request body; the longest query with full filters takes less."""

SLOWEST_BODY = 10.0
"""Seconds until a body must have arrived; whoever sends it byte by byte holds a connection for no more."""

Parameters = TypeVar("Parameters", bound=BaseModel)

_QUERIES = ("q", "query")  # what a field is called that holds one
_FILTERS, _NUMBERS = ("merchant", "language", "section"), ("limit", "offset", "days")
_YES_NO, _TRUTH = ("log",), {"true": True, "false": False}
_MOST_DIGITS = 9  # longer numbers are out of every range, and slow to read


async def json_fields(request: Request, *, like: str = '{"q": "free shipping"}') -> Mapping[str, object]:
    """The body's fields; a complaint shows a body as it should be, `like`.

    Raises UnknownField for a query string beside it, BodyTooLarge, RequestTimeout, NotJson, or InvalidValue for JSON
    that is not an object.
    """
    if request.scope.get("query_string"):
        raise UnknownField("This address takes no query string with POST. Put every field into the JSON body.")
    body = await limited_body(request)
    try:
        fields = json.loads(
            body.decode("utf-8-sig"),
            parse_float=_number,
            parse_constant=_refuse_constant,
            object_pairs_hook=_without_repetition,
        )
    except (ValueError, RecursionError) as exc:  # not UTF-8, not JSON, endless digits; nested too deeply
        raise NotJson(f"The body is not JSON in UTF-8. Send an object such as {like}.") from exc
    if not isinstance(fields, dict):
        raise InvalidValue(f"The body is JSON, but no object. Send one such as {like}.")
    return fields


def query_fields(query_string: bytes) -> Mapping[str, object]:
    """The query string's fields, in the shapes that JSON would give them."""
    given: dict[str, list[str]] = {}
    text = query_string.decode("utf-8", "surrogateescape")  # bytes that are no UTF-8 are refused as lone surrogates
    for name, value in parse_qsl(text, keep_blank_values=True, errors="surrogateescape"):
        given.setdefault(name, []).append(value)
    return {name: _value(name, values) for name, values in given.items()}


def search_request(fields: Mapping[str, object]) -> SearchRequest:
    """The search that the fields ask for. Raises UnknownField, InvalidQuery or InvalidValue."""
    asked = parameters(SearchParameters, fields, of="a search")
    return request_of(asked, limit=asked.limit, offset=asked.offset)


def request_of(asked: QueryParameters, *, limit: int, offset: int = 0) -> SearchRequest:
    """The search with these parameters. Raises InvalidQuery."""
    return checked(
        SearchRequest(
            q=asked.q,
            merchants=_several(asked.merchant),
            languages=_several(asked.language),
            sections=_several(asked.section),
            limit=limit,
            offset=offset,
            logged=asked.log,
        )
    )


def parameters(model: type[Parameters], fields: Mapping[str, object], *, of: str) -> Parameters:
    """The fields of a request, checked; `of` names what has them. Raises UnknownField, InvalidQuery or InvalidValue."""
    require_fields(fields, model.model_fields, of=of)
    try:
        return model.model_validate(fields)
    except ValidationError as exc:
        raise _complaint(exc, model) from exc


async def limited_body(request: Request) -> bytes:
    """The body, never reading more than `LARGEST_BODY` and one piece of what the network delivers.

    Raises BodyTooLarge, or RequestTimeout for one that has not arrived after `SLOWEST_BODY` seconds.
    """
    announced = request.headers.get("content-length", "")
    if announced.isdecimal() and int(announced[:20]) > LARGEST_BODY:
        _refuse_size()
    try:
        async with asyncio.timeout(SLOWEST_BODY):
            return await _read(request)
    except TimeoutError:
        raise RequestTimeout(
            f"The body did not arrive within {SLOWEST_BODY:g} seconds. Send it in one piece."
        ) from None


async def _read(request: Request) -> bytes:
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > LARGEST_BODY:
            _refuse_size()
    return bytes(body)


def _refuse_size() -> NoReturn:
    raise BodyTooLarge(f"The body has more than {LARGEST_BODY} bytes. Shorten it.")


def _without_repetition(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """An object. Raises InvalidValue where a field comes twice: the last one would silently win, a filter too."""
    fields = dict(pairs)
    if len(fields) < len(pairs):
        raise InvalidValue("The body has the same field twice. Give each once; a filter takes an array.")
    return fields


def _number(text: str) -> float:
    """JSON has one kind of number: 10.0 is 10, as it is for JSON Schema."""
    number = float(text)
    return int(number) if number.is_integer() else number


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


def _value(name: str, values: list[str]) -> object:
    """A list for what may be repeated or wrongly is; otherwise the text, as a number or a truth where one is due."""
    if name in _FILTERS or len(values) > 1:
        return values
    if name in _YES_NO:
        return _TRUTH.get(values[0], values[0])
    is_number = name in _NUMBERS and values[0].isascii() and values[0].isdecimal() and len(values[0]) <= _MOST_DIGITS
    return int(values[0]) if is_number else values[0]


def _several(value: str | list[str]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)


def _complaint(exc: ValidationError, model: type[BaseModel]) -> RequestError:
    """The first complaint, in words of ours: pydantic's name Python types and repeat the input."""
    first = exc.errors(include_url=False, include_context=False, include_input=False)[0]
    name = str(first["loc"][0])
    detail = f"{name} is missing or has an unusable value. {model.model_fields[name].description}"
    is_query = name in _QUERIES and first["type"] != "string_type"
    return InvalidQuery(detail) if is_query else InvalidValue(detail)
