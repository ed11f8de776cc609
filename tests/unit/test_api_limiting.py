"""Limits by address and by key: who is refused, who is not, and what replies tell of it."""

import asyncio

from fastapi import FastAPI, Request
from httpx2 import ASGITransport, AsyncClient, Response
from starlette.responses import PlainTextResponse
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from app.access import Caller
from app.api.limiting import Limiter, LimitHeaders
from app.api.problems import handlers
from app.roles import USES
from app.scope import EVERYTHING

VISITOR, OTHER, PROXY = "192.0.2.7", "192.0.2.8", "10.0.0.1"
RATE, BURST = 2, 2 * 5
"""Requests a second, and five seconds' worth of them."""


def caller(key_id: str | None, rate: float | None) -> Caller:
    return Caller(key_id=key_id, role="search", scope=EVERYTHING, uses=USES["search"], rate=rate)


class Service:
    """An application that does nothing but hold those who ask to limits; the clock stands still."""

    def __init__(self, per_second: int = RATE, *, who: Caller | None = None, proxies: tuple[str, ...] = ()) -> None:
        self.counted: list[str] = []
        limiter = Limiter(per_second, self.counted.append, clock=lambda: 0)
        app = FastAPI(exception_handlers=dict(handlers()))
        app.add_middleware(LimitHeaders)

        @app.get("/")
        async def ask(request: Request) -> PlainTextResponse:
            limiter.require_address(request)
            limiter.require_key(request, who or caller(None, None))
            return PlainTextResponse("answered")

        @app.get("/open")
        async def open_to_all() -> PlainTextResponse:
            return PlainTextResponse("answered")

        self._app = ProxyHeadersMiddleware(app, list(proxies))  # type: ignore[arg-type]

    def ask(self, host: str = VISITOR, forwarded: str = "", path: str = "/") -> Response:
        return self.asked((host, forwarded), path=path)[0]

    def statuses(self, times: int, host: str = VISITOR, forwarded: str = "") -> list[int]:
        return [reply.status_code for reply in self.asked(*[(host, forwarded)] * times)]

    def asked(self, *visits: tuple[str, str], path: str = "/") -> list[Response]:
        """The replies to visits from a host each, with what is forwarded of them."""

        async def visit(host: str, forwarded: str) -> Response:
            headers = {"X-Forwarded-For": forwarded} if forwarded else {}
            transport = ASGITransport(self._app, client=(host, 50_000))  # type: ignore[arg-type]
            async with AsyncClient(transport=transport, base_url="http://x") as client:
                return await client.get(path, headers=headers)

        async def visit_all() -> list[Response]:
            return [await visit(*each) for each in visits]

        return asyncio.run(visit_all())


def statuses(replies: list[Response]) -> list[int]:
    return [reply.status_code for reply in replies]


def test_an_address_may_ask_a_burst_and_then_no_more() -> None:
    service = Service()
    assert service.statuses(BURST + 2) == [200] * BURST + [429] * 2
    assert service.statuses(1, OTHER) == [200]
    assert service.counted == ["address"] * 2


def test_a_refusal_is_a_problem_that_says_when_to_come_back() -> None:
    service = Service(per_second=1)
    service.statuses(5)
    refused = service.ask()
    assert (refused.status_code, refused.json()["code"]) == (429, "rate_limited")
    assert refused.headers["retry-after"] == "1"
    assert refused.headers["ratelimit-policy"] == '"address";q=5;w=5'
    assert refused.headers["ratelimit"] == '"address";r=0;t=5'


def test_a_wait_of_a_fraction_of_a_second_is_told_as_a_second() -> None:
    service = Service()
    service.statuses(BURST)
    assert service.ask().headers["retry-after"] == "1"


def test_every_reply_of_a_limited_caller_tells_what_is_left() -> None:
    reply = Service().ask()
    assert reply.headers["ratelimit-policy"] == f'"address";q={BURST};w=5'
    assert reply.headers["ratelimit"] == f'"address";r={BURST - 1};t=1'
    assert "retry-after" not in reply.headers


def test_what_nobody_is_limited_for_tells_no_limits() -> None:
    assert "ratelimit" not in Service().ask(path="/open").headers


