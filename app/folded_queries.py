"""When two queries are the same for a curator: case, accents, punctuation and white space aside."""

import unicodedata

from app.text import fold


def query_key(query: str) -> str:
    """Equal for queries that differ in nothing else; empty where there is no letter and no digit."""
    folded = fold(query)
    told = "".join(c for c in folded if c.isalnum() or unicodedata.category(c) in _MARKS)
    return told if any(map(str.isalnum, told)) else ""


_MARKS = frozenset({"Mn", "Mc"})
"""Vowel signs are letters in the scripts that have them."""
