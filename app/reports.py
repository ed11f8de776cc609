"""What an ingestion or an evaluation did, as plain structures for machines."""

import dataclasses
from collections import Counter
from collections.abc import Sequence

from app.corpus.outline import Role
from app.corpus.passages import Chunked
from app.evaluation import Outcome, grouped, summarise
from app.ingest import Ingested


def ingested_as_json(done: Ingested) -> dict[str, object]:
    """A published generation, and what became of every document's lines."""
    return {
        "generation": done.manifest.generation,
        "digest": done.manifest.digest,
        "counts": dict(done.manifest.counts),
        "embedded": done.embedded,
        "unlisted": list(done.corpus.unlisted),
        "truncated": list(done.truncated),
        "documents": [_document_as_json(document) for document in done.corpus.chunked],
    }


def _document_as_json(document: Chunked) -> dict[str, object]:
    counts = Counter(line.role for line in document.roles)
    dropped = [line for line in document.roles if line.role in (Role.FURNITURE, Role.REPEAT)]
    return {
        "document": document.document.path,
        "passages": len(document.passages),
        "lines": {role.value: counts[role] for role in Role},
        "dropped": [{"line": line.number, "role": line.role.value, "text": line.text} for line in dropped],
        "lost": list(document.lost),
    }


def by_group(outcomes: Sequence[Outcome]) -> dict[str, dict[str, list[Outcome]]]:
    """The outcomes by language and by merchant."""
    return {
        "language": grouped(outcomes, lambda o: o.labelled.language),
        "merchant": grouped(outcomes, lambda o: o.labelled.merchant or "(all)"),
    }


def outcomes_as_json(outcomes: Sequence[Outcome]) -> dict[str, object]:
    """The figures and each query's outcome, for comparing two runs."""
    groups = {
        title: {name: dataclasses.asdict(summarise(group)) for name, group in by.items()}
        for title, by in by_group(outcomes).items()
    }
    return {"all": dataclasses.asdict(summarise(outcomes)), **groups, "queries": [_outcome(o) for o in outcomes]}


def _outcome(outcome: Outcome) -> dict[str, object]:
    return {
        "id": outcome.labelled.id,
        "grades": list(outcome.grades),
        "hits": list(outcome.hits),
        "verdict": outcome.verdict,
        "confidence": outcome.confidence,
    }
