"""Rates that callers are held to, and the headers that tell them: by address before anything else, then by key."""

import math
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from fastapi import Request
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.access import Caller
from app.api.addresses import limited_as
from app.api.problems import RateLimited
from app.limits import Buckets, Rate, Taken

_BURST = 5
"""Seconds' worth of requests that may come at once: a page that is opened asks several."""

_MOST = 50_000
"""Addresses, and keys, that are remembered: 17 MB where an attacker has as many addresses."""

_NOTED = "faq.limits"
"""Where in an ASGI scope stands what was taken for a request."""

Policy = Literal["address", "key"]

_TOO_MANY: Mapping[Policy, str] = {
    "address": "Too many requests from this address. Wait as many seconds as Retry-After says.",
    "key": "Too many requests with this key. Wait as many seconds as Retry-After says.",
}


@dataclass(frozen=True, slots=True)
class _Noted:
    """One limit that a request was held to."""

    policy: Policy
    rate: Rate
    taken: Taken


class Limiter:
    """Holds each client address to `per_second` requests (0: to none), and keys to the rates they were given.

    Who connects from this machine is never held to any: a developer, or a proxy that nobody configured.
    `count` is told of each refusal.
    """

    def __init__(
        self,
        per_second: int,
        count: Callable[[Policy], None] = lambda _: None,
        *,
        clock: Callable[[], int] = time.monotonic_ns,
    ) -> None:
        self._rate, self._count = _rate(per_second) if per_second else None, count
        self._addresses, self._keys = Buckets(_MOST, clock), Buckets(_MOST, clock)

    def require_address(self, request: Request) -> None:
        """Raises RateLimited for a client that asks too often, with whatever key, or with none that is right."""
        forwarded = ",".join(request.headers.getlist("X-Forwarded-For"))
        name = limited_as(request.client and request.client.host, forwarded=forwarded)
        if self._rate and name:
            self._require(request, _Noted("address", self._rate, self._addresses.take(name, self._rate)))

    def require_key(self, request: Request, caller: Caller) -> None:
        """Raises RateLimited where a key, and all tokens signed with it, are used more often than it may be."""
        if caller.key_id and caller.rate:
            rate = _rate(caller.rate)
            self._require(request, _Noted("key", rate, self._keys.take(caller.key_id, rate)))

    def _require(self, request: Request, noted: _Noted) -> None:
        request.scope[_NOTED].append(noted)
        if not noted.taken.allowed:
            self._count(noted.policy)
            raise RateLimited(_TOO_MANY[noted.policy])


def _rate(per_second: float) -> Rate:
    return Rate(per_second, burst=math.ceil(_BURST * per_second))


class LimitHeaders:
    """ASGI middleware that tells a limited caller its limits, whatever the reply.

    As draft-ietf-httpapi-ratelimit-headers-10 has it: `q` requests in `w` seconds; `r` left, all back in `t` seconds.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers as the wrapped application does, with the headers."""
        noted: list[_Noted] = []
        scope[_NOTED] = noted

        async def told(message: Message) -> None:
            if noted and message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(_headers(noted))
            await send(message)

        await self._app(scope, receive, told)


def _headers(noted: Sequence[_Noted]) -> dict[str, str]:
    headers = {
        "RateLimit-Policy": ", ".join(f'"{each.policy}";{_quota(each.rate)}' for each in noted),
        "RateLimit": ", ".join(f'"{each.policy}";{_left(each.taken)}' for each in noted),
    }
    wait = max(each.taken.retry_after for each in noted)
    return {**headers, "Retry-After": str(math.ceil(wait))} if wait else headers


def _quota(rate: Rate) -> str:
    return f"q={rate.burst};w={math.ceil(rate.burst / rate.per_second)}"


def _left(taken: Taken) -> str:
    return f"r={taken.remaining};t={math.ceil(taken.reset_seconds)}"
