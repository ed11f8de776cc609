"""Searching over HTTP: the body that the contract fixes, filters, paging, and both ways to ask."""

import json
from typing import Any

import pytest
from starlette.testclient import TestClient

from app.api.schemas import SearchReply
from app.domain import Hit, SearchRequest
from app.search import Searcher

Body = dict[str, Any]  # Any: JSON


def post(client: TestClient, **fields: object) -> Body:
    response = client.post("/v1/search", json=fields)
    assert response.status_code == 200, response.text
    body: Body = response.json()
    return body


def get(client: TestClient, query: str) -> Body:
    response = client.get(f"/v1/search?{query}")
    assert response.status_code == 200, response.text
    body: Body = response.json()
    return body


def untimed(body: Body) -> Body:
    return {**body, "processing_ms": 0, "query_id": None}


def expected_hit(hit: Hit) -> Body:
    passage, merchant = hit.passage, hit.merchant
    return {
        "id": passage.id,
        "score": hit.score,
        "question": passage.question,
        "text": passage.text,
        "section": passage.section,
        "language": passage.language,
        "part": list(passage.part) if passage.part else None,
        "merchant": {
            "id": merchant.id,
            "name": merchant.name,
            "label": merchant.label,
            "attributed": merchant.name is not None,
            "url": merchant.url,
            "contact": merchant.contact,
        },
        "source": {
            "document": hit.source.path,
            "title": hit.source.title,
            "url": hit.source.url,
            "retrieved": hit.source.retrieved,
            "lines": list(passage.lines),
            "spans": [[span.start, span.end] for span in passage.spans],
            "content_hash": passage.content_hash,
            "updated": hit.source.updated,
            "row": passage.place.row,
            "page": passage.place.page,
            "anchor": passage.place.anchor,
        },
        "match": {
            "cross_lingual": hit.match.cross_lingual,
            "semantic": hit.match.semantic,
            "lexical": hit.match.lexical,
        },
        "highlights": [{"field": mark.field, "start": mark.start, "end": mark.end} for mark in hit.highlights],
        "duplicates": list(hit.duplicates),
        "alternates": [{"id": each.id, "question": each.question} for each in hit.alternates],
        "curation": None,
    }


def test_a_reply_holds_what_the_use_case_found(client: TestClient, searcher: Searcher) -> None:
    result = searcher.search(SearchRequest(q="How long does shipping take?", limit=50))
    assert any(hit.highlights for hit in result.hits)
    assert untimed(post(client, q="How long does shipping take?", limit=50)) == {
        "query": {"text": "How long does shipping take?", "language": "en"},
        "answerability": {"verdict": result.answerability.verdict, "confidence": result.answerability.confidence},
        "hits": [expected_hit(hit) for hit in result.hits],
        "total_hits": result.total_hits,
        "facets": result.facets,
        "processing_ms": 0,
        "generation": searcher.generation.manifest.generation,
        "degraded": False,
        "query_id": None,
    }


def test_a_reply_has_the_fields_of_its_documented_model_in_that_order(client: TestClient) -> None:
    text = client.post("/v1/search", json={"q": "livraison"}).text
    assert json.loads(SearchReply.model_validate_json(text).model_dump_json()) == json.loads(text)


@pytest.mark.parametrize(
    "q",
    [
        "Où est ma commande",
        "когда придёт заказ",
        "أين طلبي",
        "मेरा ऑर्डर",
        "คำสั่งซื้อ",
        "注文はどこ",
        "退货",
        "ship 配送 доставка",
        "🎁",
        "x",
    ],
)
def test_a_query_in_any_script_comes_back_as_it_was_typed(client: TestClient, q: str) -> None:
    assert post(client, q=q)["query"]["text"] == q


def test_a_query_is_trimmed_before_its_length_is_counted(client: TestClient) -> None:
    longest = "é" * 511 + "🎁"
    assert post(client, q=f"  {longest}\n")["query"]["text"] == longest


def test_a_query_string_finds_what_a_body_finds(client: TestClient) -> None:
    by_body = post(client, q="free shipping", merchant=["alpine", "unnamed"], language="en", limit=2, offset=1)
    by_query = get(client, "q=free+shipping&merchant=alpine&merchant=unnamed&language=en&limit=2&offset=1")
    assert untimed(by_query) == untimed(by_body)


def test_raw_utf8_in_a_query_string_is_read_as_text(client: TestClient) -> None:
    assert get(client, "q=d%C3%A9lais")["query"]["text"] == "délais"


def test_a_body_may_start_with_a_byte_order_mark(client: TestClient) -> None:
    response = client.post("/v1/search", content=b'\xef\xbb\xbf{"q": "shipping"}')
    assert response.json()["query"]["text"] == "shipping"


