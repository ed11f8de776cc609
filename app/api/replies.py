"""Values to the JSON bodies that the contract fixes; plain dicts, so that the command line can print the same."""

from collections import defaultdict

from app.domain import Document, Hit, Merchant, Passage, SearchResult, Source
from app.search import Searcher

Body = dict[str, object]


def search_body(result: SearchResult) -> Body:
    """The body of a search's reply."""
    return {
        "query": {"text": result.query, "language": result.query_language},
        "answerability": {
            "verdict": result.answerability.verdict,
            "confidence": result.answerability.confidence,
        },
        "hits": [_hit(hit) for hit in result.hits],
        "total_hits": result.total_hits,
        "facets": {name: dict(counts) for name, counts in result.facets.items()},
        "processing_ms": result.processing_ms,
        "generation": result.generation,
        "degraded": result.degraded,
    }


def passage_body(passage: Passage, merchant: Merchant, source: Source) -> Body:
    """A passage on its own: a hit without what a query adds."""
    return {
        "id": passage.id,
        "question": passage.question,
        "text": passage.text,
        "section": passage.section,
        "language": passage.language,
        "part": passage.part,
        "merchant": _merchant(merchant),
        "source": {
            "document": source.path,
            "title": source.title,
            "lines": passage.lines,
            "spans": [(span.start, span.end) for span in passage.spans],
            "content_hash": passage.content_hash,
            "row": passage.row,
        },
    }


def document_body(document: Document, merchant: Merchant) -> Body:
    """A document, whole."""
    return {
        "document": document.path,
        "merchant": _merchant(merchant),
        "title": document.title,
        "text": document.text,
    }


def merchants_body(searcher: Searcher) -> Body:
    """Every merchant with its documents and the number of its passages, in the registry's order."""
    documents = defaultdict(list)
    for source in searcher.generation.content.sources:
        documents[source.merchant_id].append({"document": source.path, "title": source.title})
    passages = searcher.generation.content.columns.merchants.counts
    return {
        "merchants": [
            {
                **_merchant(merchant),
                "documents": documents[merchant.id],
                "passages": passages.get(merchant.id, 0),
            }
            for merchant in searcher.merchants.values()
        ]
    }


def _hit(hit: Hit) -> Body:
    body = passage_body(hit.passage, hit.merchant, hit.source)
    return {
        "id": body.pop("id"),
        "score": hit.score,
        **body,
        "match": {"cross_lingual": hit.cross_lingual},
        "highlights": [{"field": h.field, "start": h.start, "end": h.end} for h in hit.highlights],
        "duplicates": list(hit.duplicates),
    }


def _merchant(merchant: Merchant) -> Body:
    return {
        "id": merchant.id,
        "name": merchant.name,
        "label": merchant.label,
        "attributed": merchant.attributed,
        "url": merchant.url,
        "contact": merchant.contact,
    }
