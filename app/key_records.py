"""Keys as JSON: what keys.json holds of each, and what is told of each; neither has a secret."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from app.grants import Grant
from app.keys import Key
from app.scope import Scope

Record = dict[str, Any]  # Any: JSON

_TEXTS = ("id", "role", "note", "created", "secret_sha256", "public_key")
_NAMES = {*_TEXTS, "merchants", "languages", "origins", "rate", "expires"}


def told(key: Key) -> Record:
    """What people and programs are told of a key."""
    grant = key.grant
    return {
        "id": key.id,
        "role": grant.role,
        "note": grant.note,
        "merchants": _listed(grant.scope.merchants),
        "languages": _listed(grant.scope.languages),
        "origins": _listed(grant.origins),
        "rate": grant.rate,
        "created": key.created.isoformat(),
        "expires": None if grant.expires is None else grant.expires.isoformat(),
    }


def record(key: Key) -> Record:
    """What is kept of a key: nothing that would let its reader use it, or sign with it."""
    return {**told(key), "secret_sha256": key.digest, "public_key": urlsafe_b64encode(key.public_key).decode()}


def read_record(kept: Mapping[str, Any]) -> Key:  # Any: JSON
    """The key of a record. Raises KeyError, TypeError, ValueError or InvalidValue for what is none."""
    if not all(isinstance(kept[name], str) for name in _TEXTS) or kept.keys() - _NAMES:
        raise TypeError(f"the record of key {kept['id']!r} has other fields than it was written with")
    public_key = urlsafe_b64decode(kept["public_key"])
    Ed25519PublicKey.from_public_bytes(public_key)
    return Key(
        id=kept["id"],
        created=datetime.fromisoformat(kept["created"]),
        digest=kept["secret_sha256"],
        public_key=public_key,
        grant=_grant(kept),
    )


def _grant(fields: Mapping[str, Any]) -> Grant:
    return Grant(
        role=fields["role"],
        note=fields["note"],
        scope=Scope(_set(fields["merchants"]), _set(fields["languages"])),
        origins=_set(fields["origins"]),
        rate=fields["rate"],
        expires=None if fields["expires"] is None else datetime.fromisoformat(fields["expires"]),
    )


def _listed(names: frozenset[str] | None) -> list[str] | None:
    return None if names is None else sorted(names)


def _set(names: object) -> frozenset[str] | None:
    if names is None:
        return None
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise TypeError("a limit is neither null nor a list of names")
    return frozenset(names)
