"""What an ingestion or an evaluation did, as plain structures for machines."""

import dataclasses
from collections import Counter
from collections.abc import Sequence

from app.comparison import Comparison, asked_as_json
from app.corpus.chunked import Chunked
from app.corpus.outline import Role
from app.evaluation import Outcome, by_group, summarise, times
from app.ingest import Ingested
from app.reliability import reliabilities
from app.upkeep import Listed


def ingested_as_json(done: Ingested) -> dict[str, object]:
    """A published generation, and what became of every document's lines."""
    return {
        "generation": done.manifest.generation,
        "digest": done.manifest.digest,
        "counts": dict(done.manifest.counts),
        "embedded": done.embedded,
        "compared_with": done.compared_with or None,
        "changes": dataclasses.asdict(done.changes) if done.changes else None,
        "warnings": list(done.warnings),
        "unlisted": list(done.corpus.unlisted),
        "truncated": list(done.truncated),
        "overrides": [dataclasses.asdict(override) for override in done.corpus.curated.in_force],
        "findings": [dataclasses.asdict(finding) for finding in done.findings],
        "documents": [_document_as_json(document) for document in done.corpus.chunked],
    }


def listed_as_json(listed: Listed) -> dict[str, object]:
    """A generation on disk; one that cannot be served tells nothing else of itself."""
    told = {}
    if (manifest := listed.manifest) is not None:
        told = {name: getattr(manifest, name) for name in ("created", "digest", "model", "counts")}
    return {
        "generation": listed.name,
        "state": listed.state,
        "bytes": listed.bytes,
        "damage": listed.damage or None,
        **told,
    }


def _document_as_json(document: Chunked) -> dict[str, object]:
    counts = Counter(line.role for line in document.roles)
    dropped = [line for line in document.roles if line.role in (Role.FURNITURE, Role.REPEAT)]
    return {
        "document": document.document.path,
        "passages": len(document.passages),
        "lines": {role.value: counts[role] for role in Role},
        "dropped": [{"line": line.number, "role": line.role.value, "text": line.text} for line in dropped],
        "left_out": [dataclasses.asdict(left) for left in document.dropped],
        "notes": list(document.notes),
        "lost": list(document.lost),
    }


def outcomes_as_json(outcomes: Sequence[Outcome]) -> dict[str, object]:
    """The figures, the scores' reliability, the times and each query's outcome: what `read_baseline` reads."""
    groups = {
        title: {name: dataclasses.asdict(summarise(group)) for name, group in by.items()}
        for title, by in by_group(outcomes).items()
    }
    return {
        "all": dataclasses.asdict(summarise(outcomes)),
        **groups,
        "reliability": {name: dataclasses.asdict(each) for name, each in reliabilities(outcomes).items()},
        "milliseconds": {stage: dataclasses.asdict(time) for stage, time in times(outcomes).items()},
        "queries": [_outcome(outcome) for outcome in outcomes],
    }


def _outcome(outcome: Outcome) -> dict[str, object]:
    return {
        "asked": asked_as_json(outcome.labelled),
        "hits": [dataclasses.asdict(hit) for hit in outcome.hits],
        "verdict": outcome.verdict,
        "confidence": outcome.confidence,
        "processing_ms": outcome.processing_ms,
        "stages": dict(outcome.stages),
    }


def comparison_as_json(comparison: Comparison) -> dict[str, object]:
    """What changed since a baseline; `worse` names the figures that fell by more than the tolerance."""
    return {
        "worse": list(comparison.worse),
        "figures": {
            each.name: {"before": each.before, "after": each.after, "change": each.change}
            for each in comparison.differences
        },
        "queries": [
            {
                "id": change.labelled.id,
                "better": change.better,
                "before": dataclasses.asdict(change.before),
                "after": dataclasses.asdict(change.after),
            }
            for change in comparison.changes
        ],
    }
