"""Replies kept for whoever asks the same again, until another generation is served."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

import orjson

from app.api.replies import search_body
from app.caching import Cache
from app.domain import SearchRequest, SearchResult

_REST = 2048
"""Bytes of a reply that are not its hits, about."""


@dataclass(frozen=True, slots=True)
class Asked:
    """All that a reply depends on. `scope` is what the caller may see; empty while there are no keys."""

    generation: str
    scope: str
    request: SearchRequest

    @property
    def key(self) -> bytes:
        """Its SHA-256: filters may be long, and a cache that kept them would be larger than it says."""
        return hashlib.sha256(repr(self).encode()).digest()


@dataclass(frozen=True, slots=True)
class KeptReply:
    """A reply's body, its hits as the JSON text that they will be again."""

    body: Mapping[str, object]
    bytes: int

    @classmethod
    def of(cls, result: SearchResult) -> "KeptReply":
        """The reply to a search."""
        body = search_body(result)
        hits = orjson.dumps(body["hits"])
        return cls({**body, "hits": orjson.Fragment(hits)}, len(hits) + _REST)

    def again(self, milliseconds: float) -> Mapping[str, object]:
        """The same body, with the time that giving it again took."""
        return {**self.body, "processing_ms": round(milliseconds, 3)}


ResultCache = Cache[bytes, KeptReply]
"""By `Asked.key`."""


def result_cache(size: int) -> ResultCache:
    """A cache of `size` bytes."""
    return Cache(size, lambda kept: kept.bytes)
