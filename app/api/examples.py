"""Bodies that the API's description shows."""

from typing import Any

Body = dict[str, Any]  # Any: JSON, as pydantic's own annotation of examples has it

SEARCH: Body = {"q": "livraison gratuite", "merchant": ["picocici"], "limit": 5}

_MERCHANT: Body = {
    "id": "picocici",
    "name": "Picocici",
    "label": "Picocici",
    "attributed": True,
    "url": None,
    "contact": None,
}

_HIT: Body = {
    "id": "picocici:5b1c9f0277e0a1d4",
    "score": 0.91,
    "question": "Does Picocici offer free shipping internationally?",
    "text": "Yes, we offer free international standard shipping.",
    "section": None,
    "language": "en",
    "part": None,
    "merchant": _MERCHANT,
    "source": {
        "document": "picocici/faq.txt",
        "title": "Picocici FAQ",
        "lines": [24, 25],
        "spans": [[4629, 4680]],
        "content_hash": "sha256:0c3e1b6f4a5d2798c1f0e9d8b7a695847362514f3e2d1c0b9a8f7e6d5c4b3a29",
        "row": None,
    },
    "match": {"cross_lingual": True},
    "highlights": [{"field": "text", "start": 14, "end": 18}],
    "duplicates": [],
}

FOUND: Body = {
    "query": {"text": "livraison gratuite", "language": "fr"},
    "answerability": {"verdict": "answer", "confidence": 0.93},
    "hits": [_HIT],
    "total_hits": 1,
    "facets": {"merchant": {"picocici": 1}, "language": {"en": 1}, "section": {}},
    "processing_ms": 6.1,
    "generation": "20261121T094500123Z-5b1c9f02",
    "degraded": False,
}

PROBLEM: Body = {
    "type": "about:blank",
    "title": "Not Found",
    "status": 404,
    "detail": "No merchant 'picocicci'. GET /v1/merchants lists them.",
    "code": "unknown_merchant",
}
