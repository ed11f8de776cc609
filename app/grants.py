"""What a key is made for, and what cannot be granted."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.errors import InvalidValue
from app.origins import as_sent, is_origin
from app.roles import USES, Role
from app.scope import EVERYTHING, Scope

_LONGEST_NAME, _LONGEST_NOTE, _MOST_DAYS = 64, 200, 36_500
_SMALLEST_RATE, _LARGEST_RATE = 0.001, 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """What a key is made for; None: not limited. Raises InvalidValue for what cannot be granted.

    `origins` are websites whose pages alone may use the key, `rate` is requests a second.
    """

    role: Role
    note: str = ""
    scope: Scope = EVERYTHING
    origins: frozenset[str] | None = None
    rate: float | None = None
    expires: datetime | None = None

    def __post_init__(self) -> None:
        _require(self.role in USES, f"role is {str(self.role)[:100]!r}; give one of {', '.join(USES)}.")
        _require(
            self.role == "search" or (self.scope, self.origins) == (EVERYTHING, None),
            f"A key of role {self.role} sees all there is. Only role search takes such limits.",
        )
        _require(_is_note(self.note), f"note is unusable; give at most {_LONGEST_NOTE} characters in one line.")
        _require(
            self.rate is None or _SMALLEST_RATE <= self.rate <= _LARGEST_RATE,
            f"rate is {str(self.rate)[:100]}; give requests a second, from {_SMALLEST_RATE} to {_LARGEST_RATE}.",
        )
        _require(
            self.expires is None or self.expires.tzinfo is not None,
            "expires has no time zone. Give a time in UTC.",
        )
        require_names(self.scope, self.origins)

    def is_over(self, now: datetime) -> bool:
        """Whether it has expired."""
        return self.expires is not None and self.expires <= now


def require_names(scope: Scope, origins: frozenset[str] | None) -> None:
    """Raises InvalidValue for a limit that names nothing, or no merchant, language or origin as they are written."""
    for name, values in (("merchants", scope.merchants), ("languages", scope.languages), ("origins", origins)):
        _require(values is None or bool(values), f"{name} names none. Give at least one, or leave it out.")
    for value in (*(scope.merchants or ()), *(scope.languages or ())):
        _require(_is_name(value), f"{value[:100]!r} is neither a merchant's id nor a language. Correct it.")
    for origin in origins or ():
        _require(_is_sent(origin), f"{origin[:100]!r} is no origin as browsers send it, such as https://shop.example.")


def expiry(days: int, now: datetime) -> datetime:
    """When something ends that begins now, to the second. Raises InvalidValue."""
    _require(1 <= days <= _MOST_DAYS, f"days is {days}; give a whole number from 1 to {_MOST_DAYS}.")
    return now.replace(microsecond=0) + timedelta(days=days)


def as_limit(names: Iterable[str] | None) -> frozenset[str] | None:
    """Merchants or languages as a limit; None: not limited."""
    return None if names is None else frozenset(names)


def as_origins(names: Iterable[str] | None) -> frozenset[str] | None:
    """Websites as a limit, as browsers send their names; what is no website stays as it is, to be refused."""
    return None if names is None else frozenset(as_sent(name) if is_origin(name) else name for name in names)


def _require(is_usable: bool, told: str) -> None:
    if not is_usable:
        raise InvalidValue(told)


def _is_note(note: str) -> bool:
    return len(note) <= _LONGEST_NOTE and note.isprintable()


def _is_name(name: str) -> bool:
    return 0 < len(name) <= _LONGEST_NAME and name.isprintable() and name == name.strip()


def _is_sent(origin: str) -> bool:
    return is_origin(origin) and origin == as_sent(origin)