def test_a_rate_of_0_limits_nobody() -> None:
    service = Service(per_second=0)
    assert service.statuses(BURST * 3) == [200] * BURST * 3
    assert "ratelimit" not in service.ask().headers


def test_the_machine_itself_is_never_limited() -> None:
    service = Service()
    assert service.statuses(BURST * 2, "127.0.0.1") + service.statuses(BURST * 2, "::1") == [200] * BURST * 4


def test_addresses_of_one_ipv6_line_share_a_bucket() -> None:
    service = Service()
    service.statuses(BURST, "2001:db8::1")
    assert (service.statuses(1, "2001:db8::2"), service.statuses(1, "2001:db8:0:1::1")) == ([429], [200])


def test_a_keys_own_rate_holds_for_all_who_use_it_wherever_they_are() -> None:
    service = Service(who=caller("k", 0.5))
    assert statuses(service.asked(*((f"192.0.2.{number}", "") for number in range(4)))) == [200] * 3 + [429]
    assert service.counted == ["key"]


def test_a_limited_key_tells_both_limits() -> None:
    reply = Service(who=caller("k", 0.01)).ask()
    assert reply.headers["ratelimit-policy"] == f'"address";q={BURST};w=5, "key";q=1;w=100'
    assert reply.headers["ratelimit"] == f'"address";r={BURST - 1};t=1, "key";r=0;t=100'


def test_a_refused_key_is_told_to_wait_for_its_own_token() -> None:
    service = Service(who=caller("k", 0.01))
    service.ask()
    assert service.ask().headers["retry-after"] == "100"


def test_a_key_without_a_rate_is_held_to_none() -> None:
    service = Service(per_second=0, who=caller("k", None))
    assert service.statuses(50) == [200] * 50


def test_nobodys_word_is_taken_for_who_asks_unless_it_is_a_trusted_proxy() -> None:
    service = Service()
    invented = service.asked(*((VISITOR, f"198.51.100.{number}") for number in range(BURST + 1)))
    assert statuses(invented) == [200] * BURST + [429]


def test_behind_a_trusted_proxy_each_visitor_is_limited_alone() -> None:
    service = Service(proxies=(PROXY,))
    assert service.statuses(BURST + 1, PROXY, VISITOR)[-1] == 429
    assert service.statuses(1, PROXY, OTHER) == [200]


def test_a_visitor_behind_a_trusted_proxy_cannot_pass_for_another() -> None:
    service = Service(proxies=(PROXY,))
    invented = service.asked(*((PROXY, f"198.51.100.{number}, {VISITOR}") for number in range(BURST + 1)))
    assert statuses(invented) == [200] * BURST + [429]


def test_a_visitor_whom_a_trusted_proxy_forwards_does_not_pass_for_the_machine_itself() -> None:
    service = Service(proxies=("10.0.0.0/8",))
    assert service.statuses(BURST + 1, PROXY, "127.0.0.1, 10.2.3.4") == [200] * BURST + [429]
    assert service.statuses(1, PROXY, "[::1]:51000") == [429]


def test_a_proxy_on_the_machine_itself_that_nobody_configured_is_not_limited() -> None:
    assert Service().statuses(BURST + 1, "127.0.0.1", VISITOR) == [200] * (BURST + 1)


def test_a_chain_of_trusted_proxies_is_followed_to_whom_none_of_them_is() -> None:
    service = Service(proxies=(PROXY, "10.1.0.0/16"))
    assert service.statuses(BURST + 1, PROXY, f"127.0.0.1, {VISITOR}, 10.1.2.3")[-1] == 429
    assert service.statuses(1, PROXY, VISITOR) == [429]


def test_a_port_behind_a_forwarded_address_is_no_part_of_it() -> None:
    service = Service(proxies=(PROXY,))
    service.statuses(BURST, PROXY, f"{VISITOR}:51000")
    service.statuses(BURST, PROXY, "[2001:db8::1]:51000")
    assert service.statuses(1, PROXY, f"{VISITOR}:51001") + service.statuses(1, PROXY, "2001:db8::2") == [429, 429]


def test_what_a_trusted_proxy_forwards_that_is_no_address_shares_a_bucket() -> None:
    service = Service(proxies=(PROXY,))
    nameless = service.asked(*((PROXY, f"unknown-{number}") for number in range(BURST + 1)))
    assert statuses(nameless) == [200] * BURST + [429]
