"""Scoped tokens: what a key signs, and what counts as signed by it."""

import base64
import hashlib
import hmac
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import jwt
import pytest

from app.errors import InvalidCredential, InvalidValue
from app.grants import Grant
from app.keys import Issued, ShownKey, issue
from app.scope import Scope
from app.tokens import LONGEST, Claims, TokenReader, sign

NOW = datetime(2026, 11, 22, 8, 30, tzinfo=UTC)
IAT = int(NOW.timestamp())
PAYLOAD: dict[str, Any] = {"merchants": ["alpine"], "iat": IAT, "exp": IAT + 3600}
HEADER = {"typ": "faq+jwt"}
NO_TOKEN = "This is neither a key nor a token that a key of this service signed."  # noqa: S105 - what is told


@pytest.fixture(scope="module")
def issued() -> Issued:
    return issue(Grant(role="search"))


def signed(key: ShownKey, payload: object = PAYLOAD, **header: object) -> str:
    """By the standard library of JSON Web Tokens, as a merchant's backend would."""
    content = json.dumps(payload).encode()
    return jwt.PyJWS().encode(content, key.private_key, "EdDSA", headers={**HEADER, "kid": key.id, **header})


def claims(token: str, issued: Issued) -> Claims:
    return TokenReader().claims(token, issued.key.public_key)


def allowing(**changed: Any) -> Claims:  # Any: any field
    fields = {"scope": Scope(frozenset({"alpine"})), "origins": None, "issued": NOW, "expires": NOW + timedelta(days=1)}
    return Claims(**{**fields, **changed})


def refusal(token: str, issued: Issued) -> str:
    with pytest.raises(InvalidCredential) as refused:
        claims(token, issued)
    return str(refused.value)


def test_what_is_signed_is_read_again(issued: Issued) -> None:
    wanted = allowing(
        scope=Scope(frozenset({"alpine", "boutique"}), frozenset({"fr"})), origins=frozenset({"https://shop.example"})
    )
    token = sign(issued.shown, wanted)
    assert TokenReader().key_id(token) == issued.key.id
    assert claims(token, issued) == wanted


def test_a_token_is_a_standard_json_web_token(issued: Issued) -> None:
    token = sign(issued.shown, allowing())
    public = issued.shown.private_key.public_key()
    payload = jwt.decode(token, public, algorithms=["EdDSA"], options={"verify_exp": False, "verify_iat": False})
    assert jwt.get_unverified_header(token) == {"alg": "EdDSA", "kid": issued.key.id, "typ": "faq+jwt"}
    assert payload == {"merchants": ["alpine"], "iat": IAT, "exp": IAT + 24 * 3600}


def test_what_a_standard_library_signs_is_read(issued: Issued) -> None:
    assert claims(signed(issued.shown), issued) == allowing(expires=NOW + timedelta(hours=1))


def test_another_keys_token_is_not_this_ones(issued: Issued) -> None:
    another = issue(Grant(role="search")).shown
    assert refusal(signed(another), issued) == NO_TOKEN
    assert refusal(signed(ShownKey(issued.key.id, another.secret)), issued) == NO_TOKEN


@pytest.mark.parametrize("place", [0, 1, 2], ids=["header", "claims", "signature"])
def test_a_token_that_was_changed_is_none(issued: Issued, place: int) -> None:
    parts = signed(issued.shown).split(".")
    parts[place] = ("A" if parts[place][0] != "A" else "B") + parts[place][1:]
    assert refusal(".".join(parts), issued) == NO_TOKEN


def test_an_unsigned_token_is_none(issued: Issued) -> None:
    token = jwt.encode(PAYLOAD, "", "none", headers={**HEADER, "kid": issued.key.id})
    assert refusal(token, issued) == NO_TOKEN
    assert refusal(token + signed(issued.shown).rpartition(".")[2], issued) == NO_TOKEN


def test_the_public_half_of_a_key_is_no_secret_to_sign_with(issued: Issued) -> None:
    header, payload = (_encoded(json.dumps(part).encode()) for part in ({**HEADER, "alg": "HS256"}, PAYLOAD))
    mac = hmac.digest(issued.key.public_key, f"{header}.{payload}".encode(), hashlib.sha256)
    assert refusal(f"{header}.{payload}.{_encoded(mac)}", issued) == NO_TOKEN


def _encoded(part: bytes) -> str:
    return base64.urlsafe_b64encode(part).rstrip(b"=").decode()


