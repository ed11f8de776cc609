"""What is doubtful in merchants' passages: as values, and as a file of a generation."""

import dataclasses
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args

from app.domain import Passage
from app.facts import Fact
from app.stored_rows import StoredRows, store_rows

FindingKind = Literal["near_duplicate", "contradiction"]
KINDS: tuple[FindingKind, ...] = get_args(FindingKind)
_FILE = "findings.jsonl"


@dataclass(frozen=True, slots=True)
class Finding:
    """Passages of one merchant that repeat or contradict each other, and what each of them states.

    `detail` says it in a sentence. `facts` has as many as there are passages, whose texts they point into; of near
    duplicates there are none.
    """

    kind: FindingKind
    merchant_id: str
    passage_ids: tuple[str, ...]
    detail: str
    facts: tuple[Fact, ...] = ()

    @property
    def key(self) -> str:
        """Another text for each."""
        return " ".join([self.kind, *self.passage_ids, *(f"{fact.unit} {fact.start}" for fact in self.facts)])


def write_findings(folder: Path, findings: Iterable[Finding]) -> None:
    """As a file of a generation's folder, where there is any."""
    if lines := [(each.key, json.dumps(dataclasses.asdict(each), ensure_ascii=False)) for each in findings]:
        store_rows(folder / _FILE, lines)


def read_findings(folder: Path, passages: Mapping[str, Passage]) -> Sequence[Finding]:
    """What `write_findings` wrote of these passages, each read when it is asked for. Raises IndexCorrupt."""
    path = folder / _FILE
    return StoredRows(path, lambda row: _finding(row, passages), lambda each: each.key) if path.exists() else ()


def _finding(row: dict[str, Any], passages: Mapping[str, Passage]) -> Finding:  # Any: JSON as it was written
    found = Finding(**row | {"passage_ids": tuple(row["passage_ids"]), "facts": tuple(Fact(**f) for f in row["facts"])})
    if found.kind not in KINDS or not isinstance(found.detail, str):
        raise ValueError("of no kind that is known, or without words")
    if {passages[each].merchant_id for each in found.passage_ids} != {found.merchant_id}:
        raise ValueError("of passages of another merchant, or of none")
    if len(found.facts) not in (0, len(found.passage_ids)):
        raise ValueError("not a fact for each passage")
    return found
