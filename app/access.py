"""Who may ask for what: a caller is told by a key, or by a token that a key signed."""

import dataclasses
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol

from app.errors import Forbidden, InvalidCredential, Unauthenticated
from app.grants import Grant
from app.keys import Key, ShownKey, issue
from app.roles import OPEN_USES, SIGNING_ROLES, TOKEN_USES, USES, Role, Use
from app.scope import EVERYTHING, Scope, both
from app.tokens import Claims, TokenReader

_REMEDY = (
    "Send `Authorization: Bearer ...` with a key, as `faq keys create` shows it, or with a token that a key has signed."
)
_UNKNOWN = f"The key or token that was sent counts for nothing here. {_REMEDY}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """Who asks. `key_id` is None for nobody in particular; `rate` is requests a second, None: not limited."""

    key_id: str | None
    role: Role
    scope: Scope
    uses: frozenset[Use]
    origins: frozenset[str] | None = None
    rate: float | None = None
    is_token: bool = False

    def require(self, use: Use, origin: str | None) -> None:
        """Raises Forbidden for another use than its own, or from another website's page than it is limited to.

        `origin` is the website whose page asks, as its browser says; None for what is no browser.
        """
        if use not in self.uses:
            what = "A token" if self.is_token else f"A key of role {self.role}"
            raise Forbidden(f"{what} is not for this. It is for: {', '.join(sorted(self.uses))}.")
        if self.origins is not None and origin not in self.origins:
            where = f"pages of {origin[:100]!r}" if origin else "what sends no Origin"
            raise Forbidden(f"This key or token is for the pages of some websites, not for {where}.")


class Keys(Protocol):
    """Where the keys of now are found."""

    def keys(self) -> Mapping[str, Key] | None:
        """By id; None where there never were any."""
        ...

    @property
    def problem(self) -> str | None:
        """Why these may not be the keys of now, for everybody to read; None where they are."""
        ...


class NoKeys:
    """Where none were ever created."""

    problem = None

    def keys(self) -> None:
        """None."""


class Access:
    """Tells who asks. Without any keys, everybody is an agent where the service is `open_to_all`, else nobody."""

    def __init__(
        self, keys: Keys, *, open_to_all: bool = False, now: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        self._keys, self._open_to_all, self._now = keys, open_to_all, now
        self._tokens = TokenReader()
        self._decoy = issue(Grant(role="search")).key

    @property
    def is_open(self) -> bool:
        """Whether everybody is let in, since there are no keys."""
        return self._open_to_all and self._keys.keys() is None

    @property
    def problem(self) -> str | None:
        """As `Keys.problem`."""
        return self._keys.problem

    def caller(self, authorization: str | None) -> Caller:
        """Who sends this header. Raises Unauthenticated, in words that never tell which keys there are."""
        if self.is_open:
            return Caller(key_id=None, role="agent", scope=EVERYTHING, uses=OPEN_USES)
        credential = _bearer(authorization)
        return self._by_token(credential) if "." in credential else self._by_key(credential)

    def _by_key(self, credential: str) -> Caller:
        shown = ShownKey.read(credential)
        key = self._key(shown.id)
        if not key.is_proved_by(shown):
            raise InvalidCredential(_UNKNOWN)
        return self._holder(key)

    def _by_token(self, credential: str) -> Caller:
        key = self._key(self._tokens.key_id(credential))
        claims = self._tokens.claims(credential, key.public_key)
        claims.require_now(self._now())
        return _bearer_of(self._holder(key), claims)

    def _key(self, key_id: str) -> Key:
        """The key of an id. For an unknown one another that nobody has: refusing it takes the same work."""
        return (self._keys.keys() or {}).get(key_id, self._decoy)

    def _holder(self, key: Key) -> Caller:
        grant = key.grant
        if grant.is_over(self._now()):
            raise InvalidCredential("The key has expired, and with it every token that it signed. Use another key.")
        return Caller(
            key_id=key.id,
            role=grant.role,
            scope=grant.scope,
            uses=USES[grant.role],
            origins=grant.origins,
            rate=grant.rate,
        )


def _bearer_of(holder: Caller, claims: Claims) -> Caller:
    """Whoever has a token: what both it and the holder of its key may do and see."""
    if holder.role not in SIGNING_ROLES:
        raise InvalidCredential(f"A key of role {holder.role} signs no tokens.")
    scope, origins = holder.scope & claims.scope, both(holder.origins, claims.origins)
    if frozenset() in (scope.merchants, scope.languages, origins):
        raise InvalidCredential("The token names only merchants, languages or origins that its key is not for.")
    return dataclasses.replace(holder, scope=scope, origins=origins, uses=holder.uses & TOKEN_USES, is_token=True)


def _bearer(authorization: str | None) -> str:
    """What the header holds. Raises Unauthenticated."""
    scheme, _, credential = (authorization or "").strip().partition(" ")
    if scheme.lower() != "bearer":
        raise Unauthenticated(f"This service asks for a key. {_REMEDY}")
    return credential.strip()
