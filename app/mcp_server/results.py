"""What the tools give back: passages with whose they are, where they stand, and how sure the search is."""

from app.domain import Answerability, Hit, SearchResult, Shown
from app.links import passage_link
from app.mcp_server.excerpts import excerpt
from app.mcp_server.schemas import Json
from app.replies import merchant_body

_MEANINGS = {
    "answer": "One of these passages very likely answers the query. Quote it, and name the merchant it belongs to.",
    "weak": (
        "It is uncertain whether one of these passages answers the query. Say so, and quote only what fits; "
        "the merchant's contact, where there is one, can tell for certain."
    ),
    "none": (
        "No passage answers the query: these are only the nearest ones. Say that the texts do not answer it, "
        "and point to the merchant's contact where there is one."
    ),
}
_NOTHING = "No passage is within these filters, so there is no answer. Say so, or search again with fewer filters."


def search_body(result: SearchResult, address: str) -> Json:
    """What `search` gives back; the verdict comes first, as it says how to read the rest."""
    return {
        "answerability": _answerability(result.answerability, found=bool(result.hits)),
        "results": [_result(hit, address) for hit in result.hits],
        "query": {"text": result.query, "language": result.query_language},
        "total": result.total_hits,
    }


def passage_body(shown: Shown, address: str) -> Json:
    """What `fetch` gives back."""
    body = _passage(shown, address)
    body["metadata"]["source"]["content_hash"] = shown.passage.content_hash
    return body


def _answerability(judged: Answerability, *, found: bool) -> Json:
    return {
        "verdict": judged.verdict,
        "confidence": judged.confidence,
        "meaning": _MEANINGS[judged.verdict] if found else _NOTHING,
    }


def _result(hit: Hit, address: str) -> Json:
    body = _passage(hit, address)
    at = next((mark.start for mark in hit.highlights if mark.field == "text"), 0)
    body["text"] = excerpt(hit.passage.text, at)
    body["metadata"] |= {
        "score": hit.score,
        "cross_lingual": hit.match.cross_lingual,
        "complete": body["text"] == hit.passage.text,
    }
    return body


def _passage(shown: Shown | Hit, address: str) -> Json:
    passage, merchant, source = shown.passage, shown.merchant, shown.source
    return {
        "id": passage.id,
        "title": f"{merchant.label}: {passage.question or passage.section or source.title or source.path}",
        "url": passage_link(passage.id, source, address),
        "text": passage.text,
        "metadata": {
            "merchant": merchant_body(merchant),
            "question": passage.question,
            "section": passage.section,
            "language": passage.language,
            "part": list(passage.part) if passage.part else None,
            "source": {
                "document": source.path,
                "title": source.title,
                "retrieved": source.retrieved,
                "lines": list(passage.lines),
            },
        },
    }
