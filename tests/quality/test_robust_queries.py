"""The real model on queries as people type them: an answering passage is among the first three."""

import pytest

from app.domain import SearchRequest
from app.search import Searcher
from app.settings import Settings
from app.wiring import searcher

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def search(real_settings: Settings) -> Searcher:
    return searcher(real_settings)


CASEKOO, PICOCICI, PIGGY = "casekoo/support.txt", "picocici/faq.txt", "piggy-kiddie/refund-policy.txt"

COMPLAINT = (
    "Hello, I am writing because I am really upset with the way my last purchase went. I ordered a case for my new "
    "phone as a present for my brother, he was so happy when the box came, but when we opened it the case had a big "
    "crack along the edge. I have bought from you many times before and never had trouble. What do you need from me?"
)

QUERIES = {
    "typos": ("how mny days untl the refnd arives", "casekoo", CASEKOO, (17, 19)),
    "typos, and a letter short": ("custms kept teh parcel, mony back posible", "piggy-kiddie", PIGGY, (8, 22)),
    "no accents": ("puis je annuler ma commande apres l avoir passee", "piggy-kiddie", PIGGY, (4, 6)),
    "no umlauts": ("wie lange dauert die ruckerstattung", "casekoo", CASEKOO, (17, 19)),
    "full width": ("ｗｈｅｒｅ　ｄｏ　ｉ　ｅｎｔｅｒ　ｍｙ　ｃｏｕｐｏｎ　ｃｏｄｅ", "casekoo", CASEKOO, (13, 15)),
    "Japanese": ("返金には何日かかりますか", "casekoo", CASEKOO, (17, 19)),
    "Thai": ("คืนเงินใช้เวลากี่วัน", "casekoo", CASEKOO, (17, 19)),
    "emoji": ("📦 one phone charm is missing from the box 😭😭", "picocici", PICOCICI, (18, 19)),
    "capitals": ("DO YOU TAKE AMERICAN EXPRESS OR PAYPAL", "casekoo", CASEKOO, (9, 11)),
    "capitals and marks": ("WHY IS MY PROMO CODE NOT WORKING?????!!!", "casekoo", CASEKOO, (37, 41)),
    "stretched": ("pleeeease can i still cancel my orderrrr!!!!", "piggy-kiddie", PIGGY, (4, 6)),
    "a long complaint": (COMPLAINT, "casekoo", CASEKOO, (55, 59)),
    "two words": ("cancel order", "piggy-kiddie", PIGGY, (4, 6)),
    "Hindi and English": ("hotmail pe order confirmation email nahi aaya", "picocici", PICOCICI, (12, 13)),
    "Thai and English": ("ใช้ promo code สองอันพร้อมกันได้ไหม", "picocici", PICOCICI, (48, 49)),
    "quotes": ("“On Hold” – what does «on hold» mean for my order", "picocici", PICOCICI, (5, 9)),
    "order number and e-mail": (
        "Order #AB-12345678, jane.doe@example.com: can gift cards pay for shipping",
        "picocici",
        PICOCICI,
        (26, 27),
    ),
    "order number in Chinese": ("订单号KID-77812 我要退款，多久到账", "casekoo", CASEKOO, (17, 19)),
    "link": ("https://www.example.com/o/839201?t=abc refund how many days", "casekoo", CASEKOO, (17, 19)),
}


@pytest.mark.parametrize("kind", QUERIES)
def test_an_answering_passage_is_among_the_first_three(search: Searcher, kind: str) -> None:
    query, merchant, document, lines = QUERIES[kind]
    hits = search.search(SearchRequest(query, merchants=(merchant,), limit=3)).hits
    assert (document, lines) in [(hit.passage.document, hit.passage.lines) for hit in hits]


def test_a_named_merchant_is_among_the_first_three(search: Searcher) -> None:
    hits = search.search(SearchRequest("CASEKOO LIFETIME WARRANTY???", limit=3)).hits
    assert CASEKOO in [hit.passage.document for hit in hits]
