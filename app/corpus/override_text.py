"""Entries of `overrides.toml` as text, as curators paste them and `faq overrides add` writes them."""

import json
from collections.abc import Mapping, Sequence

Fields = Mapping[str, str | Sequence[str]]
"""What an entry says, by its keys."""

OPENING = """\
# What curators changed without editing any source (README, "Curate"). Every entry says who asked for it, and why.
"""
"""What a new file begins with."""


def snippet(kind: str, fields: Fields) -> str:
    """An entry: `[[kind]]`, then a line `key = value` for each field, in their order."""
    return "".join((f"[[{kind}]]\n", *(f"{key} = {_value(value)}\n" for key, value in fields.items())))


def with_entry(text: str, entry: str) -> str:
    """The text of a file with an entry behind all others; every line stays as it is."""
    return f"{text.rstrip()}\n\n{entry}"


def _value(value: str | Sequence[str]) -> str:
    """JSON's texts and arrays are TOML's too, but for one character."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
