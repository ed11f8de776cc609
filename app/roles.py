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
    "events",
    "gaps",
    "overrides",
    "findings",
    "assistant",
    "metrics",
    "admin",
]
"""What somebody asks the service for; `assistant` is `/mcp`."""

_ASKING: frozenset[Use] = frozenset(
    ("search", "suggest", "answer", "passage", "document", "merchants", "feedback", "events", "assistant")
)

_REVIEWING: frozenset[Use] = frozenset({"gaps", "overrides", "findings"})
"""What is for those who look after the texts."""

USES: Mapping[Role, frozenset[Use]] = {
    "search": _ASKING,
    "agent": _ASKING | _REVIEWING,  # and unlike `search` it sees every merchant, always
    "admin": _ASKING | _REVIEWING | {"metrics", "admin"},
    "metrics": frozenset({"metrics"}),
}

TOKEN_USES: frozenset[Use] = frozenset(("search", "suggest", "passage", "feedback", "events"))
"""What a scoped token may be used for, as far as its key may: it stands in a public page."""

OPEN_USES: frozenset[Use] = _ASKING | {"findings", "metrics"}
"""What everybody may where there are no keys: nothing administrative."""

SIGNING_ROLES: frozenset[Role] = frozenset(("search", "agent", "admin"))
"""Whose keys sign tokens."""
