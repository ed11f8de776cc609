"""Keys: what may be granted, and what proves that somebody holds one."""

import base64
import dataclasses
import hashlib
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from app.errors import InvalidValue
from app.grants import Grant, as_origins, expiry
from app.keys import Issued, ShownKey, issue
from app.scope import Scope

NOW = datetime(2026, 11, 22, 8, 30, 15, 999, tzinfo=UTC)


@pytest.fixture
def issued() -> Issued:
    return issue(Grant(role="agent"))


def test_a_key_is_shown_with_a_mark_its_id_and_256_bits(issued: Issued) -> None:
    mark, key_id, secret = issued.shown.text.split("_", 2)
    assert (mark, key_id) == ("faq", issued.key.id)
    assert len(bytes.fromhex(key_id)) == 6
    assert len(base64.urlsafe_b64decode(secret + "=")) == 32


def test_what_is_kept_is_the_secrets_hash_and_the_public_half_of_what_it_signs_with(issued: Issued) -> None:
    secret = issued.shown.secret
    seed = Ed25519PrivateKey.from_private_bytes(base64.urlsafe_b64decode(secret + "="))
    assert issued.key.digest == hashlib.sha256(secret.encode()).hexdigest()
    assert issued.key.public_key == seed.public_key().public_bytes_raw()
    assert secret not in repr(issued)


def test_no_two_keys_are_alike() -> None:
    one, another = issue(Grant(role="agent")), issue(Grant(role="agent"))
    assert one.shown.id != another.shown.id
    assert one.shown.secret != another.shown.secret


def test_a_key_is_proved_by_what_was_shown_and_read_again(issued: Issued) -> None:
    assert issued.key.is_proved_by(ShownKey.read(issued.shown.text))


@pytest.mark.parametrize("change", ["{0}A", "{0}=", " {0}", "x{0}", "FAQ{0}", "faq_{0}"])
def test_a_key_is_not_proved_by_anything_else(issued: Issued, change: str) -> None:
    assert not issued.key.is_proved_by(ShownKey.read(change.format(issued.shown.text)))


def test_every_digit_of_the_hash_counts(issued: Issued) -> None:
    last = "1" if issued.key.digest[-1] == "0" else "0"
    another = dataclasses.replace(issued.key, digest=issued.key.digest[:-1] + last)
    assert not another.is_proved_by(issued.shown)


@pytest.mark.parametrize("text", ["", "faq", "faq_", "faq_x", "faq__", "é_\udcff_😀"])
def test_what_is_no_key_at_all_proves_nothing_and_signs_nothing(issued: Issued, text: str) -> None:
    shown = ShownKey.read(text)
    assert not issued.key.is_proved_by(shown)
    with pytest.raises(InvalidValue, match="That is no key"):
        _ = shown.private_key


@pytest.mark.parametrize(
    ("grant", "told"),
    [
        ({"role": "boss"}, "role is 'boss'; give one of search, agent, admin, metrics."),
        ({"role": "agent", "scope": Scope(frozenset({"alpine"}))}, "A key of role agent sees all there is."),
        ({"role": "admin", "origins": frozenset({"https://a.example"})}, "Only role search takes such limits."),
        ({"role": "search", "scope": Scope(frozenset())}, "merchants names none."),
        ({"role": "search", "scope": Scope(None, frozenset())}, "languages names none."),
        ({"role": "search", "origins": frozenset()}, "origins names none."),
        ({"role": "search", "scope": Scope(frozenset({" "}))}, "' ' is neither a merchant's id nor a language."),
        ({"role": "search", "scope": Scope(frozenset({"x" * 65}))}, "is neither a merchant's id nor a language."),
        ({"role": "search", "scope": Scope(None, frozenset({"e\n"}))}, r"'e\\n' is neither"),
        ({"role": "search", "origins": frozenset({"https://a.example/"})}, "'https://a.example/' is no origin"),
        ({"role": "search", "origins": frozenset({"https://A.example"})}, "'https://A.example' is no origin"),
        ({"role": "search", "note": "x" * 201}, "note is unusable; give at most 200 characters in one line."),
        ({"role": "search", "note": "a\nb"}, "note is unusable"),
        ({"role": "search", "rate": 0.0}, "rate is 0.0; give requests a second"),
        ({"role": "search", "rate": float("nan")}, "rate is nan; give requests a second"),
        ({"role": "search", "rate": 1_000_001.0}, "from 0.001 to 1000000"),
        ({"role": "search", "rate": 1e-300}, "rate is 1e-300; give requests a second"),
        ({"role": "search", "rate": 10**400}, "rate is 1000"),
        ({"role": "search", "expires": datetime(2026, 1, 1)}, "expires has no time zone."),  # noqa: DTZ001 - refused
    ],
)
def test_what_cannot_be_granted_is_refused_and_said(grant: dict[str, Any], told: str) -> None:  # Any: any field
    with pytest.raises(InvalidValue, match=told):
        Grant(**grant)


def test_websites_are_named_as_browsers_send_them() -> None:
    assert as_origins(["HTTPS://Shop.example:443", "no website"]) == frozenset({"https://shop.example", "no website"})


def test_a_key_of_some_days_is_over_when_they_have_passed() -> None:
    expires = expiry(30, NOW)
    assert expires == datetime(2026, 12, 22, 8, 30, 15, tzinfo=UTC)
    assert not Grant(role="agent", expires=expires).is_over(expires - timedelta(microseconds=1))
    assert Grant(role="agent", expires=expires).is_over(expires)
    assert not Grant(role="agent").is_over(expires)


@pytest.mark.parametrize("days", [0, -1, 36_501, 10**9])
def test_days_have_bounds(days: int) -> None:
    with pytest.raises(InvalidValue, match=f"days is {days}; give a whole number from 1 to 36500."):
        expiry(days, NOW)