def test_a_token_for_something_else_is_none(issued: Issued) -> None:
    assert refusal(signed(issued.shown, typ="JWT"), issued) == (
        "The token's header does not say that its `typ` is 'faq+jwt'."
    )


def test_a_header_that_must_be_understood_and_is_not_makes_it_none(issued: Issued) -> None:
    assert refusal(signed(issued.shown, crit=["audience"], audience="x"), issued) == NO_TOKEN


NEEDED = "needed are merchants, iat and exp, languages and origins may be added, nothing else."


@pytest.mark.parametrize(
    ("payload", "told"),
    [
        ({**PAYLOAD, "language": ["fr"]}, NEEDED),  # a limit with a slip in its name must not be dropped
        ({"iat": IAT, "exp": IAT + 1}, NEEDED),
        ({"merchants": ["alpine"], "exp": IAT + 1}, NEEDED),
        ({"merchants": ["alpine"], "iat": IAT}, NEEDED),
        ([], NEEDED),
        ({**PAYLOAD, "merchants": []}, "merchants names none. Give at least one, or leave it out."),
        ({**PAYLOAD, "languages": []}, "languages names none. Give at least one, or leave it out."),
        ({**PAYLOAD, "merchants": None}, "A token is limited to merchants. Name at least one."),
        ({**PAYLOAD, "merchants": "alpine"}, "merchants, languages and origins are arrays of strings."),
        ({**PAYLOAD, "merchants": [1]}, "merchants, languages and origins are arrays of strings."),
        ({**PAYLOAD, "origins": ["https://a.example/x"]}, "'https://a.example/x' is no origin as browsers send it"),
        ({**PAYLOAD, "iat": True}, "iat and exp are whole numbers of seconds since 1970."),
        ({**PAYLOAD, "exp": 1.5}, "iat and exp are whole numbers of seconds since 1970."),
        ({**PAYLOAD, "exp": 10**30}, "iat and exp are whole numbers of seconds since 1970."),
        ({**PAYLOAD, "exp": IAT}, "A token lives at most 366 days, and ends after it began."),
        ({**PAYLOAD, "exp": IAT + 366 * 86400 + 1}, "A token lives at most 366 days, and ends after it began."),
    ],
)
def test_claims_that_no_token_may_have_are_named(issued: Issued, payload: object, told: str) -> None:
    assert refusal(signed(issued.shown, payload), issued).startswith(f"The token's claims are unusable: {told}")


def test_a_token_lives_as_long_as_it_may(issued: Issued) -> None:
    assert claims(signed(issued.shown, {**PAYLOAD, "exp": IAT + 366 * 86400}), issued).expires == NOW + timedelta(366)


def test_what_is_no_json_is_no_claims(issued: Issued) -> None:
    token = jwt.PyJWS().encode(b"{", issued.shown.private_key, "EdDSA", headers=HEADER)
    assert refusal(token, issued).startswith("The token's claims are unusable: Expecting property name")


@pytest.mark.parametrize("token", ["", ".", "..", "a.b.c", "e30.e30.e30", "é.é.é", "[].[].[]", "W10.W10.W10"])
def test_what_is_no_token_names_no_key(token: str) -> None:
    reader = TokenReader()
    with pytest.raises(InvalidCredential):
        reader.claims(token, issue(Grant(role="search")).key.public_key)


def test_a_longer_text_is_not_parsed() -> None:
    with pytest.raises(InvalidCredential, match=r"A token has at most 4096 characters."):
        TokenReader().key_id("." * (LONGEST + 1))


def test_more_claims_than_a_token_may_hold_are_not_signed(issued: Issued) -> None:
    many = frozenset(f"merchant-{number}" for number in range(300))
    with pytest.raises(InvalidValue, match=r"characters, 4096 are read. Name fewer merchants."):
        sign(issued.shown, allowing(scope=Scope(many)))


@pytest.mark.parametrize("seconds", [-60, 0, 24 * 3600 - 1])
def test_a_token_counts_from_a_minute_before_it_began_until_it_ends(seconds: int) -> None:
    allowing().require_now(NOW + timedelta(seconds=seconds))


@pytest.mark.parametrize(
    ("seconds", "told"),
    [
        (-61, r"The token begins at 2026-11-22T08:30:00\+00:00. Set the signer's clock right."),
        (24 * 3600, r"The token ended at 2026-11-23T08:30:00\+00:00. Sign a new one."),
    ],
)
def test_a_token_counts_neither_earlier_nor_later(seconds: int, told: str) -> None:
    with pytest.raises(InvalidCredential, match=told):
        allowing().require_now(NOW + timedelta(seconds=seconds))
