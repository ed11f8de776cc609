"""Callers with scopes, what they ask of a service about their own merchants and others', and what they must not see."""

import json
import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from urllib.parse import quote, urlencode

from scripts.benchmark.calls import Call
from scripts.reliability.canaries import CANARY, canary_of, document_of, name_of

_QUERIES = (
    "How long does delivery take?",
    "refund",
    "Combien de temps faut-il pour un remboursement ?",
    "Wie lange dauert ein Umtausch?",
    "warranty and customs",
    "返品はできますか",
    "gift card at {name}",
    "{name}",
)
_TYPED = ("how", "how long does deliv", "combien", "wie lange", "{name}", "dleivery")
_LANGUAGES = ("en", "fr", "de")
_OWN = 1 / 4


@dataclass(frozen=True, slots=True)
class Intruder:
    """A caller: what it authenticates with, a key or a token, and whose passages, in which languages, it may see."""

    credential: str
    merchants: frozenset[str]
    languages: frozenset[str] | None
    token: bool = False


@dataclass(frozen=True, slots=True)
class Attempt:
    """A call that a caller makes; `own` tells that it asks for what is the caller's."""

    who: Intruder
    call: Call
    own: bool = False


class Attempts:
    """Endlessly many, the same ones for the same seed: half of them about merchants that the caller may not see.

    One in four asks for what is the caller's: a service that shows nobody anything would leak nothing either.
    """

    def __init__(
        self, intruders: Sequence[Intruder], merchants: Sequence[str], ids: Sequence[str], *, seed: int
    ) -> None:
        """`ids` are those of passages of all merchants."""
        self._intruders, self._merchants, self._ids = intruders, merchants, ids
        self._draw = random.Random(seed)  # noqa: S311 - a reproducible choice
        self._own = {who: [id_ for id_ in ids if id_.partition(":")[0] in who.merchants] for who in intruders}

    def __iter__(self) -> Iterator[Attempt]:
        makers = (self._search, self._search, self._get, self._suggest, self._answer, self._passage, self._document)
        rarer = (self._feedback, self._assistant, self._fetch, self._list)
        while True:
            who = self._draw.choice(self._intruders)
            if self._draw.random() < _OWN:
                yield Attempt(who, self._draw.choice(self._own_makers(who))(who), own=True)
            else:
                yield Attempt(who, self._draw.choice((*makers, *makers, *rarer))(who))

    def _merchant(self, who: Intruder) -> str:
        return self._draw.choice(self._merchants if self._draw.random() < 0.5 else sorted(who.merchants))

    def _id(self, who: Intruder) -> str:
        return self._draw.choice(self._ids if self._draw.random() < 0.5 else self._own[who])

    def _said(self, texts: Sequence[str], who: Intruder) -> str:
        return self._draw.choice(texts).format(name=name_of(self._merchant(who)))

    def _fields(self, who: Intruder) -> dict[str, object]:
        fields: dict[str, object] = {"q": self._said(_QUERIES, who)}
        if self._draw.random() < 0.4:
            fields["merchant"] = self._merchant(who)
        if self._draw.random() < 0.2:
            fields["language"] = self._draw.choice(_LANGUAGES)
        return fields

    def _search(self, who: Intruder) -> Call:
        fields = {**self._fields(who), "limit": self._draw.choice((1, 10, 50)), "offset": self._draw.choice((0, 0, 10))}
        return _post("/v1/search", fields)

    def _get(self, who: Intruder) -> Call:
        return Call(f"/v1/search?{urlencode(self._fields(who))}")

    def _answer(self, who: Intruder) -> Call:
        return _post("/v1/answer", self._fields(who))

    def _suggest(self, who: Intruder) -> Call:
        scope = {"merchant": self._merchant(who)} if self._draw.random() < 0.3 else {}
        return Call(f"/v1/suggest?{urlencode({'q': self._said(_TYPED, who), **scope})}")

    def _passage(self, who: Intruder) -> Call:
        return Call(f"/v1/passages/{quote(self._id(who))}")

    def _document(self, who: Intruder) -> Call:
        path = document_of(self._merchant(who), self._draw.choice(_LANGUAGES))
        return Call(f"/v1/documents/{self._draw.choice(('', 'moved/'))}{path}")

    def _own_makers(self, who: Intruder) -> Sequence[Callable[[Intruder], Call]]:
        """Of what a token may be used for, and of what callers may see who may not see all languages."""
        makers = [self._own_search, self._own_passage]
        if not who.token:
            makers += [self._own_tool, self._list]
        if not who.token and who.languages is None:
            makers += [self._own_document]
        return makers

    def _own_search(self, who: Intruder) -> Call:
        return _post("/v1/search", {"q": _QUERIES[0], "merchant": self._draw.choice(sorted(who.merchants))})

    def _own_passage(self, who: Intruder) -> Call:
        return Call(f"/v1/passages/{quote(self._draw.choice(self._own[who]))}")

    def _own_document(self, who: Intruder) -> Call:
        path = document_of(self._draw.choice(sorted(who.merchants)), self._draw.choice(_LANGUAGES))
        return Call(f"/v1/documents/{self._draw.choice(('', 'moved/'))}{path}")

    def _own_tool(self, who: Intruder) -> Call:
        return _tool("search", {"query": _QUERIES[0], "merchant": self._draw.choice(sorted(who.merchants))})

    def _list(self, who: Intruder) -> Call:
        return Call("/v1/merchants")

    def _feedback(self, who: Intruder) -> Call:
        return _post("/v1/feedback", {"query": "x", "passage_id": self._id(who), "helpful": True})

    def _assistant(self, who: Intruder) -> Call:
        arguments = {"query": self._said(_QUERIES, who), "limit": 10}
        return _tool("search", arguments | ({"merchant": self._merchant(who)} if self._draw.random() < 0.3 else {}))

    def _fetch(self, who: Intruder) -> Call:
        return _tool("fetch", {"id": self._id(who)})


