"""What the API's description shows: requests that the bundled corpus answers, replies, and a detail of each problem."""

from collections.abc import Mapping
from typing import Any

Body = dict[str, Any]  # Any: JSON, as pydantic's own annotation of examples has it

SEARCH: Body = {"q": "livraison gratuite", "merchant": ["picocici"], "limit": 5}

ANSWER: Body = {"q": "livraison gratuite", "merchant": ["picocici"], "limit": 1}

PARAMETERS: Body = {
    "q": "livraison gratuite",
    "merchant": ["unnamed-photo-charms"],
    "language": ["fr"],
    "section": ["Expédition & Livraison"],
    "log": True,
    "limit": 5,
    "offset": 0,
}
"""A search by query string, with every filter."""

SUGGEST: Body = {"q": "free sh", "merchant": ["picocici"], "limit": 5}

MERCHANT: Body = {
    "id": "picocici",
    "name": "Picocici",
    "label": "Picocici",
    "attributed": True,
    "url": None,
    "contact": None,
}

PASSAGE: Body = {
    "id": "picocici:539e3fccca051e5e",
    "question": "Does Picocici offer free shipping internationally?",
    "text": "Yes, we offer free international standard shipping for orders with total value (after discount) $40 or "
    "above. However, we hope for your understanding that due to logistic limitations, standard shipping may not apply "
    "to some countries. Please select the location on the checkout page for shipping methods available and shipping "
    "costs accordingly.",
    "section": None,
    "language": "en",
    "part": None,
    "merchant": MERCHANT,
    "source": {
        "document": "picocici/faq.txt",
        "title": "Picocici FAQ",
        "url": None,
        "retrieved": None,
        "updated": None,
        "lines": [24, 25],
        "spans": [[4629, 4974]],
        "content_hash": "sha256:a1629f1c109190a4aad2d3991d0dd874742875d5dce75d3b017ad52d68e9b336",
        "row": None,
        "page": None,
        "anchor": None,
    },
    "alternates": [],
}

_HIT: Body = {
    **PASSAGE,
    "score": 0.768,
    "match": {"cross_lingual": True, "semantic": 0.5771, "lexical": 0.0},
    "highlights": [{"field": "text", "start": 0, "end": 109}],
    "duplicates": [],
    "curation": None,
}

_GENERATION = "20261122T083438496Z-bc7be558"

QUERY_ID = "3f0c7c1e-5a52-4b0e-9d3c-0b8f6a1d2e47"

FOUND: Body = {
    "query": {"text": "livraison gratuite", "language": "fr"},
    "answerability": {"verdict": "answer", "confidence": 0.914},
    "hits": [_HIT],
    "total_hits": 40,
    "facets": {"merchant": {"picocici": 40}, "language": {"en": 40}, "section": {}},
    "processing_ms": 4.1,
    "generation": _GENERATION,
    "degraded": False,
    "query_id": QUERY_ID,
}

ANSWERED: Body = {
    "query": FOUND["query"],
    "answerability": FOUND["answerability"],
    "extracts": [
        {
            "text": PASSAGE["text"][:234],
            "passage": PASSAGE,
            "start": 0,
            "end": 234,
            "lines": [25, 25],
            "curation": None,
        }
    ],
    "processing_ms": 4.3,
    "generation": _GENERATION,
    "degraded": False,
    "query_id": QUERY_ID,
}

GAPS_ASKED: Body = {"merchant": "picocici", "language": "fr", "days": 30, "limit": 20, "format": "json"}

GAPS: Body = {
    "query_log": True,
    "since": "2026-10-23T08:34:38Z",
    "until": "2026-11-22T08:34:38Z",
    "queries": {"none": 12, "weak": 4, "badly_rated": 1, "answered": 240, "degraded": 0},
    "left_out": 0,
    "total_gaps": 1,
    "gaps": [
        {
            "merchants": ["picocici"],
            "language": "fr",
            "query": "faites-vous des cartes cadeaux",
            "count": 17,
            "distinct": 2,
            "first_seen": "2026-10-29T17:02:11Z",
            "last_seen": "2026-11-21T20:45:09Z",
            "trend": "rising",
            "series": [0, 1, 3, 5, 8],
            "series_days": 7,
            "badly_rated": 1,
            "examples": [
                {"text": "faites-vous des cartes cadeaux", "count": 11},
                {"text": "carte cadeau", "count": 6},
            ],
            "state": "unanswered",
            "confidence": 0.0312,
            "nearest": {
                "id": PASSAGE["id"],
                "merchant": "picocici",
                "document": "picocici/faq.txt",
                "question": PASSAGE["question"],
                "score": 0.0312,
            },
            "override": {
                "phrasing": None,
                "answer": '[[answers]]\nmerchant = "picocici"\nquestion = "faites-vous des cartes cadeaux"\n'
                'answer = ""\nlanguage = "fr"\nreason = "asked 17 times between 2026-10-29 and 2026-11-21"\n'
                'author = "your name"\n',
            },
        }
    ],
}

SUGGESTED: Body = {
    "suggestions": [{"text": PASSAGE["question"], "passage_id": PASSAGE["id"], "merchant": MERCHANT}],
}

