"""Roles of keys, and what each may be used for."""

from collections.abc import Mapping
from typing import Literal

Role = Literal["search", "agent", "admin", "metrics"]

Use = Literal[
    "search",
    "suggest",
    "answer",
    "passage",
    "document",
    "merchants",
    "feedback",
    "assistant",
    "metrics",
    "admin",
]
"""What somebody asks the service for; `assistant` is `/mcp`."""

_ASKING: frozenset[Use] = frozenset(
    ("search", "suggest", "answer", "passage", "document", "merchants", "feedback", "assistant")
)

USES: Mapping[Role, frozenset[Use]] = {
    "search": _ASKING,
    "agent": _ASKING,  # what tells it from `search`: it sees every merchant, always
    "admin": _ASKING | {"metrics", "admin"},
    "metrics": frozenset({"metrics"}),
}

TOKEN_USES: frozenset[Use] = frozenset(("search", "suggest", "passage", "feedback"))
"""What a scoped token may be used for, as far as its key may: it stands in a public page."""

OPEN_USES: frozenset[Use] = _ASKING | {"metrics"}
"""What everybody may where there are no keys: nothing administrative."""

SIGNING_ROLES: frozenset[Role] = frozenset(("search", "agent", "admin"))
"""Whose keys sign tokens."""
