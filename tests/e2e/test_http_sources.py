"""What hits point at, over HTTP: merchants, passages and documents."""

import json
from urllib.parse import quote

import pytest
from starlette.testclient import TestClient

from app.api.schemas import DocumentReply, MerchantsReply, PassageReply
from app.search import Searcher

UNTOLD = {"title": None, "url": None, "retrieved": None, "updated": None}

BOUTIQUE = {
    "id": "boutique",
    "name": "La Boutique",
    "label": "La Boutique",
    "attributed": True,
    "url": None,
    "contact": None,
}


def test_merchants_are_listed_with_their_documents_and_passages(client: TestClient, searcher: Searcher) -> None:
    response = client.get("/v1/merchants")
    owners = [passage.merchant_id for passage in searcher.passages.values()]
    assert response.json() == {
        "merchants": [
            {
                "id": "alpine",
                "name": "Alpine Cases",
                "label": "Alpine Cases",
                "attributed": True,
                "url": "https://alpine.example",
                "contact": "help@alpine.example",
                "documents": [
                    {
                        "document": "alpine/faq.txt",
                        "title": "Alpine <FAQ>",
                        "url": "https://alpine.example/faq",
                        "retrieved": "2026-05-01",
                        "updated": None,
                    }
                ],
                "passages": owners.count("alpine"),
            },
            {
                **BOUTIQUE,
                "documents": [{"document": "boutique/guide d'achat.txt", **UNTOLD}],
                "passages": owners.count("boutique"),
            },
            {
                "id": "unnamed",
                "name": None,
                "label": "Unnamed shop",
                "attributed": False,
                "url": None,
                "contact": None,
                "documents": [
                    {"document": "unnamed/shipping.txt", **UNTOLD},
                    {"document": "unnamed/returns.txt", **UNTOLD},
                ],
                "passages": owners.count("unnamed"),
            },
        ]
    }
    MerchantsReply.model_validate_json(response.text)


def test_every_passage_is_served_as_its_hit_without_what_a_query_adds(client: TestClient) -> None:
    hits = client.post("/v1/search", json={"q": "shipping", "limit": 50}).json()["hits"]
    served = [client.get(f"/v1/passages/{hit['id']}").json() for hit in hits]
    added = {"score", "match", "highlights", "duplicates", "curation"}
    assert served == [{name: value for name, value in hit.items() if name not in added} for hit in hits]


def test_a_passage_has_the_fields_of_its_documented_model(client: TestClient, searcher: Searcher) -> None:
    text = client.get(f"/v1/passages/{next(iter(searcher.passages))}").text
    assert json.loads(PassageReply.model_validate_json(text).model_dump_json()) == json.loads(text)


def test_the_text_of_every_passage_is_the_documents_slices_at_its_spans(client: TestClient, searcher: Searcher) -> None:
    documents = {path: client.get(f"/v1/documents/{quote(path)}").json()["text"] for path in searcher.documents}
    passages = [client.get(f"/v1/passages/{passage_id}").json() for passage_id in searcher.passages]
    sliced = ["\n".join(documents[p["source"]["document"]][a:b] for a, b in p["source"]["spans"]) for p in passages]
    assert sliced == [passage["text"] for passage in passages]


def test_lines_run_from_the_question_to_the_end_of_the_answer(client: TestClient, searcher: Searcher) -> None:
    question = "Is shipping free?"
    passage_id = next(p.id for p in searcher.passages.values() if p.question == question)
    lines = client.get("/v1/documents/unnamed/shipping.txt").json()["text"].split("\n")
    first, last = client.get(f"/v1/passages/{passage_id}").json()["source"]["lines"]
    assert lines[first - 1 : last] == [question, "Yes, shipping is free."]


@pytest.mark.parametrize("path", ["boutique/guide d'achat.txt", "boutique%2Fguide%20d'achat.txt"])
def test_a_document_is_served_whole_with_its_merchant(client: TestClient, searcher: Searcher, path: str) -> None:
    response = client.get(f"/v1/documents/{path}")
    assert response.json() == {
        "document": "boutique/guide d'achat.txt",
        "merchant": BOUTIQUE,
        **UNTOLD,
        "text": searcher.documents["boutique/guide d'achat.txt"].text,
    }
    DocumentReply.model_validate_json(response.text)
