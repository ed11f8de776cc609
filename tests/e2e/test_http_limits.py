"""Limits of the whole service: who asks too often is told so before anything else is looked at."""

import asyncio

from fastapi import FastAPI
from httpx2 import ASGITransport, AsyncClient, Response

from app.access import Access, NoKeys
from app.api.application import Serving, create_app
from app.api.engines import Index
from app.search import Searcher

SHOP, BURST = "https://shop.example", 5
"""A burst is five seconds' worth of one request a second."""


def asked(app: FastAPI, paths: list[str], **headers: str) -> list[Response]:
    """The replies to a client somewhere else, once the service is ready."""

    async def ask() -> list[Response]:
        here, there = (ASGITransport(app, client=(host, 50_000)) for host in ("127.0.0.1", "192.0.2.7"))
        async with (
            app.router.lifespan_context(app),
            AsyncClient(transport=here, base_url="http://x") as probe,
            AsyncClient(transport=there, base_url="http://x", headers=headers) as client,
        ):
            while (await probe.get("/readyz")).status_code != 200:
                await asyncio.sleep(0.005)
            return [await client.get(path) for path in paths]

    return asyncio.run(ask())


def test_a_website_reads_that_its_visitor_asks_too_often_and_when_to_ask_again(searcher: Searcher) -> None:
    app = create_app(Index(lambda: searcher), Serving(rate=1, origins=[SHOP]))
    *answered, refused = asked(app, ["/v1/suggest?q=ship"] * (BURST + 1), Origin=SHOP)
    assert [reply.status_code for reply in answered] == [200] * BURST
    assert (refused.status_code, refused.json()["code"], refused.headers["retry-after"]) == (429, "rate_limited", "1")
    assert refused.headers["access-control-allow-origin"] == SHOP
    exposed = refused.headers["access-control-expose-headers"].split(", ")
    assert {"RateLimit", "RateLimit-Policy", "Retry-After"} <= set(exposed)


def test_guessing_keys_is_limited_too(searcher: Searcher) -> None:
    app = create_app(Index(lambda: searcher), Serving(rate=1), access=Access(NoKeys()))
    replies = asked(app, ["/v1/merchants"] * (BURST + 1), Authorization="Bearer faq_guessed_1")
    assert [reply.status_code for reply in replies] == [401] * BURST + [429]
    assert replies[0].headers["ratelimit"] == f'"address";r={BURST - 1};t=1'


def test_pages_and_probes_are_not_limited(searcher: Searcher) -> None:
    app = create_app(Index(lambda: searcher), Serving(rate=1))
    replies = asked(app, ["/healthz", "/readyz", "/static/tokens.css"] * BURST)
    assert [reply.status_code for reply in replies] == [200] * 3 * BURST
    assert "ratelimit" not in replies[0].headers


def test_refusals_are_counted_by_what_limits(searcher: Searcher) -> None:
    app = create_app(Index(lambda: searcher), Serving(rate=1))
    figures = asked(app, [*["/v1/merchants"] * (BURST + 2), "/healthz"])
    assert [reply.status_code for reply in figures][-3:] == [429, 429, 200]
    assert 'faq_rate_limited_total{by="address"} 2.0' in app.state.service.metrics.text().decode()
