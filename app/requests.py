"""What a search may ask for."""

import dataclasses
from collections.abc import Collection, Container, Iterable

from app.domain import SearchRequest
from app.errors import InvalidQuery, InvalidValue, UnknownField, UnknownMerchant
from app.scope import EVERYTHING, Scope
from app.text import normalise

LONGEST_QUERY = 512
LARGEST_LIMIT = 50
LARGEST_OFFSET = 1000
DEFAULT_LIMIT = 10

MOST_VALUES = 100
"""Values of one filter."""

LONGEST_NAME, LONGEST_LANGUAGE = 200, 35
"""Characters of a merchant's id or a section, and of a language, that are looked for."""

TRIAL = SearchRequest("When will my order arrive?", limit=1)
"""For finding out whether searches are answered."""


def checked(request: SearchRequest) -> SearchRequest:
    """The request with its query trimmed. Raises InvalidQuery or InvalidValue, saying what is allowed."""
    query = checked_query(request.q, "q")
    for name, value, low, high in (
        ("limit", request.limit, 1, LARGEST_LIMIT),
        ("offset", request.offset, 0, LARGEST_OFFSET),
    ):
        if not low <= value <= high:
            raise InvalidValue(f"{name} is {value}; give a whole number from {low} to {high}.")
    return dataclasses.replace(request, q=query)


def checked_query(text: str, field: str) -> str:
    """The query of a field, trimmed. Raises InvalidQuery, saying what is allowed."""
    query = text.strip()
    if any("\ud800" <= c <= "\udfff" or c == "\0" for c in query):
        raise InvalidQuery(f"{field} holds a NUL or a lone surrogate, which are not text. Send UTF-8 text.")
    if len(query) > LONGEST_QUERY:
        raise InvalidQuery(f"{field} has {len(query)} characters; at most {LONGEST_QUERY} are allowed. Shorten it.")
    if not normalise(query):
        raise InvalidQuery(f"{field} is blank. Ask a question or give some words.")
    return query


def require_fields(given: Iterable[str], known: Collection[str], *, of: str) -> None:
    """Raises UnknownField for the first name that `known`, the fields `of` a request, does not hold."""
    if unknown := [name for name in given if name not in known]:
        raise UnknownField(f"{unknown[0][:100]!r} is not a field of {of}. Known: {', '.join(known)}.")


def require_known(merchants: Iterable[str], known: Container[str], scope: Scope = EVERYTHING) -> None:
    """Raises UnknownMerchant for the first id that the index, whose ids are `known`, or the scope does not hold."""
    for merchant_id in merchants:
        if merchant_id not in known or not scope.has_merchant(merchant_id):
            raise UnknownMerchant(
                f"No merchant {merchant_id[:100]!r}. Results name merchants' ids; GET /v1/merchants lists them."
            )
