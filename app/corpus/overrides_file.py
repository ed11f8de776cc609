"""`overrides.toml`: how curators better what is found without editing any source. Read, and checked entry by entry."""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TypedDict, TypeVar

from app.corpus.files import read_file
from app.corpus.override_table import OverrideTable, shown
from app.corpus.overrides import (
    FILE_NAME,
    Entry,
    Hidden,
    Overrides,
    Phrasings,
    Pinned,
    Reference,
    Synonyms,
    WrittenAnswer,
)
from app.corpus.toml_lines import parsed, table_line
from app.errors import OverrideError
from app.folded_queries import query_key

LARGEST = 4 * 1024 * 1024
"""Bytes of the largest file that is read."""

MOST_ENTRIES = 10_000
MOST_TEXTS = 20
"""Words, phrasings or queries of an entry."""

LONGEST_NAME, LONGEST_REASON = 200, 1000
LONGEST_QUESTION, LONGEST_ANSWER = 512, 20_000
"""Characters; a question and a phrasing are what a query may be."""

_SIGNED = ("reason", "author")
_ABOUT = ("merchant", "question", "passage", "document")
_KEYS: Mapping[str, Sequence[str]] = {
    "synonyms": ("merchant", "language", "words"),
    "phrasings": (*_ABOUT, "phrasings", "language"),
    "pins": (*_ABOUT, "query"),
    "hidden": _ABOUT,
    "answers": ("merchant", "question", "answer", "section", "language"),
}

_Made = TypeVar("_Made", bound=Entry)


class _Signed(TypedDict):
    line: int
    number: int
    reason: str
    author: str


def read_overrides(corpus: Path) -> Overrides:
    """Those of a corpus folder, none where there is no such file. Raises OverrideError, naming file and line."""
    path = corpus / FILE_NAME
    if not os.path.lexists(path):
        return Overrides(path)
    return parse_overrides(path, read_file(corpus, FILE_NAME, LARGEST, where=str(path), error=OverrideError).content)


def parse_overrides(path: Path, content: bytes) -> Overrides:
    """As `read_overrides`, of what the file at `path` holds, or is to hold."""
    text, tables = parsed(path, content, OverrideError)
    if unknown := sorted(tables.keys() - _KEYS.keys()):
        known = ", ".join(f"[[{kind}]]" for kind in _KEYS)
        raise OverrideError(f"{path}:1: unknown key {shown(unknown[0])}; only {known} tables are known.")
    return _Reader(path, text, tables).read()


class _Reader:
    def __init__(self, path: Path, text: str, tables: Mapping[str, object]) -> None:
        self._path, self._text, self._tables = path, text, tables

    def read(self) -> Overrides:
        overrides = Overrides(
            self._path,
            synonyms=tuple(self._made("synonyms", _synonyms)),
            phrasings=tuple(self._made("phrasings", _phrasings)),
            pins=tuple(self._made("pins", _pinned)),
            hidden=tuple(self._made("hidden", _hidden)),
            answers=tuple(self._made("answers", _answer)),
        )
        self._require_one_passage_a_query(overrides.pins)
        return overrides

    def _made(self, kind: str, make: Callable[[OverrideTable, _Signed], _Made]) -> Iterator[_Made]:
        listed = self._tables.get(kind, [])
        if not isinstance(listed, list) or not all(isinstance(table, dict) for table in listed):
            raise OverrideError(f"{self._path}:1: {kind} is not a list of tables; write [[{kind}]] above each.")
        if len(listed) > MOST_ENTRIES:
            raise OverrideError(f"{self._path}:1: {len(listed):,} [[{kind}]] tables; give at most {MOST_ENTRIES:,}.")
        found = table_line(self._text, kind)
        lines = found if len(found) == len(listed) else [1] * len(listed)  # 1: written in another style
        for number, (values, line) in enumerate(zip(listed, lines, strict=True), 1):
            table = OverrideTable(kind, f"{self._path}:{line}", values)
            table.require_keys((*_KEYS[kind], *_SIGNED))
            reason, author = table.text("reason", LONGEST_REASON), table.text("author", LONGEST_NAME)
            yield make(table, {"line": line, "number": number, "reason": reason, "author": author})

    def _require_one_passage_a_query(self, pins: Sequence[Pinned]) -> None:
        seen: dict[tuple[str, str], int] = {}
        for pin in pins:
            for query in pin.queries:
                first = seen.setdefault((pin.about.merchant, query_key(query)), pin.line)
                if first != pin.line:
                    where = f"{self._path}:{pin.line}"
                    raise OverrideError(f"{where}: {shown(query)} is pinned already, at line {first}. Pin it once.")


def _synonyms(table: OverrideTable, signed: _Signed) -> Synonyms:
    words = table.texts("words", most=MOST_TEXTS, longest=LONGEST_NAME)
    if len(words) < 2 or not all(map(query_key, words)):
        table.fail(f"words is {shown(words)}; give two words at least, with a letter or a digit in each")
    language = table.language() or table.fail("[[synonyms]] lacks language; words mean the same in one language")
    return Synonyms(**signed, language=language, words=words, merchant=table.given("merchant", LONGEST_NAME))


def _phrasings(table: OverrideTable, signed: _Signed) -> Phrasings:
    phrasings = table.texts("phrasings", most=MOST_TEXTS, longest=LONGEST_QUESTION)
    return Phrasings(**signed, about=_reference(table), phrasings=phrasings, language=table.language())


def _pinned(table: OverrideTable, signed: _Signed) -> Pinned:
    queries = table.texts("query", most=MOST_TEXTS, longest=LONGEST_QUESTION)
    if not all(map(query_key, queries)):
        table.fail("query holds a text without a letter or a digit; such queries ask nothing")
    return Pinned(**signed, about=_reference(table), queries=queries)


def _hidden(table: OverrideTable, signed: _Signed) -> Hidden:
    return Hidden(**signed, about=_reference(table))


def _answer(table: OverrideTable, signed: _Signed) -> WrittenAnswer:
    return WrittenAnswer(
        **signed,
        merchant=table.text("merchant", LONGEST_NAME),
        question=table.text("question", LONGEST_QUESTION),
        answer=table.text("answer", LONGEST_ANSWER),
        section=table.given("section", LONGEST_NAME),
        language=table.language(),
    )


def _reference(table: OverrideTable) -> Reference:
    """The longest question that can be named is longer than one that can be asked: sources write them."""
    reference = Reference(
        merchant=table.text("merchant", LONGEST_NAME),
        question=table.given("question", LONGEST_ANSWER),
        passage=table.given("passage", LONGEST_NAME),
        document=table.given("document", LONGEST_REASON),
    )
    if (reference.question is None) == (reference.passage is None):
        table.fail("name the passage either by its question or, with `passage`, by its id")
    return reference