def test_ten_hits_come_unless_asked_otherwise(client: TestClient, searcher: Searcher) -> None:
    assert len(post(client, q="shipping")["hits"]) == min(10, post(client, q="shipping")["total_hits"])


@pytest.mark.parametrize("merchant", ["alpine", "boutique", "unnamed"])
def test_a_merchant_filter_lets_nothing_else_through(client: TestClient, searcher: Searcher, merchant: str) -> None:
    body = post(client, q="How long does shipping take?", merchant=merchant, limit=50)
    owned = {p.id for p in searcher.passages.values() if p.merchant_id == merchant}
    assert {i for hit in body["hits"] for i in (hit["id"], *hit["duplicates"])} == owned
    assert body["facets"]["merchant"] == {merchant: body["total_hits"]}


def test_a_merchant_given_twice_counts_once(client: TestClient) -> None:
    once, twice = (post(client, q="shipping", merchant=merchants) for merchants in (["alpine"], ["alpine", "alpine"]))
    assert untimed(once) == untimed(twice)


def test_a_language_filter_lets_nothing_else_through(client: TestClient, searcher: Searcher) -> None:
    body = post(client, q="shipping", language="fr", limit=50)
    assert {hit["id"] for hit in body["hits"]} == {p.id for p in searcher.passages.values() if p.language == "fr"}


def test_a_section_filter_lets_nothing_else_through(client: TestClient, searcher: Searcher) -> None:
    body = post(client, q="article", section=["Retours"])
    assert {hit["id"] for hit in body["hits"]} == {p.id for p in searcher.passages.values() if p.section == "Retours"}


def test_filters_that_leave_nothing_give_no_hits_and_no_answer(client: TestClient) -> None:
    body = post(client, q="shipping", language="tlh")
    assert (body["hits"], body["total_hits"]) == ([], 0)
    assert body["facets"] == {"merchant": {}, "language": {}, "section": {}}
    assert body["answerability"] == {"verdict": "none", "confidence": 0.0}


def test_total_hits_count_what_paging_reaches_and_facets_count_the_same(client: TestClient) -> None:
    whole = post(client, q="shipping", limit=50)
    hits = whole["hits"]
    assert len(hits) == whole["total_hits"]
    for_each = [hit["merchant"]["id"] for hit in hits]
    assert whole["facets"]["merchant"] == {merchant: for_each.count(merchant) for merchant in set(for_each)}
    sections = [hit["section"] for hit in hits if hit["section"]]
    assert whole["facets"]["section"] == {section: sections.count(section) for section in set(sections)}


def test_pages_laid_side_by_side_are_the_whole(client: TestClient) -> None:
    whole = post(client, q="shipping", limit=50)["hits"]
    pages = [post(client, q="shipping", limit=3, offset=offset)["hits"] for offset in range(0, len(whole), 3)]
    assert [hit for page in pages for hit in page] == whole


def test_a_page_beyond_the_last_is_empty_and_still_counts(client: TestClient) -> None:
    body = post(client, q="shipping", offset=1000)
    assert (body["hits"], body["total_hits"]) == ([], post(client, q="shipping")["total_hits"])


def test_an_identical_answer_is_named_beside_the_hit_that_stands_for_it(client: TestClient, searcher: Searcher) -> None:
    same = {p.id for p in searcher.passages.values() if p.text == "Yes, we ship to more than forty countries."}
    hits = post(client, q="ship to many countries", merchant="alpine")["hits"]
    assert [{hit["id"], *hit["duplicates"]} for hit in hits if hit["duplicates"]] == [same]


def test_a_part_of_a_long_answer_says_which(client: TestClient) -> None:
    parts = [hit["part"] for hit in post(client, q="parcel", merchant="alpine", limit=50)["hits"] if hit["part"]]
    assert sorted(parts) == [[n, len(parts)] for n in range(1, len(parts) + 1)]
    assert len(parts) > 1


def test_a_query_in_another_language_is_marked(client: TestClient) -> None:
    hits = post(client, q="livraison", limit=50)["hits"]
    assert {(hit["language"], hit["match"]["cross_lingual"]) for hit in hits} == {("fr", False), ("en", True)}


def test_an_unnamed_merchant_is_not_attributed(client: TestClient) -> None:
    merchant = post(client, q="shipping", merchant="unnamed")["hits"][0]["merchant"]
    assert (merchant["name"], merchant["attributed"], merchant["label"]) == (None, False, "Unnamed shop")


def test_a_reply_is_json_that_no_cache_keeps_and_no_browser_guesses_at(client: TestClient) -> None:
    headers = client.post("/v1/search", json={"q": "shipping"}).headers
    assert headers["content-type"] == "application/json"
    assert (headers["x-content-type-options"], headers["cache-control"]) == ("nosniff", "no-store")
