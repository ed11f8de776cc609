"""Front matter: what a Markdown file tells of itself above its text, as YAML or TOML."""

import re
import tomllib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import yaml

from app.corpus.policy_dates import written_date
from app.errors import DocumentError

LONGEST = 1 << 14
"""Characters; what is longer is no front matter."""

_MOST_BRACKETS = 200
"""PyYAML takes the square of the brackets within brackets."""

_LONGEST_VALUE = 2000
_FENCED = re.compile(r"(---|\+\+\+)[ \t]*\r?\n(.*?)(?<=\n)(?:\1|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL)
_LANGUAGE = re.compile(r"([a-z]{2,3})(?:[-_].*)?", re.IGNORECASE)
_ADDRESS = re.compile(r"https?://\S+", re.IGNORECASE)
_UPDATED = ("updated", "last_updated", "lastUpdated", "lastmod", "last_modified", "last_modified_at", "date")


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontMatter:
    """What it tells, None where it does not; `lines` counts the file's lines that it takes."""

    lines: int = 0
    merchant: str | None = None
    title: str | None = None
    language: str | None = None
    url: str | None = None
    updated: str | None = None


def front_matter(text: str, where: str) -> FrontMatter:
    """The front matter of a text. Raises DocumentError, which begins with `where` and names the line, for a broken one.

    Lines between two rules that are no mapping are text. Whatever else front matter holds is its site's own.
    """
    fenced = _FENCED.match(text[:LONGEST])
    if fenced is None:
        return FrontMatter()
    told = (_yaml if fenced[1] == "---" else _toml)(fenced[2], where)
    if told is None:
        return FrontMatter()
    values = _Values(told, where)
    return FrontMatter(
        lines=len(fenced[0].splitlines()),
        merchant=values.merchant(),
        title=values.first("title"),
        language=_code(values.first("language", "lang") or ""),
        url=_address(values.first("url", "canonical") or ""),
        updated=written_date(values.first(*_UPDATED) or ""),
    )


def _code(language: str) -> str | None:
    match = _LANGUAGE.fullmatch(language)
    return match[1].lower() if match else None


def _address(url: str) -> str | None:
    """What is no address of the web is a path of the site's own."""
    return url if _ADDRESS.fullmatch(url) else None


class _Values:
    """The values that are texts, numbers or dates, as text."""

    def __init__(self, told: Mapping[str, object], where: str) -> None:
        self._told, self._where = told, where

    def merchant(self) -> str | None:
        """Whose it is. Raises DocumentError for what is no text: nobody is told by half."""
        told = self._told.get("merchant")
        if not isinstance(told, str | None):
            raise DocumentError(f"{self._where}: merchant in the front matter is no text. Give one merchant's id.")
        return self.first("merchant")

    def first(self, *names: str) -> str | None:
        """The value of the first of these names that has one."""
        for name in names:
            text = _text_of(self._told.get(name))
            if len(text) > _LONGEST_VALUE:
                raise DocumentError(
                    f"{self._where}: {name} in the front matter has {len(text):,} characters. Give at most "
                    f"{_LONGEST_VALUE:,}."
                )
            if text not in _BLANK:
                return text
        return None


_BLANK = ("", "~", "null")


def _text_of(value: object) -> str:
    return "" if value is None or isinstance(value, dict | list) else str(value).strip()


def _yaml(source: str, where: str) -> Mapping[str, object] | None:
    if source.count("[") + source.count("{") > _MOST_BRACKETS:
        raise _broken(where, 1, f"over {_MOST_BRACKETS} brackets")
    try:  # this loader makes texts of everything: no dates to misread, no merged keys that grow without end
        loader = yaml.BaseLoader(source)
        node = loader.get_single_node()
        told: Mapping[str, object] = loader.construct_document(node) if node else {}
    except (yaml.YAMLError, RecursionError, ValueError) as exc:
        mark = getattr(exc, "problem_mark", None)
        raise _broken(where, mark.line + 2 if mark else 1, getattr(exc, "problem", None) or str(exc)) from exc
    if not isinstance(node, yaml.MappingNode):
        return None
    _check_once([str(key.value) for key, _ in node.value], where)
    return told


def _check_once(names: Sequence[str], where: str) -> None:
    """YAML's reader takes the last of a name that is there twice."""
    for name, count in Counter(names).items():
        if count > 1:
            raise _broken(where, 1, f"{name[:40]!r} is there twice")


def _toml(source: str, where: str) -> Mapping[str, object]:
    try:
        return tomllib.loads(source)
    except (ValueError, RecursionError) as exc:
        line = re.search(r"at line (\d+)", str(exc))
        raise _broken(where, int(line[1]) + 1 if line else 1, str(exc)) from exc


def _broken(where: str, line: int, problem: str) -> DocumentError:
    return DocumentError(
        f"{where}: line {line}: the front matter cannot be read ({problem}). Correct it, or put values in quotes."
    )
