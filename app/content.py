"""What a generation holds beside vectors: merchants, documents and passages, as files and as a digest."""

import dataclasses
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.domain import Document, Merchant, Passage, Span

_MERCHANTS, _DOCUMENTS, _PASSAGES = "merchants.jsonl", "documents.jsonl", "passages.jsonl"


@dataclass(frozen=True, slots=True)
class Content:
    """A corpus, chunked; `passages` are in the order of the index's rows, those of one merchant together."""

    merchants: tuple[Merchant, ...]
    documents: tuple[Document, ...]
    passages: tuple[Passage, ...]

    def digest(self, model: str, settings: Mapping[str, object]) -> str:
        """Equal for the same corpus, settings and model on any machine: neither time nor vectors enter it."""
        hashed = hashlib.sha256(_json({"model": model, "settings": dict(settings)}).encode())
        for group in (self.merchants, self.documents, self.passages):
            hashed.update(_lines(group).encode())
        return "sha256:" + hashed.hexdigest()

    def write(self, folder: Path) -> None:
        """One file a kind, one JSON object a line."""
        for name, group in ((_MERCHANTS, self.merchants), (_DOCUMENTS, self.documents), (_PASSAGES, self.passages)):
            (folder / name).write_text(_lines(group), encoding="utf-8", newline="")


def read_content(folder: Path) -> Content:
    """The content that `Content.write` left in `folder`. The caller has checked the files' checksums."""
    return Content(
        merchants=tuple(Merchant(**{**row, "aliases": tuple(row["aliases"])}) for row in _rows(folder / _MERCHANTS)),
        documents=tuple(Document(**row) for row in _rows(folder / _DOCUMENTS)),
        passages=tuple(_passage(row) for row in _rows(folder / _PASSAGES)),
    )


def _passage(row: dict[str, Any]) -> Passage:  # Any: JSON as it was written
    row["part"] = tuple(row["part"]) if row["part"] else None
    row["lines"] = tuple(row["lines"])
    row["spans"] = tuple(Span(**span) for span in row["spans"])
    return Passage(**row)


def _rows(path: Path) -> Iterable[dict[str, Any]]:  # Any: JSON as it was written
    with path.open(encoding="utf-8", newline="\n") as file:
        yield from map(json.loads, file)


def _lines(group: Iterable[Merchant | Document | Passage]) -> str:
    return "".join(_json(dataclasses.asdict(item)) + "\n" for item in group)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
