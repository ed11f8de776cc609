"""Who is told by which key or token, what they may do, and that a refusal tells nothing of the keys."""

import dataclasses
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import pytest

from app.access import Access, Caller, NoKeys
from app.errors import Forbidden, InvalidCredential, Unauthenticated
from app.grants import Grant
from app.keys import Issued, Key, ShownKey, issue
from app.roles import TOKEN_USES, USES, Role, Use
from app.scope import EVERYTHING, Scope
from app.tokens import Claims, sign

NOW = datetime(2026, 11, 22, 8, 30, tzinfo=UTC)
ALPINE, BOTH = frozenset({"alpine"}), frozenset({"alpine", "boutique"})
ALPINE_ONLY = Scope(ALPINE)
SHOP, OTHER = "https://shop.example", "https://other.example"
ASKING = {"search", "suggest", "answer", "passage", "document", "merchants", "feedback", "events", "assistant"}
REVIEWING = {"gaps", "overrides", "findings"}
MAY: Mapping[Role, set[str]] = {
    "search": ASKING,
    "agent": {*ASKING, *REVIEWING},
    "admin": {*ASKING, *REVIEWING, "metrics", "admin"},
    "metrics": {"metrics"},
}
UNKNOWN = (
    "The key or token that was sent counts for nothing here. Send `Authorization: Bearer ...` with a key, as "
    "`faq keys create` shows it, or with a token that a key has signed."
)
NO_TOKEN = "This is neither a key nor a token that a key of this service signed."  # noqa: S105 - what is told


class Kept:
    """Keys in memory."""

    def __init__(self, *issued: Issued) -> None:
        self.by_id: dict[str, Key] | None = {each.key.id: each.key for each in issued}

    problem: str | None = None

    def keys(self) -> Mapping[str, Key] | None:
        return self.by_id


def access_with(*issued: Issued, open_to_all: bool = True) -> Access:
    return Access(Kept(*issued), open_to_all=open_to_all, now=lambda: NOW)


def bearer(credential: str) -> str:
    return f"Bearer {credential}"


def token_of(issued: Issued, *, origins: frozenset[str] | None = None, scope: Scope = ALPINE_ONLY) -> str:
    claims = Claims(scope=scope, origins=origins, issued=NOW, expires=NOW + timedelta(days=1))
    return sign(issued.shown, claims)


def refusal(access: Access, authorization: str | None) -> str:
    with pytest.raises(Unauthenticated) as refused:
        access.caller(authorization)
    return str(refused.value)


def test_without_keys_everybody_on_the_machine_is_an_agent_who_may_do_nothing_administrative() -> None:
    caller = Access(NoKeys(), open_to_all=True).caller(None)
    assert (caller.key_id, caller.role, caller.scope, caller.rate) == (None, "agent", EVERYTHING, None)
    assert caller.uses == {*ASKING, "findings", "metrics"}


def test_without_keys_nobody_else_is_let_in() -> None:
    assert refusal(Access(NoKeys()), None).startswith("This service asks for a key.")


def test_the_first_key_closes_the_service_and_no_key_left_does_not_open_it() -> None:
    keys = Kept()
    keys.by_id = None
    access = Access(keys, open_to_all=True)
    open_at_first = access.is_open
    keys.by_id = {}
    assert (open_at_first, access.is_open) == (True, False)
    assert refusal(access, None).startswith("This service asks for a key.")


def test_a_key_tells_who_asks_and_what_they_may_see() -> None:
    grant = Grant(role="search", scope=Scope(BOTH, frozenset({"fr"})), origins=frozenset({SHOP}), rate=2.5)
    issued = issue(grant)
    assert access_with(issued).caller(bearer(issued.shown.text)) == Caller(
        key_id=issued.key.id,
        role="search",
        scope=Scope(BOTH, frozenset({"fr"})),
        uses=USES["search"],
        origins=frozenset({SHOP}),
        rate=2.5,
    )