OVERRIDES: Body = {
    "overrides": [
        {
            "kind": "phrasings",
            "merchant": "picocici",
            "language": "fr",
            "texts": ["livraison offerte"],
            "passages": [PASSAGE["id"]],
            "rows": 1,
            "reason": "asked 17 times in October",
            "author": "Ann",
        }
    ],
    "generation": _GENERATION,
}

FINDINGS_ASKED: Body = {"merchant": ["picocici"], "kind": "near_duplicate", "limit": 20}

FINDINGS: Body = {
    "findings": [
        {
            "kind": "contradiction",
            "detail": 'says "$40" and "$60"',
            "merchant": MERCHANT,
            "passages": [
                {**PASSAGE, "facts": [{"start": 96, "end": 99, "value": "40", "unit": "USD"}]},
                {
                    **PASSAGE,
                    "id": "picocici:0c9a52d1f7b36e84",
                    "question": "Do you ship abroad for free?",
                    "text": "Orders of $60 or more are shipped to most countries for free.",
                    "facts": [{"start": 10, "end": 13, "value": "60", "unit": "USD"}],
                },
            ],
        }
    ],
    "total": 1,
    "generation": _GENERATION,
}

FEEDBACK: Body = {"query": SEARCH["q"], "passage_id": PASSAGE["id"], "helpful": True}

EVENT: Body = {"action_name": "click", "query_id": QUERY_ID, "passage_id": PASSAGE["id"], "position": 1}

_LISTED: Body = {
    "document": "picocici/faq.txt",
    "title": "Picocici FAQ",
    "url": None,
    "retrieved": None,
    "updated": None,
}

MERCHANTS: Body = {"merchants": [{**MERCHANT, "documents": [_LISTED], "passages": 40}]}

DOCUMENT: Body = {
    **_LISTED,
    "merchant": MERCHANT,
    "text": "Can I make changes to my order after it has been placed?\nWe apologize for any inconvenience, but ...",
}

NEW_KEY: Body = {"role": "search", "merchants": ["picocici"], "days": 365, "note": "Picocici's backend"}

KEY: Body = {
    "id": "94d77f7f4db0",
    "role": "search",
    "note": NEW_KEY["note"],
    "merchants": ["picocici"],
    "languages": None,
    "origins": None,
    "rate": None,
    "created": "2026-11-22T08:34:38+00:00",
    "expires": "2027-11-22T08:34:38+00:00",
}

REPLIES: Mapping[str, Body] = {
    "SearchReply": FOUND,
    "AnswerReply": ANSWERED,
    "SuggestReply": SUGGESTED,
    "MerchantsReply": MERCHANTS,
    "PassageReply": PASSAGE,
    "DocumentReply": DOCUMENT,
    "FeedbackReply": {"status": "kept"},
    "EventReply": {"status": "taken"},
    "GapsReply": GAPS,
    "OverridesReply": OVERRIDES,
    "FindingsReply": FINDINGS,
    "KeysReply": {"keys": [KEY]},
    "NewKeyReply": {"key": "faq_94d77f7f4db0_(43 letters and digits)", **KEY},
    "ReloadReply": {"generation": _GENERATION, "problem": None},
    "AliveReply": {"status": "alive"},
    "ReadyReply": {
        "status": "ready",
        "generation": _GENERATION,
        "checks": {"index": None, "encoders": None, "keys": None},
    },
}
"""By the reply's model."""

REQUEST_ID = "0d5c1a4e7f3b49a2a8f6c1d2e3b4a596"

METRICS = """\
# HELP faq_replies_total Replies.
# TYPE faq_replies_total counter
faq_replies_total{endpoint="/v1/search",status="200"} 3.0
"""

DETAILS: Mapping[str, str] = {
    "not_json": 'The body is not JSON in UTF-8. Send an object such as {"q": "free shipping"}.',
    "unauthenticated": "This service asks for a key. Send `Authorization: Bearer ...` with a key, as `faq keys create` "
    "shows it, or with a token that a key has signed.",
    "forbidden": "Pages of 'https://evil.example' may not ask. FAQ_ALLOWED_ORIGINS lists those that may.",
    "unknown_merchant": "No merchant 'picocicci'. Results name merchants' ids; GET /v1/merchants lists them.",
    "not_found": "No passage 'picocici:0'. Ids come from search results of the served index.",
    "body_too_large": "The body has more than 65536 bytes. Shorten it.",
    "request_timeout": "The body did not arrive within 10 seconds. Send it in one piece.",
    "rate_limited": "Too many requests with this key. Wait as many seconds as Retry-After says.",
    "invalid_query": "q is blank. Ask a question or give some words.",
    "invalid_value": "limit is missing or has an unusable value. Hits to return: a whole number from 1 to 50.",
    "unknown_field": "'lang' is not a field of a search. Known: q, merchant, language, section, log, limit, offset.",
    "internal_error": "This is a fault of the service; its log says which. Try again later.",
    "not_ready": "The index is being loaded. Try again in a few seconds.",
    "overloaded": "Too many searches are waiting. Try again in a second.",
    "feedback_unavailable": "This service keeps no feedback.",
    "gaps_unavailable": "Gaps cannot be found now; the service's log says why. Try again later.",
    "keys_unavailable": "The keys cannot be read or written now; the service's log says why.",
}
"""By the problem's code."""
