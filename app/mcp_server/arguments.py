"""A tool's arguments to what is asked for: the same bounds, complaints and codes as over HTTP."""

from collections.abc import Mapping, Sequence
from typing import Any

from app.domain import SearchRequest
from app.errors import InvalidValue
from app.mcp_server.schemas import FETCH_INPUT, LONGEST, SEARCH_INPUT, Json
from app.requests import DEFAULT_LIMIT, MOST_VALUES, checked, checked_query, require_fields

Arguments = Mapping[str, Any]  # Any: whatever JSON an assistant sends


def search_request(arguments: Arguments) -> SearchRequest:
    """The search that is asked for. Raises UnknownField, InvalidQuery or InvalidValue."""
    _require_known(arguments, SEARCH_INPUT, of="a search")
    query, limit = arguments.get("query"), _whole(arguments.get("limit", DEFAULT_LIMIT))
    if not isinstance(query, str):
        raise _unusable("query", SEARCH_INPUT)
    if not isinstance(limit, int) or isinstance(limit, bool):
        raise _unusable("limit", SEARCH_INPUT)
    return checked(
        SearchRequest(
            q=checked_query(query, "query"),
            merchants=_filter(arguments, "merchant"),
            languages=_filter(arguments, "language"),
            limit=limit,
        )
    )


def passage_id(arguments: Arguments) -> str:
    """The passage that is asked for. Raises UnknownField or InvalidValue."""
    _require_known(arguments, FETCH_INPUT, of="a fetch")
    wanted = arguments.get("id")
    if not isinstance(wanted, str):
        raise _unusable("id", FETCH_INPUT)
    return wanted


def _require_known(arguments: Arguments, schema: Json, *, of: str) -> None:
    require_fields(arguments, schema["properties"], of=of)


def _whole(number: object) -> object:
    """5.0 is 5, as over HTTP and for JSON Schema."""
    return int(number) if isinstance(number, float) and number.is_integer() else number


def _filter(arguments: Arguments, name: str) -> tuple[str, ...]:
    """A filter's values, none where it is not given; one that is given and empty would silently widen the search."""
    if name not in arguments:
        return ()
    given = arguments[name]
    values: Sequence[object] = given if isinstance(given, list) else [given]
    if not 1 <= len(values) <= MOST_VALUES:
        raise _unusable(name, SEARCH_INPUT)
    return tuple(_value(value, name) for value in values)


def _value(value: object, name: str) -> str:
    if not isinstance(value, str) or not 1 <= len(value) <= LONGEST[name] or "\0" in value:
        raise _unusable(name, SEARCH_INPUT)
    return value


def _unusable(name: str, schema: Json) -> InvalidValue:
    return InvalidValue(f"{name} is missing or has an unusable value. {schema['properties'][name]['description']}")
