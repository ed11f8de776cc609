"""Values to the JSON bodies that the contract fixes; plain dicts, so that the command line can print the same."""

from collections.abc import Iterable
from itertools import zip_longest

from app.answer import Answer, Extract
from app.curated_content import InForce
from app.domain import Curation, Document, Hit, Merchant, SearchResult, Shown, Source
from app.facts import Fact
from app.view import Catalogued, Doubtful

Body = dict[str, object]


def search_body(result: SearchResult) -> Body:
    """The body of a search's reply, its query without an id: whoever logs queries gives them one."""
    return {
        **_understood(result),
        "hits": [_hit(hit) for hit in result.hits],
        "total_hits": result.total_hits,
        "facets": {name: dict(counts) for name, counts in result.facets.items()},
        "processing_ms": result.processing_ms,
        "generation": result.generation,
        "degraded": result.degraded,
        "query_id": None,
    }


def answer_body(answer: Answer) -> Body:
    """The body of an answer's reply, its query without an id, as above."""
    return {
        **_understood(answer),
        "extracts": [
            {
                "text": extract.text,
                "passage": passage_body(extract),
                "start": extract.span.start,
                "end": extract.span.end,
                "lines": extract.lines,
                "curation": _curation(extract.curation),
            }
            for extract in answer.extracts
        ],
        "processing_ms": answer.processing_ms,
        "generation": answer.generation,
        "degraded": answer.degraded,
        "query_id": None,
    }


def passage_body(shown: Shown | Hit | Extract) -> Body:
    """A passage on its own: a hit without what a query adds."""
    passage, source = shown.passage, shown.source
    return {
        "id": passage.id,
        "question": passage.question,
        "text": passage.text,
        "section": passage.section,
        "language": passage.language,
        "part": passage.part,
        "merchant": merchant_body(shown.merchant),
        "source": {
            **_source(source),
            "lines": passage.lines,
            "spans": [(span.start, span.end) for span in passage.spans],
            "content_hash": passage.content_hash,
            "row": passage.place.row,
            "page": passage.place.page,
            "anchor": passage.place.anchor,
        },
        "alternates": [{"id": each.id, "question": each.question} for each in shown.alternates],
    }


def document_body(document: Document, merchant: Merchant) -> Body:
    """A document, whole."""
    return {
        **_source(document.source),
        "merchant": merchant_body(merchant),
        "text": document.text,
    }


def merchants_body(catalogue: Iterable[Catalogued]) -> Body:
    """Merchants with their documents and the numbers of their passages."""
    return {
        "merchants": [
            {
                **merchant_body(each.merchant),
                "documents": [
                    {
                        "document": source.path,
                        "title": source.title,
                        "url": source.url,
                        "retrieved": source.retrieved,
                        "updated": source.updated,
                    }
                    for source in each.sources
                ],
                "passages": each.passages,
            }
            for each in catalogue
        ]
    }


def _source(source: Source) -> Body:
    """A document without its text."""
    return {
        "document": source.path,
        "title": source.title,
        "url": source.url,
        "retrieved": source.retrieved,
        "updated": source.updated,
    }


def _understood(reply: SearchResult | Answer) -> Body:
    """The query as it was understood, and whether it is answered."""
    judged = reply.answerability
    return {
        "query": {"text": reply.query, "language": reply.query_language},
        "answerability": {"verdict": judged.verdict, "confidence": judged.confidence},
    }


def _hit(hit: Hit) -> Body:
    body = passage_body(hit)
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
        "curation": _curation(hit.curation),
    }


def _curation(curation: Curation | None) -> Body | None:
    return {"kind": curation.kind, "text": curation.text} if curation else None


def overrides_body(overrides: Iterable[InForce], generation: str) -> Body:
    """What curators changed in a generation."""
    told = [
        {
            "kind": each.kind,
            "merchant": each.merchant_id,
            "language": each.language,
            "texts": each.texts,
            "passages": each.passages,
            "rows": each.rows,
            "reason": each.reason,
            "author": each.author,
        }
        for each in overrides
    ]
    return {"overrides": told, "generation": generation}


def findings_body(found: Iterable[Doubtful], total: int, generation: str) -> Body:
    """What is doubtful in a generation's passages: the first of a `total`."""
    told = [
        {
            "kind": each.finding.kind,
            "detail": each.finding.detail,
            "merchant": merchant_body(each.passages[0].merchant),
            "passages": [
                {**passage_body(shown), "facts": [_fact(fact)] if fact else []}
                for shown, fact in zip_longest(each.passages, each.finding.facts)
            ],
        }
        for each in found
    ]
    return {"findings": told, "total": total, "generation": generation}


def _fact(fact: Fact) -> Body:
    return {"start": fact.start, "end": fact.end, "value": fact.value, "unit": fact.unit}


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
