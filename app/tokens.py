"""Scoped tokens: JSON Web Tokens (RFC 7519) that somebody with a key signs, for a page that everybody can read."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from app.errors import InvalidCredential, InvalidValue
from app.grants import require_names
from app.keys import ShownKey
from app.scope import Scope

LONGEST = 4096
"""Characters of a token: longer ones are not even parsed."""

LONGEST_LIFE = timedelta(days=366)

_LEEWAY = timedelta(seconds=60)  # by which the signer's clock may be ahead
_ALGORITHM, _TYPE = "EdDSA", "faq+jwt"
_NAMES = ("merchants", "languages", "origins")
_REQUIRED = {"merchants", "iat", "exp"}
_LATEST = 100_000_000_000  # in the year 5138; a date may not lie beyond 9999
_KEPT = 1024
_NO_TOKEN = "This is neither a key nor a token that a key of this service signed."  # noqa: S105 - what is told


@dataclass(frozen=True, slots=True, kw_only=True)
class Claims:
    """What a token allows. Raises InvalidValue for claims that no token may have."""

    scope: Scope
    origins: frozenset[str] | None
    issued: datetime
    expires: datetime

    def __post_init__(self) -> None:
        if self.scope.merchants is None:
            raise InvalidValue("A token is limited to merchants. Name at least one.")
        if not self.issued < self.expires <= self.issued + LONGEST_LIFE:
            raise InvalidValue(f"A token lives at most {LONGEST_LIFE.days} days, and ends after it began.")
        require_names(self.scope, self.origins)

    def require_now(self, now: datetime) -> None:
        """Raises InvalidCredential before it begins and once it has ended."""
        if self.issued > now + _LEEWAY:
            raise InvalidCredential(f"The token begins at {self.issued.isoformat()}. Set the signer's clock right.")
        if self.expires <= now:
            raise InvalidCredential(f"The token ended at {self.expires.isoformat()}. Sign a new one.")


def sign(key: ShownKey, claims: Claims) -> str:
    """A token with these claims. Raises InvalidValue for what is no key, or too many claims."""
    named = zip(_NAMES, (claims.scope.merchants, claims.scope.languages, claims.origins), strict=True)
    payload = {
        **{name: sorted(values) for name, values in named if values is not None},
        "iat": int(claims.issued.timestamp()),
        "exp": int(claims.expires.timestamp()),
    }
    token = jwt.encode(payload, key.private_key, _ALGORITHM, headers={"kid": key.id, "typ": _TYPE})
    if len(token) > LONGEST:
        raise InvalidValue(f"The token has {len(token)} characters, {LONGEST} are read. Name fewer merchants.")
    return token


class TokenReader:
    """Verifies tokens; remembers those that it has verified, for one is sent with every keystroke."""

    def __init__(self) -> None:
        self._jws = jwt.PyJWS(algorithms=[_ALGORITHM])  # knows no other one, `none` included
        self._verified = lru_cache(_KEPT)(self._verify)

    def key_id(self, token: str) -> str:
        """The id of the key that it says it was signed with. Raises InvalidCredential."""
        if len(token) > LONGEST:
            raise InvalidCredential(f"A token has at most {LONGEST} characters.")
        try:
            return str(self._jws.get_unverified_header(token).get("kid"))
        except (jwt.InvalidTokenError, ValueError) as exc:
            raise InvalidCredential(_NO_TOKEN) from exc

    def claims(self, token: str, public_key: bytes) -> Claims:
        """What a token of this key allows, at whatever time. Raises InvalidCredential."""
        return self._verified(token, public_key)

    def _verify(self, token: str, public_key: bytes) -> Claims:
        signer = Ed25519PublicKey.from_public_bytes(public_key)
        try:
            read = self._jws.decode_complete(token, signer, algorithms=[_ALGORITHM])
        except jwt.InvalidTokenError as exc:
            raise InvalidCredential(_NO_TOKEN) from exc
        if read["header"].get("typ") != _TYPE:
            raise InvalidCredential(f"The token's header does not say that its `typ` is {_TYPE!r}.")
        try:
            return _claims(json.loads(read["payload"]))
        except (InvalidValue, ValueError, RecursionError) as exc:
            raise InvalidCredential(f"The token's claims are unusable: {exc}") from exc


def _claims(payload: Mapping[str, Any]) -> Claims:  # Any: JSON
    """A claim that is not known is refused: it may have been meant as a limit."""
    if not isinstance(payload, dict) or not payload.keys() >= _REQUIRED or payload.keys() - {*_NAMES, *_REQUIRED}:
        raise InvalidValue("needed are merchants, iat and exp, languages and origins may be added, nothing else.")
    merchants, languages, origins = (_names(payload.get(name)) for name in _NAMES)
    return Claims(
        scope=Scope(merchants, languages), origins=origins, issued=_time(payload["iat"]), expires=_time(payload["exp"])
    )


def _names(value: object) -> frozenset[str] | None:
    if value is None:
        return None
    if not isinstance(value, list) or not all(isinstance(name, str) for name in value):
        raise InvalidValue("merchants, languages and origins are arrays of strings.")
    return frozenset(value)


def _time(value: object) -> datetime:
    if type(value) is not int or not 0 <= value <= _LATEST:
        raise InvalidValue("iat and exp are whole numbers of seconds since 1970.")
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=value)