@pytest.mark.parametrize("header", ["Bearer {}", "bearer {}", "BEARER   {} ", " Bearer {}"])
def test_the_scheme_may_be_written_in_any_case(header: str) -> None:
    issued = issue(Grant(role="agent"))
    assert access_with(issued).caller(header.format(issued.shown.text)).key_id == issued.key.id


@pytest.mark.parametrize("header", [None, "", "Basic YTpi", "{}", "Bearer:{}"])
def test_without_a_bearer_credential_a_key_is_asked_for(header: str | None) -> None:
    issued = issue(Grant(role="agent"))
    with pytest.raises(Unauthenticated, match=r"^This service asks for a key. Send `Authorization: Bearer") as refused:
        access_with(issued).caller(header and header.format(issued.shown.text))
    assert not isinstance(refused.value, InvalidCredential)


def test_an_unknown_key_a_revoked_one_and_a_wrong_secret_are_refused_in_the_same_words() -> None:
    known, revoked = issue(Grant(role="agent")), issue(Grant(role="agent"))
    access = access_with(known)
    guesses = (revoked.shown, ShownKey(known.key.id, revoked.shown.secret), ShownKey("0" * 12, known.shown.secret))
    assert {refusal(access, bearer(guess.text)) for guess in guesses} == {UNKNOWN}
    assert {refusal(access, bearer(text)) for text in ("", "x", "faq_", known.shown.secret, "é")} == {UNKNOWN}


def test_what_every_process_draws_for_unknown_ids_admits_nobody() -> None:
    access = access_with()
    assert refusal(access, bearer(f"faq_{access._decoy.id}_")) == UNKNOWN


def test_an_expired_key_counts_for_nothing_and_neither_do_its_tokens() -> None:
    issued = issue(Grant(role="agent", expires=NOW))
    told = "The key has expired, and with it every token that it signed. Use another key."
    assert refusal(access_with(issued), bearer(issued.shown.text)) == told
    assert refusal(access_with(issued), bearer(token_of(issued))) == told


def test_a_token_narrows_what_its_key_may_see_and_do() -> None:
    issued = issue(Grant(role="search", scope=Scope(BOTH), rate=2.5))
    caller = access_with(issued).caller(bearer(token_of(issued, origins=frozenset({SHOP}))))
    assert caller == Caller(
        key_id=issued.key.id,
        role="search",
        scope=Scope(ALPINE),
        uses=frozenset({"search", "suggest", "passage", "feedback", "events"}),
        origins=frozenset({SHOP}),
        rate=2.5,
        is_token=True,
    )


def test_a_token_never_widens_what_its_key_may_see() -> None:
    key = Grant(role="search", scope=Scope(ALPINE, frozenset({"fr"})), origins=frozenset({SHOP}))
    issued = issue(key)
    caller = access_with(issued).caller(bearer(token_of(issued, scope=Scope(BOTH))))
    assert (caller.scope, caller.origins) == (Scope(ALPINE, frozenset({"fr"})), frozenset({SHOP}))


@pytest.mark.parametrize(
    ("scope", "origins"),
    [
        (Scope(frozenset({"unnamed"})), None),
        (Scope(ALPINE, frozenset({"de"})), None),
        (Scope(ALPINE), frozenset({OTHER})),
    ],
    ids=["merchants", "languages", "origins"],
)
def test_a_token_for_nothing_that_its_key_is_for_is_refused(scope: Scope, origins: frozenset[str] | None) -> None:
    issued = issue(Grant(role="search", scope=Scope(ALPINE, frozenset({"fr"})), origins=frozenset({SHOP})))
    assert refusal(access_with(issued), bearer(token_of(issued, scope=scope, origins=origins))) == (
        "The token names only merchants, languages or origins that its key is not for."
    )


