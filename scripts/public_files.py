"""The files of public FAQ sets, each laid out in its own way, read as passages and the queries that come with them."""

import csv
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from app.beir import BeirPassage, BeirQuery
from app.labelled import json_rows, text_of

BITCOIN = "bitcoin_faq_27lang/faq.jsonl"
"""A FAQ in many languages, row for row the same."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A query, and the ids of the passages that answer it."""

    query: BeirQuery
    answers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Read:
    """What a public folder holds: passages, and the queries that come with them."""

    passages: tuple[BeirPassage, ...]
    asked: tuple[Asked, ...] = ()


def _read_beir(folder: Path) -> Read:
    answers: dict[str, tuple[str, ...]] = {}
    for line in text_of(folder / "qrels.tsv").splitlines()[1:]:
        query, passage, grade = line.split("\t")
        if int(grade) > 0:
            answers[query] = (*answers.get(query, ()), passage)
    return Read(
        tuple(_passage(row) for _, row in json_rows(folder / "corpus.jsonl")),
        tuple(Asked(_query(row), answers.get(str(row["_id"]), ())) for _, row in json_rows(folder / "queries.jsonl")),
    )


def _passage(row: Mapping[str, object]) -> BeirPassage:
    title, text = str(row["title"]).strip(), str(row["text"]).strip()
    own = {"merchant": str(row["merchant_id"])} if row.get("merchant_id") else {}
    return BeirPassage(str(row["_id"]), title, text, language=_code(row["lang"]), **own)


def _query(row: Mapping[str, object]) -> BeirQuery:
    merchants = row.get("merchant_ids") or []
    if not isinstance(merchants, list):
        raise TypeError("merchant_ids is not an array")
    return BeirQuery(str(row["_id"]), str(row["text"]), str(row["lang"]), tuple(map(str, merchants)))


def _read_deepset(path: Path) -> Read:
    """Rows are numbered from 0: the file gives them no ids."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    return Read(
        tuple(
            BeirPassage(str(n), row["question"].strip(), row["answer"].strip(), language=_code(row["lang"]))
            for n, row in enumerate(rows)
        )
    )


def _read_bitcoin(path: Path) -> Read:
    """The English rows, which alone have fact queries."""
    return Read(tuple(bitcoin_passage(row, str(row["key"])) for _, row in json_rows(path) if row["lang"] == "en"))


def bitcoin_passage(row: Mapping[str, object], passage_id: str) -> BeirPassage:
    """A row of the parallel FAQ under an id of the caller's choice."""
    return BeirPassage(
        passage_id, str(row["question"]).strip(), str(row["answer"]).strip(), language=_code(row["lang"])
    )


def _code(tag: object) -> str:
    """The language of a tag such as "pt_BR": a registry's languages have no regions."""
    return str(tag).split("_")[0]


READERS: Mapping[str, tuple[str, Callable[[Path], Read]]] = {
    "quebec_en": ("covidfaq_quebec/en_paraphrase", _read_beir),
    "quebec_fr": ("covidfaq_quebec/fr_paraphrase", _read_beir),
    "quebec_mixed": ("covidfaq_quebec/mixed_fr_en", _read_beir),
    "dstc10": ("dstc10_track2_val_en", _read_beir),
    "bitcoin_en": (BITCOIN, _read_bitcoin),
    "deepset": ("covid_faq_deepset/faq_200327.tsv", _read_deepset),
}
"""Where each corpus stands in the public folder, and how it is read."""
