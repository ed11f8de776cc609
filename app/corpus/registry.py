"""`merchants.toml`: who exists, and which document belongs to whom. The only source of attribution."""

import os
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path, PurePosixPath
from typing import NoReturn

from app.corpus.column_names import ColumnNames
from app.corpus.files import File, read_file
from app.corpus.toml_lines import parsed, table_line
from app.domain import Merchant
from app.errors import RegistryError
from app.text import printable

FILE_NAME = "merchants.toml"
LARGEST = 64 * 1024 * 1024
"""Bytes of the largest registry that is read: some 400,000 merchants."""

LONGEST_TEXT = 2000
"""Characters of a name, contact, title or address: every hit repeats its merchant's."""

_SHOWN = 100
_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")
_LANGUAGE = re.compile(r"[a-z]{2,3}")
_MERCHANT_KEYS = frozenset({"id", "name", "label", "contact", "url", "language", "aliases", "documents"})
_COLUMN_KEYS = ("question", "answer", "section")
_DOCUMENT_KEYS = frozenset({"path", "title", "language", "retrieved", "updated", "url", *_COLUMN_KEYS})
_WITH_COLUMNS = (".csv", ".tsv", ".json", ".jsonl")


@dataclass(frozen=True, slots=True)
class DocumentEntry:
    """A document as the registry lists it; `line` is where, 0 for one that says in its front matter whose it is.

    `columns` names those of a table or the keys of JSON objects, None where their own names tell which is which.
    """

    path: str
    merchant_id: str
    line: int
    title: str | None = None
    language: str | None = None
    retrieved: str | None = None
    updated: str | None = None
    url: str | None = None
    columns: ColumnNames | None = None


@dataclass(frozen=True, slots=True)
class Registry:
    """The merchants, and the documents in the order in which the file lists them."""

    merchants: tuple[Merchant, ...]
    documents: tuple[DocumentEntry, ...]


def read_registry(corpus: Path) -> Registry:
    """The registry of a corpus folder. Raises RegistryError, naming the line, for anything that does not add up."""
    return parse_registry(corpus / FILE_NAME, read_registry_file(corpus).content)


def parse_registry(path: Path, content: bytes) -> Registry:
    """As `read_registry`, of what the file at `path` holds, or is to hold."""
    text, tables = parsed(path, content, RegistryError)
    return _Reader(path, text).read(tables)


def read_registry_file(corpus: Path) -> File:
    """The file itself. Raises RegistryError where it cannot be read."""
    path = corpus / FILE_NAME
    if not os.path.lexists(path):
        raise RegistryError(f"{path} does not exist. Create it with `faq merchants add` (README, 'Add a merchant').")
    return read_file(corpus, FILE_NAME, LARGEST, where=str(path), error=RegistryError)