def test_a_token_ends_with_its_key_and_one_of_an_unknown_key_is_refused_in_the_same_words() -> None:
    revoked, another = issue(Grant(role="agent")), issue(Grant(role="agent"))
    access = access_with(another)
    as_anothers = token_of(Issued(another.key, ShownKey(another.key.id, revoked.shown.secret)))
    assert refusal(access, bearer(token_of(revoked))) == refusal(access, bearer(as_anothers)) == NO_TOKEN


def test_a_token_that_was_verified_before_still_ends_with_its_key_and_its_time() -> None:
    issued = issue(Grant(role="agent"))
    keys, times = Kept(issued), iter((NOW, NOW, NOW + timedelta(days=1), NOW))
    access, sent = Access(keys, now=lambda: next(times)), bearer(token_of(issued))
    assert access.caller(sent).is_token
    assert refusal(access, sent) == "The token ended at 2026-11-23T08:30:00+00:00. Sign a new one."
    keys.by_id = {}
    assert refusal(access, sent) == NO_TOKEN


@pytest.mark.parametrize("role", ["search", "agent", "admin"])
def test_whoever_may_search_may_sign(role: Role) -> None:
    issued = issue(Grant(role=role))
    caller = access_with(issued).caller(bearer(token_of(issued)))
    assert (caller.scope, caller.uses) == (Scope(ALPINE), TOKEN_USES)


def test_a_key_for_figures_signs_nothing() -> None:
    issued = issue(Grant(role="metrics"))
    assert refusal(access_with(issued), bearer(token_of(issued))) == "A key of role metrics signs no tokens."


def everything_of(role: Role) -> set[str]:
    issued = issue(Grant(role=role))
    caller = access_with(issued).caller(bearer(issued.shown.text))
    return {use for use in {*MAY["admin"], *MAY["metrics"]} if may(caller, use)}


def may(caller: Caller, use: str) -> bool:
    known: Mapping[str, Use] = {each: each for uses in USES.values() for each in uses}
    try:
        caller.require(known[use], None)
    except Forbidden:
        return False
    return True


@pytest.mark.parametrize("role", MAY)
def test_a_role_may_do_what_the_table_says_and_nothing_else(role: Role) -> None:
    assert everything_of(role) == MAY[role]


def test_what_a_caller_may_not_do_is_told_with_what_it_may() -> None:
    caller = Caller(key_id="x", role="metrics", scope=EVERYTHING, uses=USES["metrics"])
    with pytest.raises(Forbidden, match=r"A key of role metrics is not for this. It is for: metrics."):
        caller.require("search", None)
    token = dataclasses.replace(caller, uses=TOKEN_USES, is_token=True)
    with pytest.raises(
        Forbidden, match=r"A token is not for this. It is for: events, feedback, passage, search, suggest."
    ):
        token.require("answer", None)


@pytest.mark.parametrize("origin", [None, OTHER, "null", "", "http://shop.example", SHOP + "."])
def test_a_caller_of_some_websites_asks_from_their_pages_only(origin: str | None) -> None:
    caller = Caller(key_id="x", role="search", scope=EVERYTHING, uses=TOKEN_USES, origins=frozenset({SHOP}))
    caller.require("search", SHOP)
    with pytest.raises(Forbidden, match="This key or token is for the pages of some websites, not for "):
        caller.require("search", origin)


def test_a_caller_of_no_website_in_particular_asks_from_anywhere() -> None:
    caller = Caller(key_id="x", role="search", scope=EVERYTHING, uses=TOKEN_USES)
    caller.require("search", None)
    caller.require("search", OTHER)


def test_no_refusal_repeats_what_was_sent() -> None:
    issued = issue(Grant(role="metrics"))
    told = [refusal(access_with(issued), bearer(sent)) for sent in (issued.shown.text + "x", token_of(issued) + "x")]
    assert not any(issued.shown.secret in each or issued.key.id in each for each in told)


def test_what_is_wrong_with_the_keys_is_told() -> None:
    kept = Kept()
    kept.problem = "The keys cannot be read."
    assert (Access(kept).problem, Access(NoKeys()).problem) == ("The keys cannot be read.", None)
