"""The calls that load is made of."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

SEARCH, SUGGEST = "/v1/search", "/v1/suggest"


@dataclass(frozen=True, slots=True)
class Call:
    """An HTTP request: a POST of `body` where there is one, else a GET."""

    path: str
    body: bytes | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """A query and the merchants that its search is restricted to; none means all."""

    query: str
    merchants: tuple[str, ...] = ()


def search(asked: Asked, **fields: object) -> Call:
    """`POST /v1/search`, with further fields as given."""
    scope = {"merchant": asked.merchants} if asked.merchants else {}
    return Call(SEARCH, json.dumps({"q": asked.query, **scope, **fields}, ensure_ascii=False).encode())


def suggest(typed: str, merchants: Sequence[str] = ()) -> Call:
    """`GET /v1/suggest` for what is typed so far."""
    return Call(f"{SUGGEST}?{urlencode([('q', typed), *(('merchant', each) for each in merchants)])}")