class _Reader:
    """Checks the tables one after another; every complaint names the file and the table's line."""

    def __init__(self, path: Path, text: str) -> None:
        self._path, self._text = path, text
        self._merchant_lines = table_line(text, "merchants")
        self._document_lines = iter(table_line(text, "merchants.documents"))

    def read(self, tables: Mapping[str, object]) -> Registry:
        if unknown := sorted(tables.keys() - {"merchants"}):
            self._fail(1, f"unknown key {_shown(unknown[0])}; only [[merchants]] tables are known")
        listed = tables.get("merchants", [])
        if not isinstance(listed, list) or not listed or not all(isinstance(table, dict) for table in listed):
            self._fail(1, "no [[merchants]] table; add one for each merchant")
        lines = self._lines(len(listed))
        merchants = [self._merchant(table, line) for table, line in zip(listed, lines, strict=True)]
        self._unique([m.id for m in merchants], lines, "merchant id")
        entries = [
            entry for table, merchant, line in zip(listed, merchants, lines, strict=True)
            for entry in self._documents(table, merchant, line)
        ]  # fmt: skip
        self._unique([entry.path for entry in entries], [entry.line for entry in entries], "document")
        return Registry(tuple(merchants), tuple(entries))

    def _lines(self, count: int) -> Sequence[int]:
        """A line for each merchant; 1 where the file writes its tables in another style."""
        return self._merchant_lines if len(self._merchant_lines) == count else [1] * count

    def _merchant(self, table: Mapping[str, object], line: int) -> Merchant:
        self._known_keys(table, _MERCHANT_KEYS, line)
        merchant_id = self._text_of(table, "id", line)
        if merchant_id is None or not _ID.fullmatch(merchant_id):
            self._fail(
                line, f"id {_shown(merchant_id)} is not usable; take 1 to 64 of a-z, 0-9 and '-', not starting with '-'"
            )
        name, label = self._text_of(table, "name", line), self._text_of(table, "label", line)
        if name is None and label is None:
            self._fail(
                line,
                f"merchant {merchant_id!r} has neither name nor label; give a label where the sources do not name it",
            )
        return Merchant(
            id=merchant_id,
            label=label or name or "",
            name=name,
            contact=self._text_of(table, "contact", line),
            url=self._text_of(table, "url", line),
            language=self._language_of(table, line),
            aliases=self._aliases(table, line),
        )

    def _aliases(self, table: Mapping[str, object], line: int) -> tuple[str, ...]:
        aliases = table.get("aliases", [])
        if not isinstance(aliases, list) or not all(map(_is_alias, aliases)):
            self._fail(line, f"aliases is not an array of texts of at most {LONGEST_TEXT:,} characters")
        return tuple(aliases)

    def _documents(self, table: Mapping[str, object], merchant: Merchant, line: int) -> Iterator[DocumentEntry]:
        listed = table.get("documents", [])
        if not isinstance(listed, list) or not all(isinstance(document, dict) for document in listed):
            self._fail(line, f"documents of {merchant.id!r} is not a list of tables")
        if not listed:
            self._fail(
                line,
                f"merchant {merchant.id!r} has no documents; add [[merchants.documents]] with a path, or remove it",
            )
        for document in listed:
            yield self._document(document, merchant, next(self._document_lines, line))

    def _document(self, table: Mapping[str, object], merchant: Merchant, line: int) -> DocumentEntry:
        self._known_keys(table, _DOCUMENT_KEYS, line)
        path = self._text_of(table, "path", line)
        if path is None or not is_usable_path(path):
            self._fail(
                line,
                f"path {_shown(path)} is not usable; write it relative to the corpus folder, with '/', without '..'",
            )
        return DocumentEntry(
            path=path,
            merchant_id=merchant.id,
            line=line,
            title=self._text_of(table, "title", line),
            language=self._language_of(table, line) or merchant.language,
            retrieved=self._date_of(table, line),
            updated=self._day_of(table, line),
            url=self._text_of(table, "url", line),
            columns=self._columns_of(table, path, line),
        )

    def _columns_of(self, table: Mapping[str, object], path: str, line: int) -> ColumnNames | None:
        names = {key: name for key in _COLUMN_KEYS if (name := self._text_of(table, key, line)) is not None}
        if names and not path.casefold().endswith(_WITH_COLUMNS):
            known = ", ".join(_WITH_COLUMNS)
            self._fail(line, f"{next(iter(names))} names a column, and {path} has none; only {known} files do")
        return ColumnNames(**names) if names else None

    def _text_of(self, table: Mapping[str, object], key: str, line: int) -> str | None:
        value = table.get(key)
        if value is None:
            return None
        if not isinstance(value, str) or not value.strip():
            self._fail(line, f"{key} is {_shown(value)}; give a text that is not blank")
        if len(value) > LONGEST_TEXT:
            self._fail(line, f"{key} has {len(value):,} characters; give at most {LONGEST_TEXT:,}")
        return value

    def _language_of(self, table: Mapping[str, object], line: int) -> str | None:
        language = self._text_of(table, "language", line)
        if language is not None and not _LANGUAGE.fullmatch(language):
            self._fail(line, f'language {_shown(language)} is not an ISO 639 code such as "en"')
        return language

    def _date_of(self, table: Mapping[str, object], line: int) -> str | None:
        value = table.get("retrieved")
        isoformat = getattr(value, "isoformat", None)
        return isoformat() if isoformat else self._text_of(table, "retrieved", line)

    def _day_of(self, table: Mapping[str, object], line: int) -> str | None:
        value = table.get("updated")
        if isinstance(value, date):
            return (value.date() if isinstance(value, datetime) else value).isoformat()
        text = self._text_of(table, "updated", line)
        try:
            return text and date.fromisoformat(text).isoformat()
        except ValueError:
            self._fail(line, f"updated is {_shown(text)}; give a date such as 2026-01-31")

    def _known_keys(self, table: Mapping[str, object], known: frozenset[str], line: int) -> None:
        if unknown := sorted(table.keys() - known):
            self._fail(line, f"unknown key {_shown(unknown[0])}; known are {', '.join(sorted(known))}")

    def _unique(self, values: Sequence[str], lines: Sequence[int], what: str) -> None:
        """Also but for case and Unicode form: some file systems take such names for one."""
        seen: dict[str, tuple[str, int]] = {}
        for value, line in zip(values, lines, strict=True):
            key = unicodedata.normalize("NFC", value).casefold()
            if key in seen:
                first, at = seen[key]
                written = "" if first == value else f" as {first!r}"
                self._fail(line, f"{what} {value!r} is listed twice, first at line {at}{written}; list it once")
            seen[key] = value, line

    def _fail(self, line: int, problem: str) -> NoReturn:
        raise RegistryError(f"{self._path}:{line}: {problem}.")


def is_usable_path(path: str) -> bool:
    """Whether it can be a document's name: below the corpus folder, written in one way only, all of it visible."""
    parts = PurePosixPath(path).parts
    shown = path == printable(path) and not {"\n", "\t", "\\"} & set(path)
    return bool(parts) and not {"/", ".."} & set(parts) and shown and path == "/".join(parts)


def _is_alias(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip()) and len(value) <= LONGEST_TEXT


def _shown(value: object) -> str:
    """A value in an error, which is not to be as long as a file may be."""
    return repr(value)[:_SHOWN]
