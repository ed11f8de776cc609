"""What a caller may see: the passages of some merchants, in some languages."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Self


@dataclass(frozen=True, slots=True)
class Scope:
    """Ids of merchants, and languages; None: all there are, and passages whose language nobody knows as well."""

    merchants: frozenset[str] | None = None
    languages: frozenset[str] | None = None

    def __and__(self, other: "Scope") -> Self:
        """What both allow."""
        merchants = both(self.merchants, other.merchants)
        return type(self)(merchants, both(self.languages, other.languages))

    @property
    def key(self) -> str:
        """The same text for equal scopes, another for others."""
        return repr([None if names is None else sorted(names) for names in (self.merchants, self.languages)])

    def has_merchant(self, merchant_id: str) -> bool:
        """Whether any of a merchant's passages may be seen."""
        return self.merchants is None or merchant_id in self.merchants

    def has_language(self, language: str | None) -> bool:
        """Whether passages in a language may be seen."""
        return self.languages is None or language in self.languages


EVERYTHING = Scope()
"""The scope of whoever runs the service, and of support agents."""


def narrowed(asked: Collection[str], allowed: frozenset[str] | None) -> Collection[str] | None:
    """What is left of a filter's values (none: no filter) within what is allowed; None where nothing is shut out."""
    if not asked:
        return allowed
    return asked if allowed is None else [value for value in asked if value in allowed]


def both(some: frozenset[str] | None, others: frozenset[str] | None) -> frozenset[str] | None:
    """The names that two limits let through; None: no limit."""
    if some is None or others is None:
        return others if some is None else some
    return some & others
