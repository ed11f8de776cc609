"""What a generation holds beside vectors: merchants, documents and passages, as files and as a digest."""

import dataclasses
import hashlib
import json
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import UnionType
from typing import Any, TypeVar, get_type_hints

from app.columns import Columns, read_columns
from app.curated_content import InForce, Phrasing, StoredCuration, read_curation, write_curation
from app.domain import Document, Merchant, Passage, Place, Source, Span
from app.frequent_words import FrequentWords, read_frequent_words
from app.retrieval.archive import contradiction, unreadable
from app.retrieval.late_interaction import TokenRows
from app.stored_rows import StoredRows, store_rows

_MERCHANTS, _DOCUMENTS, _PASSAGES = "merchants.jsonl", "documents.jsonl", "passages.jsonl"
_SOURCES = "sources.jsonl"
_DOCUMENTS_KEPT = 16
"""A document may be large; searching reads none."""

Owned = TypeVar("Owned", Source, Document, Passage)
Value = TypeVar("Value", Merchant, Source, Document, Passage)


@dataclass(frozen=True, slots=True)
class Content:
    """A corpus, chunked; `passages` are in the order of the index's rows, those of one merchant together.

    Behind them come the rows of `phrasings`; `overrides` are those in force.
    """

    merchants: tuple[Merchant, ...]
    documents: tuple[Document, ...]
    passages: tuple[Passage, ...]
    phrasings: tuple[Phrasing, ...] = ()
    overrides: tuple[InForce, ...] = ()

    @property
    def rows(self) -> tuple[Passage, ...]:
        """What each row of the index is made of: the passages, and behind them those in other words."""
        if not self.phrasings:
            return self.passages
        by_id = {passage.id: passage for passage in self.passages}
        return *self.passages, *(phrasing.of(by_id[phrasing.passage_id]) for phrasing in self.phrasings)

    def digest(self, model: str, settings: Mapping[str, object]) -> str:
        """Equal for the same corpus, settings and model on any machine: neither time nor vectors enter it."""
        hashed = hashlib.sha256(_text({"model": model, "settings": dict(settings)}).encode())
        for group in (self.merchants, self.documents, self.passages, self.phrasings, self.overrides):
            for item in group:
                hashed.update(f"{_text(item)}\n".encode())
        return "sha256:" + hashed.hexdigest()

    def write(self, folder: Path, tokens: TokenRows) -> None:
        """Its files, among them what is counted here so that serving need not: columns, and frequent words.

        Row n of `tokens` is passage n's; those of phrasings behind them are not looked at.
        """
        lines = "".join(f"{_text(merchant)}\n" for merchant in self.merchants)
        (folder / _MERCHANTS).write_text(lines, encoding="utf-8", newline="")
        store_rows(folder / _SOURCES, ((d.path, _text(d.source)) for d in self.documents))
        store_rows(folder / _DOCUMENTS, ((d.path, _text(d)) for d in self.documents))
        store_rows(folder / _PASSAGES, ((p.id, _text(p)) for p in self.passages))
        Columns.of(self.passages).save(folder)
        FrequentWords.count(self.passages, tokens).save(folder)
        write_curation(folder, self.passages, phrasings=self.phrasings, overrides=self.overrides)


@dataclass(frozen=True, slots=True)
class StoredContent:
    """The content of a generation, most of it left in its files; `sources` and `documents` have the same rows."""

    merchants: tuple[Merchant, ...]
    sources: StoredRows[Source]
    documents: StoredRows[Document]
    passages: StoredRows[Passage]
    columns: Columns
    frequent: FrequentWords
    curation: StoredCuration


def read_content(folder: Path) -> StoredContent:
    """The content that `Content.write` left in `folder`. Raises IndexCorrupt."""
    merchants = _read_merchants(folder / _MERCHANTS)
    known = frozenset(merchant.id for merchant in merchants)
    passages = StoredRows(folder / _PASSAGES, lambda row: _owned(_passage(row), known), lambda passage: passage.id)
    content = StoredContent(
        merchants=merchants,
        sources=StoredRows(folder / _SOURCES, lambda row: _owned(Source(**row), known), lambda source: source.path),
        documents=StoredRows(
            folder / _DOCUMENTS,
            lambda row: _owned(Document(**row), known),
            lambda document: document.path,
            kept=_DOCUMENTS_KEPT,
        ),
        passages=passages,
        columns=read_columns(folder),
        frequent=read_frequent_words(folder),
        curation=read_curation(folder, len(passages)),
    )
    if not _fits(content):
        raise contradiction(folder)
    return content


def _fits(content: StoredContent) -> bool:
    """Whether its files are of the same passages, documents and merchants, as far as numbers and names tell."""
    known = {merchant.id for merchant in content.merchants}
    return (
        len(content.columns) == len(content.passages)
        and len(content.sources) == len(content.documents)
        and known.issuperset(content.columns.merchants.values)
        and known.issuperset(each.merchant_id for each in content.curation.overrides if each.merchant_id is not None)
        and all(_pins_own(each, content.passages.by_key) for each in content.curation.overrides if each.kind == "pins")
    )


def _pins_own(pin: InForce, passages: Mapping[str, Passage]) -> bool:
    return all(each in passages and passages[each].merchant_id == pin.merchant_id for each in pin.passages)


def _read_merchants(path: Path) -> tuple[Merchant, ...]:
    try:
        rows = [json.loads(line) for line in path.read_bytes().splitlines()]
        return tuple(map(_merchant, rows))
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as exc:
        raise unreadable(path, "merchants") from exc


def _merchant(row: dict[str, Any]) -> Merchant:  # Any: JSON as it was written
    if not all(isinstance(alias, str) for alias in row["aliases"]):
        raise TypeError("an alias is no text")
    return _worded(Merchant(**{**row, "aliases": tuple(row["aliases"])}))


def _owned(value: Owned, known: Container[str]) -> Owned:
    """A value whose merchant is `known`; raises ValueError for another."""
    if _worded(value).merchant_id not in known:
        raise ValueError("of no merchant that is known")
    return value


def _worded(value: Value) -> Value:
    """A value whose texts are texts; raises TypeError for another."""
    for name, kind in _TEXTS[type(value)]:
        if not isinstance(getattr(value, name), kind):
            raise TypeError(f"{name} is no text")
    return value


_TEXTS: Mapping[type, Sequence[tuple[str, type | UnionType]]] = {
    kind: [(name, hint) for name, hint in get_type_hints(kind).items() if hint in (str, str | None)]
    for kind in (Merchant, Source, Document, Passage)
}


def _passage(row: dict[str, Any]) -> Passage:  # Any: JSON as it was written
    row["part"] = tuple(row["part"]) if row["part"] else None
    row["lines"] = tuple(row["lines"])
    row["spans"] = tuple(Span(**span) for span in row["spans"])
    row["place"] = Place(**row["place"])
    return Passage(**row)


def _told(value: Any) -> dict[str, object]:  # Any: one of our own frozen values
    return {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}


_text = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_told).encode
