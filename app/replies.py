"""Values to the JSON bodies that the contract fixes; plain dicts, so that the command line can print the same."""

from collections import defaultdict

from app.answer import Answer
from app.domain import Document, Hit, Merchant, Passage, SearchResult, Source
from app.search import Searcher

Body = dict[str, object]


def search_body(result: SearchResult) -> Body:
    """The body of a search's reply."""
    return {
        **_understood(result),
        "hits": [_hit(hit) for hit in result.hits],
        "total_hits": result.total_hits,
        "facets": {name: dict(counts) for name, counts in result.facets.items()},
        "processing_ms": result.processing_ms,
        "generation": result.generation,
        "degraded": result.degraded,
    }


def answer_body(answer: Answer) -> Body:
    """The body of an answer's reply."""
    return {
        **_understood(answer),
        "extracts": [
            {
                "text": extract.text,
                "passage": passage_body(extract.passage, extract.merchant, extract.source),
                "start": extract.span.start,
                "end": extract.span.end,
                "lines": extract.lines,
            }
            for extract in answer.extracts
        ],
        "processing_ms": answer.processing_ms,
        "generation": answer.generation,
        "degraded": answer.degraded,
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
        "merchant": merchant_body(merchant),
        "source": {
            "document": source.path,
            "title": source.title,
            "url": source.url,
            "retrieved": source.retrieved,
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
        "merchant": merchant_body(merchant),
        "title": document.title,
        "url": document.url,
        "retrieved": document.retrieved,
        "text": document.text,
    }


def merchants_body(searcher: Searcher) -> Body:
    """Every merchant with its documents and the number of its passages, in the registry's order."""
    documents = defaultdict(list)
    for source in searcher.generation.content.sources:
        documents[source.merchant_id].append(
            {"document": source.path, "title": source.title, "url": source.url, "retrieved": source.retrieved}
        )
    passages = searcher.generation.content.columns.merchants.counts
    return {
        "merchants": [
            {
                **merchant_body(merchant),
                "documents": documents[merchant.id],
                "passages": passages.get(merchant.id, 0),
            }
            for merchant in searcher.merchants.values()
        ]
    }


def _understood(reply: SearchResult | Answer) -> Body:
    """The query as it was understood, and whether it is answered."""
    judged = reply.answerability
    return {
        "query": {"text": reply.query, "language": reply.query_language},
        "answerability": {"verdict": judged.verdict, "confidence": judged.confidence},
    }


def _hit(hit: Hit) -> Body:
    body = passage_body(hit.passage, hit.merchant, hit.source)
    return {
        "id": body.pop("id"),
        "score": hit.score,
        **body,
        "match": {
            "cross_lingual": hit.match.cross_lingual,
            "semantic": hit.match.semantic,
            "lexical": hit.match.lexical,
        },
        "highlights": [{"field": h.field, "start": h.start, "end": h.end} for h in hit.highlights],
        "duplicates": list(hit.duplicates),
    }


def merchant_body(merchant: Merchant) -> Body:
    """Who a passage belongs to."""
    return {
        "id": merchant.id,
        "name": merchant.name,
        "label": merchant.label,
        "attributed": merchant.attributed,
        "url": merchant.url,
        "contact": merchant.contact,
    }
