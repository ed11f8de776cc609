"""A retrieval set in the BEIR layout as what this product reads: a corpus folder's texts and labelled queries."""

import json
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import count

from app.labelled import LabelledQuery, RowLabel
from app.measures import ANSWERS

ONLY_MERCHANT = "beir"
"""Whose passages are that name no merchant."""


@dataclass(frozen=True, slots=True)
class BeirPassage:
    """A line of `corpus.jsonl`; `language` is an ISO 639 code, None where the line gives none."""

    id: str
    title: str
    text: str
    merchant: str = ONLY_MERCHANT
    language: str | None = None


@dataclass(frozen=True, slots=True)
class BeirQuery:
    """A line of `queries.jsonl`; `merchants` is the filter, none means all."""

    id: str
    text: str
    language: str = "unknown"
    merchants: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Converted:
    """The texts of a corpus folder by path, `merchants.toml` among them, and the queries that are asked of it."""

    files: Mapping[str, str]
    queries: tuple[LabelledQuery, ...]


def convert(
    passages: Iterable[BeirPassage], queries: Iterable[BeirQuery], answers: Mapping[str, Collection[str]]
) -> Converted:
    """The same set in this product's own form; `answers` are the ids of the passages that answer each query, by its id.

    A merchant's passage that repeats another word for word is written once: search shows such twins as one hit.
    """
    passages = list(passages)
    names = merchant_ids(passage.merchant for passage in passages)
    written: dict[_Document, dict[tuple[str, str], int]] = {}
    labels = {}
    for passage in passages:
        document = _Document(names[passage.merchant], passage.language)
        rows = written.setdefault(document, {})
        row = rows.setdefault((passage.title, passage.text), len(rows) + 1)
        labels[passage.id] = RowLabel(document.path, row, ANSWERS)
    files = {document.path: "".join(_row(title, text) for title, text in rows) for document, rows in written.items()}
    return Converted(
        files={"merchants.toml": _registry(written), **files},
        queries=tuple(
            LabelledQuery(
                id=query.id,
                query=query.text,
                language=query.language,
                merchants=tuple(names[merchant] for merchant in query.merchants),
                relevant=tuple(dict.fromkeys(labels[passage] for passage in answers.get(query.id, ()))),
            )
            for query in queries
        ),
    )


def merchant_ids(merchants: Iterable[str]) -> dict[str, str]:
    """An id that the registry accepts for each of these names, all different."""
    ids: dict[str, str] = {}
    taken: set[str] = set()
    for merchant in dict.fromkeys(merchants):
        ids[merchant] = next(name for name in _candidates(merchant) if name not in taken)
        taken.add(ids[merchant])
    return ids


def _candidates(merchant: str) -> Iterator[str]:
    plain = re.sub(r"[^a-z0-9]+", "-", merchant.lower()).strip("-") or "merchant"
    yield plain[:64]
    yield from map(f"{plain[:50]}-{{}}".format, count(2))


@dataclass(frozen=True, slots=True)
class _Document:
    """A merchant's passages in one language."""

    merchant: str
    language: str | None

    @property
    def path(self) -> str:
        return f"{self.merchant}/{self.language or 'faq'}.jsonl"

    @property
    def entry(self) -> str:
        language = f'language = "{self.language}"\n' if self.language else ""
        return f'[[merchants.documents]]\npath = "{self.path}"\n{language}'


def _registry(documents: Iterable[_Document]) -> str:
    entries: dict[str, str] = {}
    for document in documents:
        head = f'[[merchants]]\nid = "{document.merchant}"\nlabel = "{document.merchant}"\n'
        entries[document.merchant] = entries.get(document.merchant, head) + document.entry
    return "\n".join(entries.values())


def _row(title: str, text: str) -> str:
    question = {"question": title} if title else {}
    return json.dumps({**question, "answer": text}, ensure_ascii=False) + "\n"
