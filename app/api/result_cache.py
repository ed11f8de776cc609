"""Replies kept for whoever asks the same again, until another generation is served."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import orjson

from app.caching import Cache
from app.domain import SearchRequest
from app.query_log import Outcome

_REST = 2048
"""Bytes of a reply that are not its longest part, about."""


@dataclass(frozen=True, slots=True)
class Asked:
    """All that a reply depends on; `scope` is the key of what the caller may see."""

    use: Literal["search", "answer"]
    generation: str
    scope: str
    request: SearchRequest

    @property
    def key(self) -> bytes:
        """Its SHA-256: filters may be long, and a cache that kept them would be larger than it says."""
        return hashlib.sha256(repr(self).encode()).digest()


@dataclass(frozen=True, slots=True)
class KeptReply:
    """A reply's body, the longest part of it as the JSON text that it will be again."""

    body: Mapping[str, object]
    outcome: Outcome
    bytes: int

    @classmethod
    def of(cls, body: Mapping[str, object], outcome: Outcome, *, longest: str) -> "KeptReply":
        """A reply with this body; `longest` names its longest part."""
        text = orjson.dumps(body[longest])
        return cls({**body, longest: orjson.Fragment(text)}, outcome, len(text) + _REST)

    def told(self, query_id: str | None) -> Mapping[str, object]:
        """The body, with the id of this query."""
        return {**self.body, "query_id": query_id}

    def again(self, query_id: str | None, milliseconds: float) -> Mapping[str, object]:
        """The same body for another query like it, with the time that giving it again took."""
        return {**self.told(query_id), "processing_ms": round(milliseconds, 3)}


ResultCache = Cache[bytes, KeptReply]
"""By `Asked.key`."""


def result_cache(size: int) -> ResultCache:
    """A cache of `size` bytes."""
    return Cache(size, lambda kept: kept.bytes)
