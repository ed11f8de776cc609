"""A BEIR folder read: `corpus.jsonl`, `queries.jsonl` and judgements, with every complaint naming file and line."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from app.beir import ONLY_MERCHANT, BeirPassage, BeirQuery, Converted, convert
from app.errors import EvaluationError
from app.labelled import json_rows, text_of

CORPUS, QUERIES = "corpus.jsonl", "queries.jsonl"
QRELS = ("qrels.tsv", "qrels/test.tsv")


def read_beir(folder: Path) -> Converted:
    """A folder with `corpus.jsonl`, `queries.jsonl` and `qrels.tsv` or `qrels/test.tsv`, converted.

    Raises EvaluationError, naming file and line, for anything that cannot be read or does not fit together.
    """
    passages = {line.id: line.passage() for line in _lines(folder / CORPUS)}
    merchants = {passage.merchant for passage in passages.values()}
    queries = {line.id: line.query(merchants) for line in _lines(folder / QUERIES)}
    return convert(passages.values(), queries.values(), _answers(folder, passages, queries))


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of a BEIR file, and where it stands."""

    path: Path
    number: int
    row: Mapping[str, object]

    @property
    def id(self) -> str:
        return self.text("_id") or self.fail("_id is missing")

    def text(self, key: str) -> str:
        """The trimmed text under `key`; empty where there is none."""
        value = self.row.get(key)
        if not isinstance(value, str | None):
            self.fail(f"{key} is not a text")
        return (value or "").strip()

    def passage(self) -> BeirPassage:
        """The passage that the line holds; its title stands for a text that is missing."""
        title, text = self.text("title"), self.text("text")
        return BeirPassage(
            id=self.id,
            title=title if text else "",
            text=text or title or self.fail("text is missing"),
            merchant=self.text("merchant_id") or ONLY_MERCHANT,
            language=_language(self.text("lang")),
        )

    def query(self, merchants: Collection[str]) -> BeirQuery:
        """The query that the line holds; its filter may name `merchants` only."""
        wanted = self.row.get("merchant_ids") or []
        if not isinstance(wanted, list) or not all(isinstance(merchant, str) for merchant in wanted):
            self.fail("merchant_ids is not an array of texts")
        if unknown := [merchant for merchant in wanted if merchant not in merchants]:
            self.fail(f"no passage of {CORPUS} has the merchant_id {unknown[0]!r}")
        text = self.text("text") or self.fail("text is missing")
        return BeirQuery(self.id, text, self.text("lang") or "unknown", tuple(wanted))

    def fail(self, problem: str) -> NoReturn:
        raise EvaluationError(f"{self.path}:{self.number}: {problem}. See README, 'Evaluate'.")


def _language(tag: str) -> str | None:
    """The language's code in a tag such as "pt-BR"; None, so that it is detected, for anything but a code."""
    code = tag.lower().replace("_", "-").split("-")[0]
    return code if re.fullmatch(r"[a-z]{2,3}", code) else None


def _lines(path: Path) -> list[_Line]:
    """Every line that is not blank, all with ids of their own."""
    lines = [_Line(path, number, row) for number, row in json_rows(path)]
    first: dict[str, int] = {}
    for line in lines:
        if first.setdefault(line.id, line.number) != line.number:
            line.fail(f"_id {line.id!r} stands at line {first[line.id]} already")
    if not lines:
        raise EvaluationError(f"{path} is empty.")
    return lines


def _answers(folder: Path, passages: Collection[str], queries: Collection[str]) -> dict[str, list[str]]:
    """The ids of the passages that answer each query."""
    path = next((folder / name for name in QRELS if (folder / name).is_file()), None)
    if path is None:
        raise EvaluationError(f"{folder} holds neither {' nor '.join(QRELS)}: nothing says what answers what.")
    answers: dict[str, list[str]] = {}
    judgements = text_of(path).rstrip().split("\n")[1:]  # below the header
    for number, line in enumerate(judgements, 2):
        columns = line.rstrip("\r").split("\t")
        if problem := _complaint(columns, passages, queries):
            raise EvaluationError(f"{path}:{number}: {problem}.")
        if int(columns[2]) > 0:
            answers.setdefault(columns[0], []).append(columns[1])
    return answers


def _complaint(columns: Sequence[str], passages: Collection[str], queries: Collection[str]) -> str | None:
    if len(columns) != 3 or not re.fullmatch(r"-?[0-9]+", columns[2]):
        return "not query-id, corpus-id and a whole-number score, with tabs between"
    if columns[0] not in queries:
        return f"query {columns[0]!r} is not in {QUERIES}"
    return None if columns[1] in passages else f"passage {columns[1]!r} is not in {CORPUS}"
