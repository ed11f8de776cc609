"""A key as it is kept, which proves that somebody has it; and as they have it, which is shown once and never kept."""

import hmac
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from app.errors import InvalidValue
from app.grants import Grant

_MARK = "faq"


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """A key as it is kept. `digest` is the SHA-256 of the secret; `public_key` verifies what is signed with it."""

    id: str
    created: datetime
    grant: Grant
    digest: str
    public_key: bytes

    def is_proved_by(self, shown: "ShownKey") -> bool:
        """Whether it is this key that somebody has; takes as long whatever they have."""
        return hmac.compare_digest(shown.digest, self.digest)


@dataclass(frozen=True, slots=True)
class ShownKey:
    """A key as its holder has it. Neither `repr` nor an error shows the secret."""

    id: str
    secret: str = field(repr=False)

    @classmethod
    def read(cls, text: str) -> "ShownKey":
        """The key that a text is; one that proves nothing where it is none."""
        mark, key_id, secret = (*text.split("_", 2), "", "")[:3]
        return cls(key_id, secret) if mark == _MARK else cls("", "")

    @property
    def text(self) -> str:
        """What is shown, once."""
        return f"{_MARK}_{self.id}_{self.secret}"

    @property
    def digest(self) -> str:
        """The SHA-256 of the secret, hexadecimal: 256 random bits need no salt and no slow function."""
        return sha256(self.secret.encode("utf-8", "surrogateescape")).hexdigest()

    @property
    def private_key(self) -> Ed25519PrivateKey:
        """What signs tokens: the secret's bytes are its seed. Raises InvalidValue for what is no key."""
        try:
            return Ed25519PrivateKey.from_private_bytes(urlsafe_b64decode(f"{self.secret}="))
        except ValueError:
            raise InvalidValue("That is no key. Give one as `faq keys create` showed it, faq_..._... .") from None


@dataclass(frozen=True, slots=True)
class Issued:
    """A new key, kept and shown."""

    key: Key
    shown: ShownKey


def issue(grant: Grant) -> Issued:
    """A new key with a random id and secret."""
    secret = urlsafe_b64encode(secrets.token_bytes(32)).rstrip(b"=").decode()
    shown = ShownKey(secrets.token_hex(6), secret)
    key = Key(
        id=shown.id,
        created=datetime.now(UTC).replace(microsecond=0),
        grant=grant,
        digest=shown.digest,
        public_key=shown.private_key.public_key().public_bytes_raw(),
    )
    return Issued(key, shown)