def _post(path: str, fields: object) -> Call:
    return Call(path, json.dumps(fields).encode())


def _tool(name: str, arguments: object) -> Call:
    params = {"name": name, "arguments": arguments}
    return _post("/mcp", {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": params})


def leaks(attempt: Attempt, body: bytes) -> list[str]:
    """What a reply shows of merchants, or of languages, that the caller may not see."""
    allowed = {canary_of(merchant_id) for merchant_id in attempt.who.merchants}
    found = {f"canary{match.decode()}" for match in CANARY.findall(body)} - allowed
    shown = list(_passages(json.loads(body))) if body else []
    found |= {merchant_id for merchant_id, _ in shown} - attempt.who.merchants
    if attempt.who.languages is not None:
        found |= {f"in {language}" for _, language in shown} - {f"in {language}" for language in attempt.who.languages}
    return sorted(found)


def shows_own(attempt: Attempt, body: bytes) -> bool:
    """Whether a reply shows something of a merchant that the caller may see."""
    own = {canary_of(merchant_id) for merchant_id in attempt.who.merchants}
    return any(f"canary{match.decode()}" in own for match in CANARY.findall(body))


def _passages(body: object) -> Iterator[tuple[str, str]]:
    """Merchant and language of every object in a reply that is a passage or a count of some, however deep it stands."""
    if isinstance(body, dict):
        yield from _told(body.get("merchant"), body.get("language"))
        body = list(body.values())
    for each in body if isinstance(body, list) else ():
        yield from _passages(each)


def _told(merchant: object, language: object) -> Iterable[tuple[str, str]]:
    if isinstance(merchant, dict) and isinstance(language, dict):  # facets
        return product(merchant, language)
    return [(merchant["id"], language)] if isinstance(merchant, dict) and isinstance(language, str) else []
