"""What has to be true of every document that is read, whatever it holds."""

import hashlib
from collections.abc import Sequence

from app.corpus.chunked import Chunked
from app.corpus.drafts import joined
from app.domain import Passage
from app.text import lines_of

_GROWTH, _ALLOWANCE = 40, 10_000
"""Characters of all passages for one of the document, and beside them: each part of an answer repeats its question."""


def faults_of(chunked: Chunked) -> list[str]:
    """What is wrong with the passages of a document; nothing, or a bug."""
    text, passages = chunked.document.text, chunked.passages
    lines = [number for number, line in enumerate(lines_of(text), 1) if text[line.start : line.end].strip()]
    checks = {
        "lines are not accounted for": chunked.lost == (),
        "a line has no role, or two": [role.number for role in chunked.roles] == lines,
        "ids are not unique": len({passage.id for passage in passages}) == len(passages),
        "passages grow beyond their document": _size(passages) <= _GROWTH * len(text) + _ALLOWANCE,
    }
    wrong = [fault for fault, is_right in checks.items() if not is_right]
    return wrong + [fault for passage in passages for fault in _faults_of_passage(passage, chunked, lines)]


def _faults_of_passage(passage: Passage, chunked: Chunked, lines: Sequence[int]) -> list[str]:
    document, (first, last) = chunked.document, passage.lines
    owned = passage.merchant_id == document.merchant_id and passage.document == document.path
    checks = {
        "is another merchant's": owned and passage.id.startswith(f"{document.merchant_id}:"),
        "is not its spans": passage.text == joined(document.text, passage.spans) and bool(passage.text.strip()),
        "is on lines that are not there": lines[0] <= first <= last <= lines[-1],
        "has another hash": passage.content_hash == f"sha256:{hashlib.sha256(passage.text.encode()).hexdigest()}",
    }
    return [f"{passage.id} {fault}" for fault, is_right in checks.items() if not is_right]


def _size(passages: Sequence[Passage]) -> int:
    return sum(len(p.text) + len(p.question or "") + len(p.section or "") for p in passages)
