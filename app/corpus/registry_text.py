"""`merchants.toml` as text: tables are added to it and taken from it, every other line stays as it is.

A comment belongs to the table that it touches, rather to the one below than to the one above; one between blank lines
to none. Libraries that keep the format of TOML count every comment to the table above, and it goes with that one.
"""

import json
import re
import tomllib
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.errors import RegistryError

Table = Mapping[str, str | list[str]]
"""A merchant without documents, or a document, by the registry's keys."""

Parsed = list[dict[str, Any]]  # Any: TOML as it comes; the registry's reader has checked it
"""The merchants' tables, each with those of its documents."""

OPENING = """\
# Who each document belongs to. This file is the only list of merchants: a name met inside a text never changes it.
# A merchant whose sources do not say who wrote them has a `label` instead of a `name`; nothing is guessed.
"""
"""What a new registry begins with."""

_MERCHANT = re.compile(r"\s*\[\[\s*merchants\s*\]\]")
_DOCUMENT = re.compile(r"\s*\[\[\s*merchants\s*\.\s*documents\s*\]\]")


@dataclass(frozen=True, slots=True)
class _Extent:
    """The lines of a table, from 0, with the comments that touch it."""

    start: int
    stop: int


def with_merchant(text: str, merchant: Table, documents: Sequence[Table]) -> str:
    """The text with one more merchant, at its end."""
    lines = text.split("\n")
    tables = [_written("merchants", merchant), *_written_documents(documents)]
    expected = [*_parsed(text), {**merchant, "documents": documents}]
    end = len(lines)
    while not lines[end - 1].strip():
        end -= 1
    return _checked(_inserted(lines, end, tables), expected)


def with_documents(text: str, merchant_id: str, documents: Sequence[Table]) -> str:
    """The text with more documents behind those of a merchant whom it lists."""
    lines, merchants = text.split("\n"), _parsed(text)
    number = _number(merchants, merchant_id)
    merchants[number]["documents"] += documents
    at = _extents(lines, merchants)[number][-1].stop
    return _checked(_inserted(lines, at, _written_documents(documents)), merchants)


def without_merchant(text: str, merchant_id: str) -> str:
    """The text without a merchant whom it lists, and without its documents."""
    lines, merchants = text.split("\n"), _parsed(text)
    number = _number(merchants, merchant_id)
    leaving = _extents(lines, merchants)[number]
    del merchants[number]
    return _checked(_without(lines, leaving), merchants)


def without_documents(text: str, merchant_id: str, paths: Container[str]) -> str:
    """The text without some documents of a merchant whom it lists; others must be left."""
    lines, merchants = text.split("\n"), _parsed(text)
    number = _number(merchants, merchant_id)
    documents, extents = merchants[number]["documents"], _extents(lines, merchants)[number][1:]
    leaving = [extent for extent, each in zip(extents, documents, strict=False) if each["path"] in paths]
    merchants[number]["documents"] = [each for each in documents if each["path"] not in paths]
    return _checked(_without(lines, leaving), merchants)


def _parsed(text: str) -> Parsed:
    merchants: Parsed = tomllib.loads(text).get("merchants", [])
    return merchants


def _number(merchants: Parsed, merchant_id: str) -> int:
    return [merchant["id"] for merchant in merchants].index(merchant_id)


def _extents(lines: Sequence[str], merchants: Parsed) -> list[list[_Extent]]:
    """For each merchant where its own table stands, and then those of its documents."""
    headers = [number for number, line in enumerate(lines) if _MERCHANT.match(line) or _DOCUMENT.match(line)]
    starts = [_start_of_comments(lines, header) for header in headers]
    found: list[list[_Extent]] = [[]]  # of no merchant: nothing, as a rule
    for header, start, end in zip(headers, starts, [*starts, len(lines)][1:], strict=True):
        if _MERCHANT.match(lines[header]):
            found.append([])
        found[-1].append(_Extent(start, _end_of_comments(lines, _end_of_content(lines, end), end)))
    if len(found) != len(merchants) + 1:
        raise _unknown_style()
    return found[1:]


def _start_of_comments(lines: Sequence[str], at: int) -> int:
    """The first of the comment lines directly above a line."""
    while at > 0 and _is_comment(lines[at - 1]):
        at -= 1
    return at


def _end_of_content(lines: Sequence[str], end: int) -> int:
    """Behind the last line before `end` that is neither blank nor a comment; 0 where there is none."""
    at = end
    while at > 0 and (not lines[at - 1].strip() or _is_comment(lines[at - 1])):
        at -= 1
    return at


def _end_of_comments(lines: Sequence[str], at: int, end: int) -> int:
    """Behind the comment lines that begin at a line."""
    while at < end and _is_comment(lines[at]):
        at += 1
    return at


def _is_comment(line: str) -> bool:
    return line.lstrip().startswith("#")


def _inserted(lines: Sequence[str], at: int, tables: Sequence[Sequence[str]]) -> str:
    """The text with tables before a line, blank lines around them."""
    ending = _ending(lines)
    added = [f"{line}{ending}" for table in tables for line in ("", *table)]
    below = lines[at:] or [""]
    gap = [ending] if below[0].strip() else []
    return "\n".join([*lines[:at], *added, *gap, *below])


def _without(lines: Sequence[str], leaving: Sequence[_Extent]) -> str:
    """The text without some lines, and without the blank ones below them."""
    gone = set[int]()
    for extent in leaving:
        gone.update(range(extent.start, extent.stop), _blank(lines, extent.stop))
    kept = "\n".join(line for number, line in enumerate(lines) if number not in gone).rstrip()
    return f"{kept}{_ending(lines)}\n"


def _blank(lines: Sequence[str], start: int) -> Iterator[int]:
    """The blank lines from a line on."""
    while start < len(lines) and not lines[start].strip():
        yield start
        start += 1


def _ending(lines: Sequence[str]) -> str:
    """What stands before the line feeds of the text."""
    return "\r" if lines[0].endswith("\r") else ""


def _written_documents(documents: Sequence[Table]) -> list[list[str]]:
    return [_written("merchants.documents", document) for document in documents]


def _written(name: str, table: Table) -> list[str]:
    return [f"[[{name}]]", *(f"{key} = {_value(value)}" for key, value in table.items())]


def _value(value: object) -> str:
    """JSON's texts and arrays are TOML's too, but for one character."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _checked(text: str, expected: Parsed) -> str:
    """The text, once it has been read again and says just what it is to say. Raises RegistryError."""
    try:
        text.encode()
        said = _parsed(text)
    except UnicodeEncodeError as exc:
        raise RegistryError("A name or a text was given in another encoding. Give it in UTF-8.") from exc
    except tomllib.TOMLDecodeError as exc:
        raise _unknown_style() from exc
    if said != expected:
        raise _unknown_style()
    return text


def _unknown_style() -> RegistryError:
    return RegistryError(
        "merchants.toml is not written as one [[merchants]] table a merchant, with a [[merchants.documents]] table a "
        "document below it. Write it so, or make this change in an editor."
    )
